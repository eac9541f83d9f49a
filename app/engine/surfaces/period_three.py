"""The gradient of period three that leads Adam astray."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from app.engine.contracts import Floats, Matrix, Surface, join, symmetric
from app.engine.slider import Slider

WALL = 5.0  # how steeply the walls rise behind x = -1 and x = 1


@dataclass(frozen=True)
class PeriodThree(Surface):
    """A slope that leads left, of which each step sees a third: once rare x, then twice -x.

    f(x, y) = (rare - 2) / 3 x + 5 max(0, abs(x) - 1)^2 + y^2 / 2

    The gradient in x is large at every third step and -1 at the two others, so the three together
    say "left". With beta1 = 0 and beta2 = 1 / (1 + rare^2) Adam divides the rare large gradient by
    its own size and goes right. The paper keeps x between -1 and 1 by projection; here walls do.
    """

    label = "Period three"
    formula = r"f(x, y) = \frac{c - 2}{3} x + 5 \max(0, |x| - 1)^2 + \frac{y^2}{2}"
    source = "Reddi, Kale & Kumar 2018, Theorem 1, https://arxiv.org/abs/1904.09237"
    domain = ((-2.0, 2.0), (-2.0, 2.0))
    start = (0.0, 1.0)
    minima = ((-1.0666666666666667, 0.0, -0.6888888888888889),)

    rare: Annotated[
        float,
        Slider("c", "rare gradient", 2.1, 20.0, help="The gradient of every third step."),
    ] = 4.0

    @property
    def slope(self) -> float:
        """The mean of three gradients."""
        return (self.rare - 2) / 3

    def value(self, x: Floats) -> Floats:
        px, py = x[..., 0], x[..., 1]
        height: Floats = self.slope * px + WALL * np.square(_behind(px)) + 0.5 * np.square(py)
        return height

    def gradient(self, x: Floats) -> Floats:
        px, py = x[..., 0], x[..., 1]
        return join(self.slope + 2 * WALL * _behind(px), py)

    def hessian(self, x: Floats) -> Matrix:
        behind = 2 * WALL * np.heaviside(np.abs(x[..., 0]) - 1, 0.5)
        return symmetric(behind, 0 * behind, np.ones_like(behind))

    def push(self, t: Floats) -> Floats:
        """What the step's own third of the slope differs by from the mean of all three."""
        pushed = np.zeros((len(t), 2))
        pushed[:, 0] = np.where(np.asarray(t) % 3 == 0, self.rare, -1.0) - self.slope
        return pushed

    def minima_here(self) -> tuple[tuple[float, float, float], ...]:
        """Where the left wall holds the slope."""
        depth = self.slope / (2 * WALL)
        return ((-1 - depth, 0.0, -self.slope - WALL * depth * depth),)


def _behind(px: Floats) -> Floats:
    """How far behind the right wall, or, below 0, behind the left one; 0 between them."""
    return np.where(px.real > 1, px - 1, np.where(px.real < -1, px + 1, 0 * px))
