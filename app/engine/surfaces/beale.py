"""The Beale function."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Floats, Matrix, Surface, join, symmetric


@dataclass(frozen=True)
class Beale(Surface):
    """Steep corners around one long valley with a nearly flat floor.

    f(x, y) = (1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2

    Inside the domain the slope runs from 0 to 248,533, so no one rate suits plain descent.
    """

    label = "Beale"
    formula = r"f(x, y) = (1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2"
    source = "Moré, Garbow & Hillstrom 1981, no. 5, https://doi.org/10.1145/355934.355936"
    domain = ((-4.5, 4.5), (-4.5, 4.5))
    start = (1.0, 1.5)
    minima = ((3.0, 0.5, 0.0),)

    def value(self, x: Floats) -> Floats:
        px, py = x[..., 0], x[..., 1]
        y2 = np.square(py)
        a = 1.5 + px * (py - 1)
        b = 2.25 + px * (y2 - 1)
        c = 2.625 + px * (y2 * py - 1)
        height: Floats = np.square(a) + np.square(b) + np.square(c)
        return height

    def gradient(self, x: Floats) -> Floats:
        px, py = x[..., 0], x[..., 1]
        y2 = np.square(py)
        u, v, w = py - 1, y2 - 1, y2 * py - 1
        a, b, c = 1.5 + px * u, 2.25 + px * v, 2.625 + px * w
        along_x = 2 * (a * u + b * v + c * w)
        along_y = 2 * px * (a + 2 * b * py + 3 * c * y2)
        return join(along_x, along_y)

    def hessian(self, x: Floats) -> Matrix:
        px, py = x[..., 0], x[..., 1]
        y2 = np.square(py)
        u, v, w = py - 1, y2 - 1, y2 * py - 1
        a, b, c = 1.5 + px * u, 2.25 + px * v, 2.625 + px * w
        slopes = u + 2 * py * v + 3 * y2 * w
        return symmetric(
            2 * (np.square(u) + np.square(v) + np.square(w)),
            2 * (a + 2 * b * py + 3 * c * y2) + 2 * px * slopes,
            2 * px * (px * (1 + 4 * y2 + 9 * np.square(y2)) + 2 * b + 6 * c * py),
        )
