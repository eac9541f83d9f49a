"""The tilted double well."""

from dataclasses import dataclass
from math import acos, cos, pi, sqrt
from typing import Annotated

import numpy as np

from app.engine.contracts import Floats, Matrix, Surface, join, symmetric
from app.engine.slider import Slider


@dataclass(frozen=True)
class DoubleWell(Surface):
    """Two wells side by side, one a little deeper, with a pass between them.

    f(x, y) = (x^2 - 1)^2 + tilt x + y^2 / 2

    At tilt 0.3 the left well is 0.60 deeper, and leaving the right one means climbing 0.72.
    """

    label = "Double well"
    formula = r"f(x, y) = (x^2 - 1)^2 + a\,x + \frac{y^2}{2}"
    source = "Kramers 1940 (escape from a well), https://doi.org/10.1016/S0031-8914(40)90098-2"
    domain = ((-2.0, 2.0), (-2.0, 2.0))
    start = (1.8, 1.5)
    minima = (
        (-1.0355787140888537, 0.0, -0.305428483743916),
        (0.9601495555191055, 0.0, 0.29414648102826285),
    )

    tilt: Annotated[
        float,
        Slider("a", "tilt", 0.0, 1.5, help="How much deeper the left well is made."),
    ] = 0.3

    def value(self, x: Floats) -> Floats:
        px, py = x[..., 0], x[..., 1]
        height: Floats = np.square(np.square(px) - 1) + self.tilt * px + 0.5 * np.square(py)
        return height

    def gradient(self, x: Floats) -> Floats:
        px, py = x[..., 0], x[..., 1]
        return join(px * (4 * np.square(px) - 4) + self.tilt, py)

    def hessian(self, x: Floats) -> Matrix:
        x2 = np.square(x[..., 0])
        return symmetric(12 * x2 - 4, 0 * x2, np.ones_like(x2))

    def minima_here(self) -> tuple[tuple[float, float, float], ...]:
        """Both wells, from the roots of 4 x^3 - 4 x + tilt."""
        third = acos(-3 * sqrt(3) / 8 * self.tilt) / 3
        right = 2 / sqrt(3) * cos(third)
        left = 2 / sqrt(3) * cos(third + 2 * pi / 3)
        return tuple((x, 0.0, (x * x - 1) ** 2 + self.tilt * x) for x in (left, right))
