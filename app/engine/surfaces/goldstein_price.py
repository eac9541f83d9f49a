"""The Goldstein-Price function."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Floats, Matrix, Surface, join, symmetric


@dataclass(frozen=True)
class GoldsteinPrice(Surface):
    """Walls a hundred thousand times higher than the hollows: only a log colour scale shows both.

    f(x, y) = (1 + (w + 1)^2 (19 - 14 w + 3 w^2)) (30 + t^2 (18 - 16 t + 3 t^2))
    with w = x + y and t = 2 x - 3 y

    The value runs from 3 at (0, -1) to 1,015,690 on the upper edge of the domain.
    """

    label = "Goldstein–Price"
    formula = (
        r"f(x, y) = \left[1 + (w + 1)^2 (19 - 14w + 3w^2)\right]"
        r" \left[30 + t^2 (18 - 16t + 3t^2)\right],"
        r" \quad w = x + y, \quad t = 2x - 3y"
    )
    source = "Goldstein & Price 1971, https://doi.org/10.1090/S0025-5718-1971-0312365-X"
    domain = ((-2.0, 2.0), (-2.0, 2.0))
    start = (-1.5, 0.5)
    minima = ((0.0, -1.0, 3.0), (-0.6, -0.4, 30.0), (1.8, 0.2, 84.0), (1.2, 0.8, 840.0))

    def value(self, x: Floats) -> Floats:
        w, t = _turned(x)
        return _first(w) * _second(t)

    def gradient(self, x: Floats) -> Floats:
        w, t = _turned(x)
        along_w = 12 * (w + 1) * (w - 1) * (w - 2) * _second(t)
        along_t = 12 * t * (t - 1) * (t - 3) * _first(w)
        return join(along_w + 2 * along_t, along_w - 3 * along_t)

    def hessian(self, x: Floats) -> Matrix:
        w, t = _turned(x)
        ww = 12 * (w * (3 * w - 4) - 1) * _second(t)
        wt = 144 * (w + 1) * (w - 1) * (w - 2) * t * (t - 1) * (t - 3)
        tt = 12 * (t * (3 * t - 8) + 3) * _first(w)
        return symmetric(ww + 4 * wt + 4 * tt, ww - wt - 6 * tt, ww - 6 * wt + 9 * tt)


def _turned(x: Floats) -> tuple[Floats, Floats]:
    px, py = x[..., 0], x[..., 1]
    return px + py, 2 * px - 3 * py


def _first(w: Floats) -> Floats:
    quartic: Floats = 1 + np.square(w + 1) * (19 + w * (3 * w - 14))
    return quartic


def _second(t: Floats) -> Floats:
    quartic: Floats = 30 + np.square(t) * (18 + t * (3 * t - 16))
    return quartic
