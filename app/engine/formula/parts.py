"""What a move is made of: how much of it is remembered, and at which rate slopes are followed.

Some symbols carry the gradient's sign (g, a velocity, a first moment), others its size alone (the
squares). With what sizes came to left as it is, a move is the sum of what is remembered and of
what this gradient adds, and how strongly it is scaled can be told apart from what it scales.
"""

from collections.abc import Sequence

import numpy as np

from app.engine.contracts import Floats
from app.engine.formula.lines import POINT, Step, assigned
from app.engine.formula.tree import Scope, is_linear, value

GRADIENT = "g"
DECAY = "λ"


def signed(steps: Sequence[Step]) -> frozenset[str]:
    """The symbols that turn round with the gradient."""
    found = {GRADIENT}
    for step in steps:
        expression = step.line.expression
        turns = bool(step.line.symbols & found) and is_linear(expression, found)
        if turns and step.line.symbol != POINT:
            found.add(step.line.symbol)
    return frozenset(found)


def velocities(steps: Sequence[Step]) -> list[Step]:
    """The lines that carry a signed symbol on from one step to the next."""
    turning = signed(steps)
    return [
        step
        for step in steps
        if step.line.symbol in turning - {GRADIENT} and _is_remembered(step)
    ]


def sums_of_squares(steps: Sequence[Step]) -> list[Step]:
    """The lines that only ever add to what is remembered."""
    turning = signed(steps)
    return [
        step
        for step in steps
        if step.line.symbol not in {POINT, *turning}
        and _is_remembered(step)
        and bool((share_kept(step, turning) == 1).all())
    ]


@np.errstate(all="ignore")
def from_memory(steps: Sequence[Step]) -> Floats | None:
    """The change that the rule would make without this gradient, (D,); None without a memory.

    What the sizes of gradients came to at this step stays in force. Weight decay is left out.
    """
    if not velocities(steps):
        return None
    scope, turning = _begun(steps, 0.0), signed(steps)
    for step in _without_decay(steps):
        _take(step, scope, turning)
    return scope.values[POINT]


@np.errstate(all="ignore")
def effective_rate(steps: Sequence[Step]) -> Floats:
    """The rate at which each coordinate follows a steady slope now, (D,).

    That is the move that the rule would make if all its gradients had been 1 so far, while what
    it divides by is what it is. For a rule without velocity it is −change/gradient.
    """
    scope = _begun(steps, 1.0)
    turning, moving = signed(steps), velocities(steps)
    for step in _without_decay(steps):
        if step in moving:
            scope.values[step.line.symbol] = _settled(step, scope)
        else:
            _take(step, scope, turning)
    return -scope.values[POINT]


def _is_remembered(step: Step) -> bool:
    return step.before is not None and step.line.symbol in step.line.symbols


def _begun(steps: Sequence[Step], gradient: float) -> Scope:
    """What is known before the first line, at the origin and with another gradient."""
    scope = steps[0].scope.copy()
    nowhere = np.zeros_like(scope.values[POINT])
    scope.values[POINT] = nowhere
    scope.values[GRADIENT] = nowhere + gradient
    return scope


def _without_decay(steps: Sequence[Step]) -> list[Step]:
    return [step for step in steps if DECAY not in step.line.symbols]


def _take(step: Step, scope: Scope, turning: frozenset[str]) -> None:
    """Carry a line out; what sizes come to is what they came to."""
    name = step.line.symbol
    if name not in turning and name != POINT and step.line.symbols & turning:
        scope.values[name] = step.after
    else:
        assigned(step.line, scope)


def _settled(step: Step, scope: Scope) -> Floats:
    """What a velocity is after as many moves as were made, with the gradient that is set.

    One that is `kept` · v + `new` at each of n moves is new · (1 − keptⁿ)/(1 − kept).
    """
    name, expression = step.line.symbol, step.line.expression
    zero = np.zeros_like(scope.values[POINT])
    new = value(expression, scope.at(name, zero))
    kept = value(expression, scope.at(name, zero + 1)) - new
    moves = scope.values["t"]
    shares = np.where(kept == 1, moves, (1 - kept**moves) / (1 - kept))
    return new * shares


@np.errstate(all="ignore")
def momentum_kept(steps: Sequence[Step]) -> Floats:
    """The share of a velocity (..., D) that survives a step; 0 for a rule without one."""
    shares = [share_kept(step, signed(steps)) for step in velocities(steps)]
    return np.maximum.reduce(shares) if shares else np.zeros(())


@np.errstate(all="ignore")
def share_kept(step: Step, turning: frozenset[str]) -> Floats:
    """Of a line that is linear in its own symbol: the factor of the old value, (..., D).

    What is new is kept out of it by setting all signed symbols to 0: it may be so large that
    nothing else can be told beside it.
    """
    name, scope = step.line.symbol, step.scope.copy()
    zero = np.zeros_like(step.after)
    scope.values.update(dict.fromkeys(turning, zero))
    nothing = value(step.line.expression, scope.at(name, zero))
    return value(step.line.expression, scope.at(name, zero + 1)) - nothing
