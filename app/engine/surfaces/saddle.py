"""The plain saddle."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Floats, Matrix, Surface, join, symmetric


@dataclass(frozen=True)
class Saddle(Surface):
    """Uphill along x, downhill along y: the middle is flat and yet no minimum.

    f(x, y) = x^2 - y^2

    Each step of plain descent multiplies y by 1 + 2 * rate; from y = 0 it never escapes.
    """

    label = "Saddle"
    formula = r"f(x, y) = x^2 - y^2"
    source = "Dauphin et al. 2014 (why saddles matter), https://arxiv.org/abs/1406.2572"
    domain = ((-2.0, 2.0), (-2.0, 2.0))
    start = (1.5, 0.01)

    def value(self, x: Floats) -> Floats:
        return np.square(x[..., 0]) - np.square(x[..., 1])

    def gradient(self, x: Floats) -> Floats:
        return join(2 * x[..., 0], -2 * x[..., 1])

    def hessian(self, x: Floats) -> Matrix:
        two = np.full_like(x[..., 0], 2.0)
        return symmetric(two, 0 * two, -two)
