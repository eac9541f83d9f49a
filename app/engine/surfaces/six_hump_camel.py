"""The six-hump camel function."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Floats, Matrix, Surface, join, symmetric


@dataclass(frozen=True)
class SixHumpCamel(Surface):
    """Six hollows in pairs: each is the other's mirror image through the middle.

    f(x, y) = (4 - 2.1 x^2 + x^4 / 3) x^2 + x y + (4 y^2 - 4) y^2

    The two best reach -1.0316, the next two -0.2155, and the last two only 2.1043.
    """

    label = "Six-hump camel"
    formula = (
        r"f(x, y) = \left(4 - 2.1\,x^2 + \frac{x^4}{3}\right) x^2 + xy + (4y^2 - 4)\,y^2"
    )
    source = "Dixon & Szegő 1978; Jamil & Yang 2013, no. 30, https://arxiv.org/abs/1308.4008"
    domain = ((-3.0, 3.0), (-2.0, 2.0))
    start = (-2.0, 1.5)
    minima = (
        (0.08984201310031806, -0.7126564030207396, -1.0316284534898774),
        (-0.08984201310031806, 0.7126564030207396, -1.0316284534898774),
        (1.703606714969981, -0.7960835686726251, -0.21546382438371764),
        (-1.703606714969981, 0.7960835686726251, -0.21546382438371764),
        (1.6071047529201972, 0.5686514548841314, 2.1042503103112584),
        (-1.6071047529201972, -0.5686514548841314, 2.1042503103112584),
    )

    def value(self, x: Floats) -> Floats:
        px, py = x[..., 0], x[..., 1]
        x2, y2 = np.square(px), np.square(py)
        height: Floats = x2 * (4 - x2 * (2.1 - x2 / 3)) + px * py + y2 * (4 * y2 - 4)
        return height

    def gradient(self, x: Floats) -> Floats:
        px, py = x[..., 0], x[..., 1]
        x2 = np.square(px)
        return join(
            px * (8 - x2 * (8.4 - 2 * x2)) + py,
            px + py * (16 * np.square(py) - 8),
        )

    def hessian(self, x: Floats) -> Matrix:
        x2 = np.square(x[..., 0])
        return symmetric(
            8 - x2 * (25.2 - 10 * x2), np.ones_like(x2), 48 * np.square(x[..., 1]) - 8
        )
