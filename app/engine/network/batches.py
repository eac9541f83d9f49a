"""Which examples each step sees."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.network.examples import Columns, columns
from app.engine.network.remembered import Remembered
from app.engine.samples import Samples
from app.engine.seeds import stream

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Batches:
    """Shuffled epochs: each shows every one of `count` examples once, `size` at a step.

    Where `size` does not divide `count`, the last batch of an epoch is the short rest, as with
    PyTorch's drop_last=False; more than there are is all of them. None is the full batch: all
    examples at every step, in their own order. The order of an epoch depends on (seed, epoch)
    alone, so the batch of any step is known from its number.
    """

    count: int
    size: int | None
    seed: int = 0

    @property
    def largest(self) -> int:
        """How many examples a step sees at most."""
        return self.count if self.size is None else min(self.size, self.count)

    @cached_property
    def per_epoch(self) -> int:
        """How many steps an epoch has."""
        return -(-self.count // self.largest)

    def place(self, step: int) -> tuple[int, slice]:
        """The epoch of a step, and its part of the epoch's order."""
        epoch, within = divmod(step, self.per_epoch)
        first = within * self.largest
        return epoch, slice(first, min(first + self.largest, self.count))

    def order(self, epoch: int) -> Rows:
        """The row numbers of an epoch in the order in which they are seen, (count,)."""
        if self.size is None:
            return np.arange(self.count)
        return stream(self.seed, f"epoch {epoch}").permutation(self.count)

    def rows(self, step: int) -> Rows:
        """The row numbers of one step."""
        epoch, part = self.place(step)
        return self._order(epoch)[part]

    def seen(self, step: int) -> int:
        """How many examples were seen before this step."""
        epoch, part = self.place(step)
        return epoch * self.count + int(part.start)

    @cached_property
    def _order(self) -> Remembered[[int], Rows]:
        return Remembered(self.order)


class Feed:
    """The examples of each step, gathered once an epoch."""

    def __init__(self, samples: Samples, batches: Batches) -> None:
        self._samples = samples
        self._batches = batches
        self._epoch = Remembered(self._gather)

    def at(self, step: int, dtype: np.dtype[Any]) -> Columns:
        """The inputs (F, B) and targets (K, B) of a step."""
        epoch, part = self._batches.place(step)
        if self._batches.size is None:
            return columns(self._samples, "train", dtype)
        inputs, targets = self._epoch(epoch, dtype)
        return Columns(inputs[:, part], targets[:, part])

    def _gather(self, epoch: int, dtype: np.dtype[Any]) -> Columns:
        order = self._batches.order(epoch)
        inputs, targets = columns(self._samples, "train", dtype)
        return Columns(inputs[:, order], targets[:, order])
