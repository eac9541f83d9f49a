"""One network with many seeds: each lane has batches and dropout of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np

from app.engine.contracts import Floats
from app.engine.network.batches import Batches
from app.engine.network.dropout import Dropout
from app.engine.network.examples import Columns, columns
from app.engine.network.problem import Network
from app.engine.network.remembered import Remembered
from app.engine.samples import Samples


@dataclass(frozen=True)
class Draws(Network):
    """The same network on the same data, where lane i is one with the seed `seeds[i]`.

    It gives the lane the value and gradient of a network with that seed, to the same bits. There
    must be as many lanes as seeds.
    """

    seeds: tuple[int, ...] = ()

    def starts(self) -> Floats:
        """Where each lane starts, (P, D)."""
        return np.stack([self.initial(seed) for seed in self.seeds])

    @cached_property
    def _feed(self) -> Any:
        batches = [Batches(self.batches.count, self.batch_size, seed) for seed in self.seeds]
        return super()._feed if self.batch_size is None else _Feeds(self.samples, batches)

    @cached_property
    def _dropout(self) -> Any:
        return _Dropouts(super()._dropout, self.seeds)


def draws_of(network: Network, seeds: Sequence[int]) -> Draws:
    """A network with several seeds in place of its own."""
    own = {each.name: getattr(network, each.name) for each in fields(Network)}
    return Draws(**own, seeds=tuple(seeds))


class _Feeds:
    """The examples of each step, for each seed: like a `Feed`, with a lane in front."""

    def __init__(self, samples: Samples, batches: Sequence[Batches]) -> None:
        self._samples = samples
        self._batches = batches
        self._orders = Remembered(self._ordered)

    def at(self, step: int, dtype: np.dtype[Any]) -> Columns:
        """The inputs (P, F, B) and targets (P, K, B) of a step."""
        epoch, part = self._batches[0].place(step)
        rows = self._orders(epoch)[:, part]
        return Columns(*(_of_lanes(whole, rows) for whole in self._columns(dtype)))

    def _columns(self, dtype: np.dtype[Any]) -> Columns:
        return columns(self._samples, "train", dtype)

    def _ordered(self, epoch: int) -> Floats:
        return np.stack([each.order(epoch) for each in self._batches])


class _Dropouts:
    """The masks of each step, for each seed: like a `Dropout`, with a lane in front."""

    def __init__(self, plain: Dropout, seeds: Sequence[int]) -> None:
        self.rate = plain.rate
        self._each = [
            Dropout(plain.rate, plain.hidden, plain.examples, seed) for seed in seeds
        ]

    def masks(self, step: int, examples: int, dtype: np.dtype[Any]) -> list[Floats]:
        """What the outputs of each hidden layer are multiplied by, (P, units, examples) each."""
        drawn = [each.masks(step, examples, dtype) for each in self._each]
        return [np.stack(layer) for layer in zip(*drawn, strict=True)]


def _of_lanes(whole: Floats, rows: Floats) -> Floats:
    """Columns (F, N) at the row numbers (P, B) of each lane, (P, F, B).

    Contiguous: sums along other strides would round otherwise.
    """
    return np.ascontiguousarray(whole[:, rows].transpose(1, 0, 2))
