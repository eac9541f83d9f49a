"""Himmelblau's function."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Floats, Matrix, Surface, join, symmetric


@dataclass(frozen=True)
class Himmelblau(Surface):
    """Four equally deep hollows: where a run ends depends on where it begins, and on the rule.

    f(x, y) = (x^2 + y - 11)^2 + (x + y^2 - 7)^2

    The hill between the four, at (-0.27, -0.92), is 181.6 high; the lowest pass only 13.3.
    """

    label = "Himmelblau"
    formula = r"f(x, y) = (x^2 + y - 11)^2 + (x + y^2 - 7)^2"
    source = "Jamil & Yang 2013, no. 65, https://arxiv.org/abs/1308.4008"
    domain = ((-5.0, 5.0), (-5.0, 5.0))
    start = (0.0, -1.0)
    minima = (
        (3.0, 2.0, 0.0),
        (3.5844283403304917, -1.8481265269644036, 0.0),
        (-3.779310253377747, -3.2831859912861696, 0.0),
        (-2.805118086952745, 3.131312518250573, 0.0),
    )

    def value(self, x: Floats) -> Floats:
        px, py = x[..., 0], x[..., 1]
        height: Floats = np.square(np.square(px) + py - 11) + np.square(px + np.square(py) - 7)
        return height

    def gradient(self, x: Floats) -> Floats:
        px, py = x[..., 0], x[..., 1]
        a = np.square(px) + py - 11
        b = px + np.square(py) - 7
        return join(4 * px * a + 2 * b, 2 * a + 4 * py * b)

    def hessian(self, x: Floats) -> Matrix:
        px, py = x[..., 0], x[..., 1]
        return symmetric(
            12 * np.square(px) + 4 * py - 42,
            4 * (px + py),
            12 * np.square(py) + 4 * px - 26,
        )
