"""The monkey saddle."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Floats, Matrix, Surface, join, symmetric


@dataclass(frozen=True)
class MonkeySaddle(Surface):
    """Three ridges and three ways down meet in one point where nothing slopes or curves.

    f(x, y) = x^3 - 3 x y^2

    At a distance r from the middle the slope is 3 r^2: at 0.1 it is only 0.03.
    """

    label = "Monkey saddle"
    formula = r"f(x, y) = x^3 - 3\,xy^2"
    source = "Hilbert & Cohn-Vossen 1952, ch. IV, https://mathworld.wolfram.com/MonkeySaddle.html"
    domain = ((-2.0, 2.0), (-2.0, 2.0))
    start = (1.5, 0.02)

    def value(self, x: Floats) -> Floats:
        px, py = x[..., 0], x[..., 1]
        height: Floats = px * (np.square(px) - 3 * np.square(py))
        return height

    def gradient(self, x: Floats) -> Floats:
        px, py = x[..., 0], x[..., 1]
        return join(3 * (np.square(px) - np.square(py)), -6 * px * py)

    def hessian(self, x: Floats) -> Matrix:
        px, py = x[..., 0], x[..., 1]
        return symmetric(6 * px, -6 * py, -6 * px)
