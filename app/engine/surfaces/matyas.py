"""The Matyas function."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Floats, Matrix, Surface, symmetric


@dataclass(frozen=True)
class Matyas(Surface):
    """A plate so flat along one diagonal that small rates seem to stand still.

    f(x, y) = 0.26 (x^2 + y^2) - 0.48 x y

    It curves 1 across the diagonal and 0.04 along it: 25 times less.
    """

    label = "Matyas"
    formula = r"f(x, y) = 0.26\,(x^2 + y^2) - 0.48\,xy"
    source = "Jamil & Yang 2013, no. 71, https://arxiv.org/abs/1308.4008"
    domain = ((-10.0, 10.0), (-10.0, 10.0))
    start = (-9.0, -2.0)
    minima = ((0.0, 0.0, 0.0),)

    def value(self, x: Floats) -> Floats:
        px, py = x[..., 0], x[..., 1]
        return 0.26 * (np.square(px) + np.square(py)) - 0.48 * px * py

    def gradient(self, x: Floats) -> Floats:
        slope: Floats = 0.52 * x - 0.48 * x[..., ::-1]
        return slope

    def hessian(self, x: Floats) -> Matrix:
        same = np.full_like(x[..., 0], 0.52)
        return symmetric(same, np.full_like(same, -0.48), same)
