"""A quadratic ravine of any steepness, in any direction."""

from dataclasses import dataclass
from math import cos, radians, sin
from typing import Annotated

import numpy as np

from app.engine.contracts import Floats, Matrix, Surface, join, symmetric
from app.engine.slider import Slider


@dataclass(frozen=True)
class Ravine(Surface):
    """A straight ravine: gently down along its floor, steeply down its walls.

    f(x, y) = (u^2 + condition v^2) / 2
    with u = x cos(rotation) + y sin(rotation) and v = y cos(rotation) - x sin(rotation)

    The floor curves 1 and the walls curve as much as the condition number says: at 50, plain
    descent is stable only below a rate of 2 / 50 = 0.04.
    """

    label = "Ravine"
    formula = (
        r"f(x, y) = \tfrac12 \left(u^2 + \kappa v^2\right),"
        r" \quad u = x \cos\varphi + y \sin\varphi, \quad v = y \cos\varphi - x \sin\varphi"
    )
    source = "Polyak 1964, https://doi.org/10.1016/0041-5553(64)90137-5"
    domain = ((-2.0, 2.0), (-2.0, 2.0))
    start = (-1.7, -0.3)
    minima = ((0.0, 0.0, 0.0),)

    condition: Annotated[
        float,
        Slider(
            "κ", "condition number", 1.0, 1000.0, "log", ticks=(1.0, 10.0, 100.0, 1000.0),
            help="How many times more the walls curve than the floor. 1 is a round bowl.",
        ),
    ] = 50.0
    rotation: Annotated[
        float,
        Slider(
            "φ", "rotation in degrees", 0.0, 90.0, ticks=(0.0, 30.0, 45.0, 60.0, 90.0),
            help="The direction of the floor, counted from the x axis.",
        ),
    ] = 30.0

    def value(self, x: Floats) -> Floats:
        u, v = self._turned(x)
        return 0.5 * (np.square(u) + self.condition * np.square(v))

    def gradient(self, x: Floats) -> Floats:
        u, v = self._turned(x)
        c, s = self._direction()
        wall = self.condition * v
        return join(c * u - s * wall, s * u + c * wall)

    def hessian(self, x: Floats) -> Matrix:
        c, s = self._direction()
        k = self.condition
        one = np.ones_like(x[..., 0])
        along_x, along_y = c * c + k * s * s, s * s + k * c * c
        return symmetric(along_x * one, (1 - k) * s * c * one, along_y * one)

    def _turned(self, x: Floats) -> tuple[Floats, Floats]:
        px, py = x[..., 0], x[..., 1]
        c, s = self._direction()
        return c * px + s * py, c * py - s * px

    def _direction(self) -> tuple[float, float]:
        return cos(radians(self.rotation)), sin(radians(self.rotation))
