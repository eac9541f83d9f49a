"""A step opened: its lines with numbers, its parts, and what decides it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from app.engine.contracts import Floats, State, Surface
from app.engine.curvature import Curvature, curvature_at, limit_of
from app.engine.descend import Opening
from app.engine.formula import (
    Step,
    carried_out,
    effective_rate,
    first_scope,
    from_memory,
    lines_of,
)
from app.engine.remarks import Sight, remarks

PLANE = ("x", "y")
WEIGHT = ("w",)


class Opened(NamedTuple):
    """What a move is made of, in `coordinates`.

    `steps` are the lines of the rule, carried out. `effective_rate` (D,) is the rate at which
    each coordinate follows a steady slope, `memory` (D,) the part of the move that does not come
    from this gradient, None for a rule that remembers no direction.
    """

    opening: Opening
    coordinates: Sequence[str]
    steps: Sequence[Step]
    effective_rate: Floats
    memory: Floats | None
    curvature: Curvature | None
    words: Sequence[str]


@np.errstate(all="ignore")
def opened_on(surface: Surface, opening: Opening, first: Opening | None = None) -> Opened:
    """A step on a surface; `first` is the first move of the run, by the same rule."""
    steps = steps_of(opening)
    rates = effective_rate(steps)
    limit = limit_of(opening.convention, opening.hyperparameters, steps)
    curvature = curvature_at(surface, opening.x, np.asarray(opening.rate), limit, rates)
    return _opened(opening, PLANE, steps, rates, first, surface, curvature)


@np.errstate(all="ignore")
def opened_at(parameter: int, opening: Opening, first: Opening | None = None) -> Opened:
    """A step of one of the parameters of a network."""
    alone = first and cut(first, parameter)
    opening = cut(opening, parameter)
    steps = steps_of(opening)
    return _opened(opening, WEIGHT, steps, effective_rate(steps), alone, None, None)


def steps_of(opening: Opening) -> list[Step]:
    """The lines of the rule, carried out with the numbers of a step."""
    scope = first_scope(
        opening.convention,
        opening.hyperparameters,
        (opening.rate, opening.lr),
        opening.x,
        opening.used,
        opening.before,
        opening.step,
    )
    return carried_out(lines_of(opening.convention, opening.rate / opening.lr), scope)


def steps_along(openings: Sequence[Opening]) -> list[Step]:
    """The same for many openings of one convention at once: all numbers are (K, D) or (K, 1)."""
    first = openings[0]
    numbers = {
        name: _column([opening.hyperparameters[name] for opening in openings])
        for name in first.hyperparameters
    }
    rate, lr = (_column([getattr(o, name) for o in openings]) for name in ("rate", "lr"))
    memories = zip(*(opening.before for opening in openings), strict=True)
    scope = first_scope(
        first.convention,
        numbers,
        (rate, lr),
        np.array([opening.x for opening in openings]),
        np.array([opening.used for opening in openings]),
        type(first.before)(*(_column(numbers) for numbers in memories)),
        _column([opening.step for opening in openings]),
    )
    scaled = 1.0 if bool((rate == lr).all()) else 0.0
    return carried_out(lines_of(first.convention, scaled), scope)


def _column(numbers: Sequence[Any]) -> Floats:
    """One number or one array (D,) for each opening, as (K, 1) or (K, D)."""
    column = np.array(numbers)
    return column if column.ndim > 1 else column[:, None]


def cut(opening: Opening, parameter: int) -> Opening:
    """The same for one parameter alone."""
    place = slice(parameter, parameter + 1)
    return opening._replace(
        x=opening.x[place],
        gradient=opening.gradient[place],
        used=opening.used[place],
        before=_cut(opening.before, place),
        after=_cut(opening.after, place),
        change=opening.change[place],
    )


def _cut(memory: State, place: slice) -> State:
    numbers: list[Any] = [n[place] if np.ndim(n) else n for n in memory]
    return type(memory)(*numbers)


def _opened(
    opening: Opening,
    coordinates: Sequence[str],
    steps: Sequence[Step],
    rates: Floats,
    first: Opening | None,
    surface: Surface | None,
    curvature: Curvature | None,
) -> Opened:
    memory = from_memory(steps)
    same = first is not None and first.convention is opening.convention
    first_rates = effective_rate(steps_of(first)) if first is not None and same else None
    sight = Sight(
        opening, steps, coordinates, rates, memory, first_rates, surface, curvature
    )
    words = remarks(sight)
    return Opened(opening, coordinates, steps, rates, memory, curvature, words)


class Arrows(NamedTuple):
    """The gradient that the rule was given, the part of the move from memory, and the move."""

    gradient: Floats
    memory: Floats | None
    move: Floats


@np.errstate(all="ignore")
def arrows_of(opening: Opening, axes: Floats) -> Arrows:
    """A step's directions along some axes (A, D), in as many numbers."""
    memory = from_memory(steps_of(opening))
    return Arrows(
        axes @ opening.used,
        None if memory is None else axes @ memory,
        axes @ opening.change,
    )
