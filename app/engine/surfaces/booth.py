"""The Booth function."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Floats, Matrix, Surface, join, symmetric


@dataclass(frozen=True)
class Booth(Surface):
    """A plain bowl, stretched along a diagonal: the gentlest test there is.

    f(x, y) = (x + 2 y - 7)^2 + (2 x + y - 5)^2

    It curves 18 across and 2 along the diagonal, so plain descent is stable below 1/9.
    """

    label = "Booth"
    formula = r"f(x, y) = (x + 2y - 7)^2 + (2x + y - 5)^2"
    source = "Jamil & Yang 2013, no. 17, https://arxiv.org/abs/1308.4008"
    domain = ((-10.0, 10.0), (-10.0, 10.0))
    start = (-8.0, 6.0)
    minima = ((1.0, 3.0, 0.0),)

    def value(self, x: Floats) -> Floats:
        px, py = x[..., 0], x[..., 1]
        height: Floats = np.square(px + 2 * py - 7) + np.square(2 * px + py - 5)
        return height

    def gradient(self, x: Floats) -> Floats:
        px, py = x[..., 0], x[..., 1]
        a = px + 2 * py - 7
        b = 2 * px + py - 5
        return join(2 * a + 4 * b, 4 * a + 2 * b)

    def hessian(self, x: Floats) -> Matrix:
        ten = np.full_like(x[..., 0], 10.0)
        return symmetric(ten, ten - 2, ten)
