"""The Styblinski-Tang function."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Floats, Matrix, Surface, symmetric


@dataclass(frozen=True)
class StyblinskiTang(Surface):
    """Two wells in each direction, a deep and a shallow one, that know nothing of each other.

    f(x, y) = (x^4 - 16 x^2 + 5 x + y^4 - 16 y^2 + 5 y) / 2

    The four minima lie at -78.33, twice -64.20, and -50.06; a ridge near 0.157 parts them.
    """

    label = "Styblinski–Tang"
    formula = r"f(x, y) = \tfrac12 \left(x^4 - 16x^2 + 5x + y^4 - 16y^2 + 5y\right)"
    source = "Styblinski & Tang 1990, https://doi.org/10.1016/0893-6080(90)90029-K"
    domain = ((-5.0, 5.0), (-5.0, 5.0))
    start = (4.5, -0.5)
    minima = (
        (-2.903534027771177, -2.903534027771177, -78.33233140754282),
        (-2.903534027771177, 2.746802770990837, -64.19561235905536),
        (2.746802770990837, -2.903534027771177, -64.19561235905536),
        (2.746802770990837, 2.746802770990837, -50.05889331056788),
    )

    def value(self, x: Floats) -> Floats:
        square = np.square(x)
        each = square * (square - 16) + 5 * x
        height: Floats = 0.5 * (each[..., 0] + each[..., 1])
        return height

    def gradient(self, x: Floats) -> Floats:
        slope: Floats = x * (2 * np.square(x) - 16) + 2.5
        return slope

    def hessian(self, x: Floats) -> Matrix:
        each = 6 * np.square(x) - 16
        return symmetric(each[..., 0], 0 * each[..., 0], each[..., 1])
