"""How good a network's answers are, on all examples of a part."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.engine.contracts import Floats, Loss
from app.engine.network.examples import Columns, Part, columns
from app.engine.network.problem import Network

Classes = NDArray[np.intp]


class Scores(NamedTuple):
    """The data loss without penalties (...), and how much is right (...).

    For classes that is the `accuracy`, the share of examples; for numbers `r2`, the share of
    the variance that is explained; the other is None. Where answers are not numbers it is NaN.
    """

    loss: Floats
    accuracy: Floats | None
    r2: Floats | None


class Evaluation(NamedTuple):
    """Scores on both parts; None for a test part without rows."""

    train: Scores
    test: Scores | None


def evaluate(network: Network, x: Floats) -> Evaluation:
    """The scores at points (..., D), without dropout and penalties."""
    tested = len(network.samples.test_inputs) > 0
    return Evaluation(scores(network, x, "train"), scores(network, x, "test") if tested else None)


@np.errstate(all="ignore")
def scores(network: Network, x: Floats, part: Part) -> Scores:
    """The scores at points (..., D) on one part that has rows."""
    wanted = columns(network.samples, part, x.dtype)
    classes = bool(network.samples.table.classes)
    found = []
    for sums in network.sums(x, wanted.inputs):
        answers = sums[-1]
        right = _accuracy if classes else _r2
        value = network.loss.value(answers, wanted.targets)
        found.append((value, right(answers, wanted, network.loss)))
    loss, quality = (
        np.concatenate(column).reshape(x.shape[:-1]) for column in zip(*found, strict=True)
    )
    return Scores(loss, quality if classes else None, None if classes else quality)


@np.errstate(all="ignore")
def confusion(network: Network, x: Floats, part: Part) -> NDArray[np.intp]:
    """How many examples of each class (row) were taken for each (column), (..., k, k).

    Where answers are not numbers, nothing is counted.
    """
    wanted = columns(network.samples, part, x.dtype)
    classes = len(network.samples.table.classes)
    known = _classes_of(wanted.targets)
    tables = []
    for sums in network.sums(x, wanted.inputs):
        pairs = known * classes + decide(sums[-1], network.loss)
        counts = np.array([np.bincount(lane, minlength=classes**2) for lane in pairs])
        counts[_unknown(sums[-1])] = 0
        tables.append(counts)
    return np.concatenate(tables).reshape(*x.shape[:-1], classes, classes)


def decide(outputs: Floats, loss: Loss) -> Classes:
    """The class chosen for each example, (..., K, N) -> (..., N)."""
    if outputs.shape[-2] == 1:
        return (outputs[..., 0, :] > loss.threshold).astype(np.intp)
    return outputs.argmax(-2)


def _accuracy(answers: Floats, wanted: Columns, loss: Loss) -> Floats:
    right = decide(answers, loss) == _classes_of(wanted.targets)
    share = right.mean(-1, dtype=answers.dtype)
    share[_unknown(answers)] = np.nan
    return share


def _r2(answers: Floats, wanted: Columns, loss: Loss) -> Floats:
    missed = np.square(answers - wanted.targets).sum((-2, -1))
    mean = wanted.targets.mean(-1, keepdims=True)
    return 1 - missed / np.square(wanted.targets - mean).sum()


def _classes_of(targets: Floats) -> Classes:
    """The classes that targets of 0 and 1 stand for, (K, N) -> (N,)."""
    return targets.argmax(0) if len(targets) > 1 else targets[0].astype(np.intp)


def _unknown(answers: Floats) -> NDArray[np.bool_]:
    return np.asarray(np.isnan(answers).any((-2, -1)))
