"""The Ackley function."""

from dataclasses import dataclass
from math import e

import numpy as np

from app.engine.contracts import Floats, Matrix, Surface, symmetric

# The minima with x >= y >= 0, and their values; the others are their mirror images.
_OCTANT = (
    (0.0, 0.0, 0.0),
    (0.9521665459501717, 0.0, 2.579927557029872),
    (0.9684776587077244, 0.9684776587077244, 3.57445187725768),
    (1.9589197181217173, 0.0, 4.884065258091154),
    (1.9646166628629864, 0.9824160350791393, 5.381864187490192),
    (1.9744519864841166, 1.9744519864841166, 6.559645375627878),
    (2.964619443112052, 0.0, 6.882582646801293),
    (2.9672595287625643, 0.9891541864816626, 7.180951647715365),
    (2.973139419924383, 1.9821399503814776, 7.9617112746898275),
    (2.9792239546911445, 2.9792239546911445, 9.001093478292008),
    (3.9694667433517576, 0.0, 8.616250044048797),
    (3.9709183150642833, 0.9927672061700447, 8.813151774046892),
    (3.974540178468205, 1.9873106146274968, 9.353039239137804),
    (3.978924750768195, 2.9842137381272384, 10.120350743632672),
    (3.983067699689763, 3.983067699689763, 10.998262102599446),
    (4.973611257996986, 0.0, 10.120331273799984),
    (4.974497722176982, 0.9949203738218393, 10.257974372149421),
    (4.976843849330102, 1.9907648757355256, 10.645027483714344),
    (4.97995793948682, 2.987995058852837, 11.217549480016737),
    (4.983198896760882, 3.986568097953945, 11.901256635114166),
    (4.986180456997876, 4.986180456997876, 12.632268991516),
)


def _minima() -> tuple[tuple[float, float, float], ...]:
    places = {
        (sx * x, sy * y, value)
        for a, b, value in _OCTANT
        for x, y in ((a, b), (b, a))
        for sx in (1, -1)
        for sy in (1, -1)
    }
    return tuple(sorted(places, key=lambda place: (place[2], place)))


@dataclass(frozen=True)
class Ackley(Surface):
    """A wide dimpled funnel with a sharp point: 120 dimples, and one deep hole in the middle.

    f(x, y) = 20 (1 - exp(-0.2 r)) + e - exp((cos(2 pi x) + cos(2 pi y)) / 2)
    with r = sqrt((x^2 + y^2) / 2)

    The tip itself has no slope, so the cone's part of gradient and Hessian is taken as 0 there.
    All 121 minima of the domain are listed, the best first.

    Right beside the minimum the slope is still 2.83, so a fixed rate keeps jumping over it.
    """

    label = "Ackley"
    formula = (
        r"f(x, y) = 20\left(1 - e^{-0.2 r}\right) + e"
        r" - e^{(\cos 2\pi x + \cos 2\pi y)/2}, \quad r = \sqrt{\tfrac{x^2 + y^2}{2}}"
    )
    source = "Ackley 1987, https://doi.org/10.1007/978-1-4613-1997-9"
    domain = ((-5.0, 5.0), (-5.0, 5.0))
    start = (-3.4, 2.6)
    minima = _minima()
    smooth = False  # at the tip, the root's derivative is infinite

    def value(self, x: Floats) -> Floats:
        # expm1 is exact where the whole function vanishes.
        return -20 * np.expm1(-0.2 * _radius(x)) - e * np.expm1(_waves(x) - 1)

    def gradient(self, x: Floats) -> Floats:
        r = _radius(x)
        cone = 2 * np.exp(-0.2 * r) / (r + (r == 0))
        dimples = np.pi * _dimples(x)
        slope: Floats = cone[..., None] * x + dimples[..., None] * np.sin(2 * np.pi * x)
        return slope

    def hessian(self, x: Floats) -> Matrix:
        r = _radius(x)
        away = r > 0
        r = r + ~away
        cone = 2 * np.exp(-0.2 * r) / r * away
        bend = cone * (0.1 * r + 0.5)
        ux, uy = x[..., 0] / r, x[..., 1] / r
        waves, slopes = np.cos(2 * np.pi * x), np.sin(2 * np.pi * x)
        dimples = np.pi**2 * _dimples(x)
        own = dimples[..., None] * (2 * waves - np.square(slopes))
        return symmetric(
            cone - bend * np.square(ux) + own[..., 0],
            -bend * ux * uy - dimples * slopes[..., 0] * slopes[..., 1],
            cone - bend * np.square(uy) + own[..., 1],
        )


def _radius(x: Floats) -> Floats:
    square = np.square(x)
    return np.sqrt(0.5 * (square[..., 0] + square[..., 1]))


def _waves(x: Floats) -> Floats:
    waves = np.cos(2 * np.pi * x)
    return 0.5 * (waves[..., 0] + waves[..., 1])


def _dimples(x: Floats) -> Floats:
    dimples: Floats = np.exp(_waves(x))
    return dimples
