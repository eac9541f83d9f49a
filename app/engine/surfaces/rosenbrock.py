"""The Rosenbrock function."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Floats, Matrix, Surface, join, symmetric


@dataclass(frozen=True)
class Rosenbrock(Surface):
    """A curved valley: getting in is easy, following its flat floor to the end is not.

    f(x, y) = (1 - x)^2 + 100 (y - x^2)^2

    All drop into the valley at once; its floor, at the minimum 2,508 times flatter than the
    walls, tells the rules apart.
    """

    label = "Rosenbrock"
    formula = r"f(x, y) = (1 - x)^2 + 100\,(y - x^2)^2"
    source = "Rosenbrock 1960, https://doi.org/10.1093/comjnl/3.3.175"
    domain = ((-2.0, 2.0), (-1.0, 3.0))
    start = (-1.2, 1.0)
    minima = ((1.0, 1.0, 0.0),)

    def value(self, x: Floats) -> Floats:
        px, py = x[..., 0], x[..., 1]
        height: Floats = np.square(1 - px) + 100 * np.square(py - np.square(px))
        return height

    def gradient(self, x: Floats) -> Floats:
        px, py = x[..., 0], x[..., 1]
        wall = py - np.square(px)
        return join(2 * (px - 1) - 400 * px * wall, 200 * wall)

    def hessian(self, x: Floats) -> Matrix:
        px, py = x[..., 0], x[..., 1]
        return symmetric(2 - 400 * (py - 3 * np.square(px)), -400 * px, 200 + 0 * px)
