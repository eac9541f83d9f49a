"""What a run is worth once its budget is spent: one number for each lane, the lower the better.

The score is the largest loss over the last tenth of the steps, so that a lucky dip does not win
and a run that still swings is held by its crests. On a surface the loss is the height above the
lowest minimum; of a network it is that on the whole train part, without penalties and dropout, at
the steps where `POST /api/run` tells it.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from app.engine.checkpoints import patiently
from app.engine.contracts import Floats, Problem, Surface
from app.engine.descend import Descent, Lanes, Trace
from app.engine.network.problem import Network
from app.engine.network.scores import evaluate
from app.engine.training import evaluated_at

PIECE = 32  # steps between two looks at whether the answer is still wanted
ROUNDING = 1e-12  # heights below this, for values around 1, cannot be told apart
MOST_LANES = 16 * 1024  # on a surface: more leave the processor's cache
MOST_MEMORY = 64 * 1024 * 1024  # bytes, about, of networks that are trained together
COPIES = 16  # of all parameters, at most: gradient, memory of the rule, what is in between
BELOW = 1e-6  # a run this far below the lowest known minimum has left the part that is known


class Worth(NamedTuple):
    """Of P lanes: the score, infinite where the run is lost, and how soon it was at rounding.

    Lost are runs that left the finite numbers. On a surface without a lowest point so are those
    that end outside its domain, and on others those that end below its lowest known minimum:
    how far down they are says nothing.
    """

    score: Floats  # (P,)
    soon: Floats  # (P,), the first step from which the loss stays at rounding, or after the last


def last_tenth(steps: int) -> int:
    """The step at which the last tenth of the budget begins.

    >>> last_tenth(500), last_tenth(9)
    (450, 9)
    """
    return steps - steps // 10


def height(surface: Surface, value: Floats) -> Floats:
    """The loss on a surface: above its lowest minimum, or the value itself without one."""
    lowest = surface.lowest()
    return value if lowest is None else np.maximum(value - lowest, 0.0)


def loss_at(problem: Problem, x: Floats) -> Floats:
    """The loss at points (P, D), in the words above: (P,)."""
    if isinstance(problem, Network):
        return evaluate(problem, x).train.loss
    assert isinstance(problem, Surface)  # noqa: S101 - there are no others
    return height(problem, problem.value(x))


def off_the_map(problem: Problem, trace: Trace) -> Floats:
    """Which lanes are where no loss counts at the end of a trace, see `Worth`: (P,)."""
    if not isinstance(problem, Surface):
        return np.zeros(trace.value.shape[1], bool)
    lowest = problem.lowest()
    if lowest is not None:
        return trace.value[-1] < lowest - BELOW * (1 + abs(lowest))
    low, high = np.transpose(problem.domain)
    return ~((low <= trace.last) & (trace.last <= high)).all(-1)


def lanes_at_once(problem: Problem) -> int:
    """How many lanes are best moved together."""
    if not isinstance(problem, Network):
        return MOST_LANES
    sums = 3 * sum(problem.shape.sizes) * problem.batches.largest
    return max(1, MOST_MEMORY // (8 * (COPIES * problem.size + sums)))


def two_digits(numbers: Floats) -> tuple[float, ...]:
    """Numbers as a person would set them, in order, each once."""
    return tuple(sorted({float(f"{x:.1e}") for x in numbers}))


def worth(
    problem: Problem,
    lanes: Sequence[Lanes],
    steps: int,
    seed: int = 0,
    heed: Callable[[], None] = patiently,
) -> Worth:
    """Take all steps, and score every lane. `heed` is called now and then, and may raise."""
    descent = Descent(problem, lanes, seed)
    if isinstance(problem, Network):
        return _trained(problem, descent, steps, heed)
    assert isinstance(problem, Surface)  # noqa: S101 - there are no others
    return _raced(problem, descent, steps, heed)


@np.errstate(all="ignore")
def _raced(
    surface: Surface, descent: Descent, steps: int, heed: Callable[[], None]
) -> Worth:
    first, lanes = last_tenth(steps), len(descent.point)
    score, soon = np.full(lanes, -np.inf), np.zeros(lanes)
    floor = ROUNDING * (1 + abs(surface.lowest() or 0.0))
    while True:
        heed()
        trace = descent.follow(min(PIECE, steps + 1 - descent.step))
        loss = height(surface, trace.value)
        above = ~(loss <= floor)
        soon = np.where(above.any(0), descent.step - np.argmax(above[::-1], 0), soon)
        if descent.step > first:
            score = np.maximum(score, loss[max(0, first - trace.first) :].max(0))
        if descent.step > steps:
            break
    lost = np.isnan(score) | off_the_map(surface, trace)
    return Worth(np.where(lost, np.inf, score), np.where(lost, steps + 1.0, soon))


@np.errstate(all="ignore")
def _trained(
    network: Network, descent: Descent, steps: int, heed: Callable[[], None]
) -> Worth:
    score = np.full(len(descent.point), -np.inf)
    for step in [step for step in evaluated_at(steps) if step >= last_tenth(steps)]:
        while descent.step < step:
            heed()
            descent.follow(min(PIECE, step - descent.step))
        score = np.maximum(score, evaluate(network, descent.point).train.loss)
    lost = np.isnan(descent.follow(1).value[-1]) | np.isnan(score)
    return Worth(np.where(lost, np.inf, score), np.full(len(score), steps + 1.0))
