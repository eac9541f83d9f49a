"""The largest learning rate that works: from the start, or from where a run has come to.

A rate works when the run stays in the finite numbers to its last step and has gone at least half
as far down by then, in powers of ten, as with the best rate tried: a rate at the very edge, which
swings for ever and ends a hair lower, does not. It is offered only when with every smaller rate
that was tried, down to a quarter of it, the run ends lower too: so no lucky island is. Where only
such islands go far, ending lower is enough. Rates that are tried have two digits, and each is a
run of its own with this rate set at this step, so what is offered was run to the end.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, NamedTuple

import numpy as np

from app.engine.budget import lanes_at_once, loss_at, off_the_map, two_digits
from app.engine.checkpoints import apply, patiently, walk
from app.engine.contracts import Floats
from app.engine.network.problem import Network
from app.engine.race import Change, Entrant, descents_of
from app.engine.words import at_step, number

COARSE = 8  # rates a decade
NETWORK_COARSE = 4
FINER = 16  # rates between the largest coarse one that works and the next, at most
SPAN = (-8, 1)  # powers of ten
SAFE = 4.0  # times smaller: down to here every rate must work
PIECE = 32  # steps between two looks at whether the answer is still wanted

DEEPEST = 1e-12  # of the loss at the step: how far down the best rate counts
Status = Literal["works", "short", "no_lower", "left", "diverged"]
LOWER = ("works", "short")  # of these the run ends lower than at the step

_FAILS = {
    "short": "gets less than half as far down as with the best rate",
    "works": "works, but not with all rates in between",
    "no_lower": "ends no lower",
    "left": "leaves the picture",
    "diverged": "diverges",
}


class Tried(NamedTuple):
    """How a rate did: the loss at the end, None where the run was lost on the way.

    It `left` where it is off the part of the surface on which a loss says something, see `Worth`.
    """

    lr: float
    end: float | None
    status: Status


@dataclass(frozen=True)
class Works:
    """The largest rate that works from `step` on, if any, and all that were tried, in order.

    `begun` is the loss at that step.
    """

    lr: float | None
    step: int
    begun: float
    tried: list[Tried]

    @property
    def words(self) -> str:
        """What was found, in a sentence or two."""
        here = at_step(self.step)
        if not np.isfinite(self.begun):
            return f"At {here} the run has left the finite numbers: go back to a step before."
        if self.lr is None:
            return f"No rate that was tried ends lower than the loss at {here}."
        found = next(each for each in self.tried if each.lr == self.lr)
        words = f"η = {number(self.lr)} is the largest rate that works from {here}: "
        words += f"the loss goes from {number(self.begun)} to {number(found.end or 0.0)}."
        larger = next((each for each in self.tried if each.lr > self.lr), None)
        if larger is None:
            return words
        return f"{words} With {number(larger.lr)} it {_FAILS[larger.status]}."


def works(
    run: Entrant,
    steps: int,
    *,
    seed: int = 0,
    changes: Sequence[Change] = (),
    step: int = 0,
    heed: Callable[[], None] = patiently,
) -> Works:
    """Search from `step` of a run whose `changes` so far are known. Later ones are left out."""
    past = [change for change in changes if change.step <= step]
    network = isinstance(run.problem, Network)
    each = NETWORK_COARSE if network else COARSE
    first, last = SPAN
    coarse = two_digits(np.logspace(first, last, (last - first) * each + 1))
    search = partial(_tried, run, steps, seed, past, step, heed)
    begun, tried = search(coarse)
    tried, found = _judged(begun, tried)
    if found is not None and found < len(tried) - 1:
        between = np.geomspace(tried[found].lr, tried[found + 1].lr, FINER)
        finer = [rate for rate in two_digits(between) if rate not in coarse]
        tried, found = _judged(begun, sorted(tried + search(finer)[1]))
    return Works(None if found is None else tried[found].lr, step, begun, tried)


def _judged(begun: float, tried: Sequence[Tried]) -> tuple[list[Tried], int | None]:
    """All rates with those marked that get far enough, and the place of the largest to offer."""
    ends = [each.end for each in tried if each.end is not None and each.status in LOWER]
    if not ends:
        return list(tried), None
    best = min(ends)
    # Where losses may be negative, half of the way is half of the difference.
    enough = (begun + best) / 2 if best < 0 else math.sqrt(begun * max(best, DEEPEST * begun))
    for deep in (enough, math.inf):
        judged = [
            each._replace(status="works" if (each.end or 0.0) <= deep else "short")
            if each.status in LOWER
            else each
            for each in tried
        ]
        found = _largest(judged)
        if found is not None:
            break
    return judged, found


def _largest(tried: Sequence[Tried]) -> int | None:
    """The place of the largest rate that works, if all those down to a quarter of it end lower."""
    for place in reversed(range(len(tried))):
        down_to = tried[place].lr / SAFE
        safe = all(each.status in LOWER for each in tried[: place + 1] if each.lr >= down_to)
        if tried[place].status == "works" and safe:
            return place
    return None


def _tried(
    run: Entrant,
    steps: int,
    seed: int,
    past: Sequence[Change],
    step: int,
    heed: Callable[[], None],
    rates: Sequence[float],
) -> tuple[float, list[Tried]]:
    """The loss at the step, and how each rate does from there."""
    size = lanes_at_once(run.problem)
    begun, tried = np.nan, []
    for first in range(0, len(rates), size):
        some = rates[first : first + size]
        begun, ends, left = _ends(run, steps, seed, past, step, heed, some)
        for rate, end, off in zip(some, ends.tolist(), left.tolist(), strict=True):
            if not np.isfinite(end):
                tried.append(Tried(rate, None, "diverged"))
            elif off:
                tried.append(Tried(rate, None, "left"))
            else:
                tried.append(Tried(rate, end, "works" if end < begun else "no_lower"))
    return begun, tried


@np.errstate(all="ignore")
def _ends(
    run: Entrant,
    steps: int,
    seed: int,
    past: Sequence[Change],
    step: int,
    heed: Callable[[], None],
    rates: Sequence[float],
) -> tuple[float, Floats, Floats]:
    """The loss at the step, that at the end with each rate (P,), and who left the map then.

    NaN are those that left the finite numbers.
    """
    ((descent, order),) = descents_of([run] * len(rates), seed)
    changes = [replace(change, run=lane) for change in past for lane in order]
    changes += [Change(step, lane, {"lr": rate}) for lane, rate in enumerate(rates)]
    walk(descent, order, changes, step, heed)
    begun = float(loss_at(run.problem, descent.point)[0])
    apply(changes, descent, order)
    while descent.step < steps:
        heed()
        descent.follow(min(PIECE, steps - descent.step))
    end = loss_at(run.problem, descent.point)
    trace = descent.follow(1)
    end = np.where(np.isnan(trace.value[-1]), np.nan, end)
    return begun, end, off_the_map(run.problem, trace)
