"""What a rule remembers, over the steps of a run."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from app.engine.contracts import Floats, Surface
from app.engine.curvature import Limit, curvature_at, limit_of
from app.engine.descend import Opening
from app.engine.formula import GRADIENT, POINT, Step, effective_rate, name_of
from app.engine.formula.tree import Indexed, Symbol
from app.engine.opened import steps_of

MOST = 401  # steps that curves have
EFFECTIVE = Symbol("η", below="eff")
PUSH = Symbol(GRADIENT)
DECAYED = Symbol(GRADIENT, below="λ")  # with weight decay
BEGINS = "₀"  # at the end of a symbol that says where a memory starts


class Curve(NamedTuple):
    """One symbol's values (K, D) after each step's move; NaN where no rule has it."""

    symbol: Symbol | Indexed
    name: str
    values: Floats


class Bend(NamedTuple):
    """The largest curvature (K,) at each step, its product with the rate, and what is borne.

    See `Curvature`. It is a `theorem` if it is one at all steps.
    """

    largest: Floats
    product: Floats
    limit: Floats
    theorem: bool


def thinned(last: int, most: int = MOST) -> list[int]:
    """Steps from 0 to the last one, evenly spaced where there are more than `most`.

    >>> thinned(3), thinned(1000, 3)
    ([0, 1, 2, 3], [0, 500, 1000])
    """
    return np.unique(np.linspace(0, last, min(last + 1, most)).round().astype(int)).tolist()


def curves_of(
    openings: Sequence[Opening], surface: Surface | None = None
) -> tuple[list[Curve], Bend | None]:
    """The gradient, all that the rules assign but the point itself, and the effective rate.

    On a surface, the curvature along the way too.
    """
    size = len(openings), len(openings[0].x)
    curves: dict[tuple[str, str], Curve] = {}
    bends = []

    def note(place: int, symbol: Symbol | Indexed, name: str, numbers: Floats) -> None:
        key = (str(symbol), name)
        if key not in curves:
            curves[key] = Curve(symbol, name, np.full(size, np.nan))
        curves[key].values[place] = numbers

    for place, opening in enumerate(openings):
        note(place, PUSH, "gradient", opening.used)
        steps = steps_of(opening)
        for step in steps:
            if step.line.symbol != POINT and not step.line.symbol.endswith(BEGINS):
                name = name_of(step.line.symbol, opening.convention.rule)
                target = DECAYED if step.line.symbol == GRADIENT else step.line.target
                note(place, target, name, step.after)
        rates = effective_rate(steps)
        note(place, EFFECTIVE, "effective rate", rates)
        if surface is not None:
            bends.append(_bend(surface, opening, steps, rates))
    return list(curves.values()), _joined(bends) if bends else None


def _bend(
    surface: Surface, opening: Opening, steps: Sequence[Step], rates: Floats
) -> tuple[float, float, Limit]:
    limit = limit_of(opening.convention, opening.hyperparameters, steps)
    found = curvature_at(surface, opening.x, opening.rate, limit, rates)
    if found is None:
        return np.nan, np.nan, limit
    product = np.nan if found.product is None else found.product
    return float(found.eigenvalues[-1]), product, limit


def _joined(bends: Sequence[tuple[float, float, Limit]]) -> Bend:
    largest, products, limits = zip(*bends, strict=True)
    return Bend(
        np.array(largest),
        np.array(products),
        np.array([limit.product for limit in limits]),
        all(limit.theorem for limit in limits),
    )
