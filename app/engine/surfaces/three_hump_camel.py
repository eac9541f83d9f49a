"""The three-hump camel function."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Floats, Matrix, Surface, join, symmetric


@dataclass(frozen=True)
class ThreeHumpCamel(Surface):
    """Three hollows in a row below very steep walls; the middle one is the deepest.

    f(x, y) = 2 x^2 - 1.05 x^4 + x^6 / 6 + x y + y^2

    The outer hollows are only 0.2986 higher than the middle one, and easy to be caught in.
    """

    label = "Three-hump camel"
    formula = r"f(x, y) = 2x^2 - 1.05\,x^4 + \frac{x^6}{6} + xy + y^2"
    source = "Jamil & Yang 2013, no. 29, https://arxiv.org/abs/1308.4008"
    domain = ((-5.0, 5.0), (-5.0, 5.0))
    start = (-2.5, 4.0)
    minima = (
        (0.0, 0.0, 0.0),
        (1.7475523458302888, -0.8737761729151444, 0.2986384422368598),
        (-1.7475523458302888, 0.8737761729151444, 0.2986384422368598),
    )

    def value(self, x: Floats) -> Floats:
        px, py = x[..., 0], x[..., 1]
        x2 = np.square(px)
        height: Floats = x2 * (2 - x2 * (1.05 - x2 / 6)) + py * (px + py)
        return height

    def gradient(self, x: Floats) -> Floats:
        px, py = x[..., 0], x[..., 1]
        x2 = np.square(px)
        return join(px * (4 - x2 * (4.2 - x2)) + py, px + 2 * py)

    def hessian(self, x: Floats) -> Matrix:
        x2 = np.square(x[..., 0])
        one = np.ones_like(x2)
        return symmetric(4 - x2 * (12.6 - 5 * x2), one, 2 * one)
