"""A pit in a plateau."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Floats, Matrix, Surface, symmetric


@dataclass(frozen=True)
class Plateau(Surface):
    """A pit in an almost level plain: the slope dies away long before the pit is out of sight.

    f(x, y) = 1 - exp(-(x^2 + y^2) / 2)

    At a distance r the slope is r exp(-r^2 / 2): 0.61 at 1, 0.0013 at 4, 0.00000009 at 6.
    """

    label = "Plateau"
    formula = r"f(x, y) = 1 - \exp\left(-\frac{x^2 + y^2}{2}\right)"
    source = "Vanishing gradients: Hochreiter 1998, https://doi.org/10.1142/S0218488598000094"
    domain = ((-5.0, 5.0), (-5.0, 5.0))
    start = (3.4, -1.8)
    minima = ((0.0, 0.0, 0.0),)

    def value(self, x: Floats) -> Floats:
        return -np.expm1(_exponent(x))

    def gradient(self, x: Floats) -> Floats:
        slope: Floats = np.exp(_exponent(x))[..., None] * x
        return slope

    def hessian(self, x: Floats) -> Matrix:
        px, py = x[..., 0], x[..., 1]
        depth = np.exp(_exponent(x))
        return symmetric(
            depth * (1 - np.square(px)), -depth * px * py, depth * (1 - np.square(py))
        )


def _exponent(x: Floats) -> Floats:
    square = np.square(x)
    return -0.5 * (square[..., 0] + square[..., 1])
