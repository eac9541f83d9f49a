"""The Rastrigin function."""

from dataclasses import dataclass
from itertools import product

import numpy as np

from app.engine.contracts import Floats, Matrix, Surface, symmetric

# The minima of t^2 + 10 (1 - cos 2 pi t) for t >= 0, and its values there.
_HOLLOWS = (
    (0.0, 0.0),
    (0.9949586376523348, 0.9949590570932914),
    (1.9899122337085495, 3.9798311905540875),
    (2.984855701039481, 8.95460124148701),
    (3.9797838603007536, 15.91924379246153),
    (4.974691390895051, 24.873722934542226),
)


def _minima() -> tuple[tuple[float, float, float], ...]:
    """One hollow in each direction makes a minimum of both."""
    line = [(-t, value) for t, value in _HOLLOWS[:0:-1]] + list(_HOLLOWS)
    places = [(x, y, fx + fy) for (x, fx), (y, fy) in product(line, line)]
    return tuple(sorted(places, key=lambda place: place[2]))


@dataclass(frozen=True)
class Rastrigin(Surface):
    """An egg box on a bowl: every hollow is a minimum, and only the middle one is the best.

    f(x, y) = 20 + x^2 - 10 cos(2 pi x) + y^2 - 10 cos(2 pi y)

    There are 121 hollows; the four nearest to the best are only 0.995 higher than it.
    """

    label = "Rastrigin"
    formula = r"f(x, y) = 20 + x^2 - 10 \cos 2\pi x + y^2 - 10 \cos 2\pi y"
    source = "Mühlenbein et al. 1991, https://doi.org/10.1016/S0167-8191(05)80052-3"
    domain = ((-5.12, 5.12), (-5.12, 5.12))
    start = (3.4, -2.6)
    minima = _minima()

    def value(self, x: Floats) -> Floats:
        each = np.square(x) - 10 * np.cos(2 * np.pi * x)
        height: Floats = 20 + (each[..., 0] + each[..., 1])
        return height

    def gradient(self, x: Floats) -> Floats:
        bumps: Floats = 2 * x + 20 * np.pi * np.sin(2 * np.pi * x)
        return bumps

    def hessian(self, x: Floats) -> Matrix:
        each = 2 + 40 * np.pi**2 * np.cos(2 * np.pi * x)
        return symmetric(each[..., 0], 0 * each[..., 0], each[..., 1])
