"""Units that are left out at random while the network learns."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from app.engine.contracts import Floats
from app.engine.network.remembered import Remembered
from app.engine.seeds import stream

DRAWN = 2**16  # numbers drawn at once; a generator for each step would cost as much as the step


@dataclass(frozen=True)
class Dropout:
    """Inverted dropout (Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html).

    Each output of each hidden unit is left out with probability `rate`, for each example anew,
    and what stays is divided by 1 - rate, so its expectation is what it would be without. The
    draws depend on (seed, step) and on how many are needed, not on the rate, and all lanes share
    them. Inputs and outputs of the network are never left out, and scores are taken without.
    """

    rate: float
    hidden: tuple[int, ...]
    examples: int
    seed: int = 0

    @cached_property
    def per_block(self) -> int:
        """How many steps are drawn at once."""
        return max(1, DRAWN // max(1, sum(self.hidden) * self.examples))

    def masks(self, step: int, examples: int, dtype: np.dtype[Any]) -> list[Floats]:
        """What the outputs of each hidden layer are multiplied by, (units, examples) each."""
        block, within = divmod(step, self.per_block)
        whole = self._drawn(block, dtype)[within]
        ends = np.cumsum(self.hidden)
        return [
            whole[end - units : end, :examples]
            for units, end in zip(self.hidden, ends, strict=True)
        ]

    def _draw(self, block: int, dtype: np.dtype[Any]) -> Floats:
        rng = stream(self.seed, f"dropout {block}")
        shape = (self.per_block, sum(self.hidden), self.examples)
        kept = rng.random(shape, dtype=np.float32) >= self.rate
        return kept.astype(dtype) * (1 / (1 - self.rate))

    @cached_property
    def _drawn(self) -> Remembered[[int, np.dtype[Any]], Floats]:
        return Remembered(self._draw)
