"""What is drawn at random for the gradients of each step."""

import copy
from collections.abc import Sequence

import numpy as np

from app.engine.contracts import Floats

BLOCK = 256  # steps whose noise is drawn at once: one generator a step costs 27 µs


class Noise:
    """Standard normal draws that depend on (seed, block of steps) alone.

    With one seed all lanes share them; with a seed for each of P lanes, equal seeds do.
    """

    def __init__(self, seeds: Floats, dimension: int) -> None:
        unique, place = np.unique(seeds, return_inverse=True)
        self._seeds = [int(seed) for seed in unique]
        self._place = place
        self._dimension = dimension
        self._latest: tuple[int, Floats] | None = None

    def of(self, first: int, count: int) -> Floats:
        """The draws of `count` steps from `first` on: (K, D), or (K, P, D) with several seeds."""
        blocks = range(first // BLOCK, (first + count - 1) // BLOCK + 1)
        drawn = np.concatenate([self._block(block) for block in blocks], axis=1)
        offset = first - blocks[0] * BLOCK
        wanted = drawn[:, offset : offset + count]
        if len(self._seeds) == 1:
            return wanted[0]
        # A lane after the other in memory, as points of the plane are kept.
        return np.take(wanted.transpose(1, 2, 0), self._place, axis=-1).transpose(0, 2, 1)

    def picked(self, lanes: Sequence[int]) -> "Noise":
        """The same draws for some of the lanes."""
        other = copy.copy(self)
        other._place = self._place[lanes]
        return other

    def _block(self, block: int) -> Floats:
        """The draws of one block for each seed, (S, BLOCK, D). The latest one is remembered."""
        latest = self._latest
        if latest is None or latest[0] != block:
            shape = (BLOCK, self._dimension)
            draws = [np.random.default_rng([s, block]).normal(size=shape) for s in self._seeds]
            latest = self._latest = (block, np.stack(draws))
        return latest[1]
