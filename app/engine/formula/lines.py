"""The lines of a rule carried out with the numbers of one step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from app.engine.contracts import Convention, Floats, Number, State
from app.engine.formula.reading import Line, line_from
from app.engine.formula.tree import Indexed, Scope, value

POINT = "θ"
RATE, FIRST_RATE = "η", "η₀"


@dataclass(frozen=True, eq=False)
class Step:
    """A line, what was known before it, and what its left side was before and is after it."""

    line: Line
    scope: Scope
    before: Floats | None
    after: Floats


@cache
def _read(lines: tuple[str, ...]) -> tuple[Line, ...]:
    return tuple(line_from(line) for line in lines)


def lines_of(convention: Convention, rate: float = 1.0) -> tuple[Line, ...]:
    """The whole rule, read. A form without a learning rate shows one that a schedule makes."""
    return _read(tuple(convention.lines(scaled=rate != 1.0)))


def first_scope(
    convention: Convention,
    hyperparameters: Mapping[str, Number],
    rates: tuple[Number, Number],
    x: Floats,
    gradient: Floats,
    memory: State,
    step: int | Floats,
) -> Scope:
    """What is known before the first line. `rates` are that of this step and that of the run.

    The memory's fields are called as in the formula, but for `t`, the moves made so far, and
    `product`, that of all terms so far. A rule that does not count its moves is at move
    `step` + 1.
    """
    values = {POINT: x, "θ_before": x, "g": gradient}
    values |= {RATE: np.asarray(rates[0]), FIRST_RATE: np.asarray(rates[1])}
    for name, slider in convention.sliders.items():
        if name != "lr":
            values[slider.symbol] = np.asarray(hyperparameters[name])
    remembered = memory._asdict() if hasattr(memory, "_asdict") else {}
    moves = remembered.pop("t", step)
    product = remembered.pop("product", None)
    values |= {name: np.asarray(number) for name, number in remembered.items()}
    values["t"] = np.asarray(moves + 1)
    return Scope(values, {}, product, convention.rule.rests)


@np.errstate(all="ignore")
def carried_out(lines: Sequence[Line], scope: Scope) -> list[Step]:
    """Each line with what it comes to. The scope is left as it is."""
    scope = scope.copy()
    steps = []
    for line in lines:
        before = scope.values.get(line.symbol)
        known = scope.copy()
        steps.append(Step(line, known, before, assigned(line, scope)))
    return steps


def assigned(line: Line, scope: Scope) -> Floats:
    """What a line comes to; the scope knows it from then on."""
    if isinstance(line.target, Indexed):
        scope.defined[line.symbol] = line.expression
        return value(line.expression, scope)
    after = value(line.expression, scope)
    scope.values[line.symbol] = after
    return after
