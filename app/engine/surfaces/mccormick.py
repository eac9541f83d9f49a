"""The McCormick function."""

from dataclasses import dataclass
from math import pi, sqrt

import numpy as np

from app.engine.contracts import Floats, Matrix, Surface, join, symmetric


@dataclass(frozen=True)
class McCormick(Surface):
    """A staircase of shallow hollows along a trough; a run may rest on a step too high.

    f(x, y) = sin(x + y) + (x - y)^2 - 1.5 x + 2.5 y + 1

    The upper hollow, at (2.594, 1.594), is exactly pi higher than the lower one.
    """

    label = "McCormick"
    formula = r"f(x, y) = \sin(x + y) + (x - y)^2 - 1.5\,x + 2.5\,y + 1"
    source = "McCormick 1976, https://doi.org/10.1007/BF01580665"
    domain = ((-1.5, 4.0), (-3.0, 4.0))
    start = (3.4, 3.8)
    minima = (
        (0.5 - pi / 3, -0.5 - pi / 3, -sqrt(3) / 2 - pi / 3),
        (0.5 + 2 * pi / 3, -0.5 + 2 * pi / 3, -sqrt(3) / 2 + 2 * pi / 3),
    )

    def value(self, x: Floats) -> Floats:
        px, py = x[..., 0], x[..., 1]
        height: Floats = np.sin(px + py) + np.square(px - py) - 1.5 * px + 2.5 * py + 1
        return height

    def gradient(self, x: Floats) -> Floats:
        px, py = x[..., 0], x[..., 1]
        wave = np.cos(px + py)
        slant = 2 * (px - py)
        return join(wave + slant - 1.5, wave - slant + 2.5)

    def hessian(self, x: Floats) -> Matrix:
        wave = -np.sin(x[..., 0] + x[..., 1])
        return symmetric(wave + 2, wave - 2, wave + 2)
