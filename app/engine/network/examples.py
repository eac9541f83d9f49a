"""Samples as the layers and losses want them: side by side, a column for each example."""

from typing import Any, Literal, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from app.engine.contracts import Floats
from app.engine.samples import Samples

Part = Literal["train", "test"]


class Columns(NamedTuple):
    """Inputs (F, N) and targets (K, N), a column for each of N examples."""

    inputs: Floats
    targets: Floats


def outputs_for(samples: Samples) -> int:
    """K: one output for two classes or a number, else one for each class."""
    classes = len(samples.table.classes)
    return classes if classes > 2 else 1


_laid_out: WeakKeyDictionary[Samples, dict[tuple[Part, np.dtype[Any]], Columns]] = (
    WeakKeyDictionary()
)


def columns(samples: Samples, part: Part, dtype: np.dtype[Any]) -> Columns:
    """A part of the samples. Classes become 0 and 1: of each class alone, if there are more.

    All who ask share them as long as the samples are there, so nobody may write into them.
    """
    known = _laid_out.setdefault(samples, {})
    if (part, dtype) not in known:
        known[part, dtype] = _columns(samples, part, dtype)
    return known[part, dtype]


def _columns(samples: Samples, part: Part, dtype: np.dtype[Any]) -> Columns:
    train = part == "train"
    inputs = samples.train_inputs if train else samples.test_inputs
    targets = samples.train_targets if train else samples.test_targets
    outputs = outputs_for(samples)
    wanted = np.arange(outputs)[:, None] == targets if outputs > 1 else targets[None, :]
    found = Columns(np.array(inputs.T, dtype, order="C"), wanted.astype(dtype))
    for numbers in found:
        numbers.flags.writeable = False
    return found
