"""What a rule remembers, over the steps of a run."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from app.engine.contracts import Floats, Number, Surface
from app.engine.curvature import Curvature, curvature_at, limit_of
from app.engine.descend import Opening
from app.engine.formula import GRADIENT, POINT, Step, effective_rate, name_of
from app.engine.formula.tree import Indexed, Symbol
from app.engine.opened import steps_along

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


def thinned(last: int, most: int = MOST) -> list[int]:
    """Steps from 0 to the last one, evenly spaced where there are more than `most`.

    >>> thinned(3), thinned(1000, 3)
    ([0, 1, 2, 3], [0, 500, 1000])
    """
    return np.unique(np.linspace(0, last, min(last + 1, most)).round().astype(int)).tolist()


@np.errstate(all="ignore")
def curves_of(
    openings: Sequence[Opening], surface: Surface | None = None
) -> tuple[list[Curve], Curvature | None]:
    """The gradient, all that the rules assign but the point itself, and the effective rate.

    On a surface, the curvature along the way too; its limit is a theorem if it is one throughout.
    """
    size = len(openings), len(openings[0].x)
    curves: dict[tuple[str, str], Curve] = {}
    bends: list[Curvature] = []

    def note(part: slice, symbol: Symbol | Indexed, name: str, numbers: Floats) -> None:
        key = (str(symbol), name)
        if key not in curves:
            curves[key] = Curve(symbol, name, np.full(size, np.nan))
        curves[key].values[part] = numbers

    for part in _of_one_rule(openings):
        some = openings[part]
        convention = some[0].convention
        note(part, PUSH, "gradient", np.array([opening.used for opening in some]))
        steps = steps_along(some)
        for step in steps:
            if step.line.symbol != POINT and not step.line.symbol.endswith(BEGINS):
                target = DECAYED if step.line.symbol == GRADIENT else step.line.target
                note(part, target, name_of(step.line.symbol, convention.rule), step.after)
        rates = effective_rate(steps)
        note(part, EFFECTIVE, "effective rate", rates)
        if surface is not None:
            bends.append(_bent(surface, some, steps, rates))
    return list(curves.values()), _joined(bends) if bends else None


def _of_one_rule(openings: Sequence[Opening]) -> Iterator[slice]:
    """The stretches of one convention, one after the other."""
    first = 0
    for _, some in groupby(openings, key=lambda opening: id(opening.convention)):
        count = len(list(some))
        yield slice(first, first + count)
        first += count


def _bent(
    surface: Surface, openings: Sequence[Opening], steps: Sequence[Step], rates: Floats
) -> Curvature:
    numbers: dict[str, Number] = {
        name: np.array([[opening.hyperparameters[name]] for opening in openings])
        for name in openings[0].hyperparameters
    }
    limit = limit_of(openings[0].convention, numbers, steps)
    points = np.array([opening.x for opening in openings])
    rate = np.array([opening.rate for opening in openings])
    return curvature_at(surface, points, rate, limit, rates)


def _joined(bends: Sequence[Curvature]) -> Curvature:
    if len(bends) == 1:
        return bends[0]
    return Curvature(
        np.concatenate([bent.eigenvalues for bent in bends]),
        np.concatenate([bent.directions for bent in bends]),
        np.concatenate([bent.product for bent in bends]),
        np.concatenate([bent.limit for bent in bends]),
        all(bent.theorem for bent in bends),
    )
