"""Why a run ended as it did: its status, the step, and the reason in a sentence or two."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from app.engine.contracts import Floats, Surface
from app.engine.descend import Frames
from app.engine.divergence import Divergence, curvatures, explained
from app.engine.in_force import label_of
from app.engine.race import Change, Race, Run, path_of
from app.engine.words import at_step, number

TOLERANCE = 1e-6  # of the gradient norm, for `converged`
STILL = 1e-3  # of the domain's diagonal: less than this in the last tenth is `stalled`
FLAT = 1e-6  # curvature below this counts as none when a place is named

Status = Literal["converged", "stalled", "diverged", "finished"]


@dataclass(frozen=True)
class Outcome:
    """How one run ended. `steps` is its last step with finite numbers."""

    status: Status
    since: int | None
    steps: int
    reason: str
    divergence: Divergence | None = None


def outcomes(race: Race, blocks: Sequence[Frames]) -> list[Outcome]:
    """The outcome of every run of a race that is over, from all of its blocks."""
    return [
        outcome(run, path_of(blocks, lane), race.steps, changes_of(race.changes, lane))
        for lane, run in enumerate(race.runs)
    ]


def changes_of(changes: Sequence[Change], lane: int) -> list[Change]:
    """The changes of one run."""
    return [change for change in changes if change.run == lane]


@np.errstate(all="ignore")
def outcome(run: Run, path: Frames, asked: int, changes: Sequence[Change] = ()) -> Outcome:
    """Judge one run by its finite points, of `asked` + 1."""
    points, values, norms = path.point[:, 0], path.value[:, 0], path.gradient_norm[:, 0]
    steps = len(values) - 1
    if steps < asked:
        if steps < 0:
            label = run.optimizer.label
            reason = f"{label} cannot start: the surface has no finite value or gradient there."
            return Outcome("diverged", None, 0, reason)
        return Outcome("diverged", None, steps, *explained(run, path, changes))
    label = label_of(run, changes, steps)
    if norms[-1] < TOLERANCE:
        since = _last_true(norms >= TOLERANCE) + 1
        return Outcome("converged", since, steps, _rest(run, label, points[-1], since))
    # The last tenth of fewer than ten steps is less than one step: too little to judge by.
    tenth = steps // 10
    since = _still_since(run.surface, points)
    if tenth and since <= steps - tenth:
        return Outcome("stalled", since, steps, _standstill(label, norms[-1], since))
    falling = ", still falling" if values[-1] < values[-1 - max(1, tenth)] else ""
    reason = (
        f"{label} took all {steps} steps. Its loss is {number(values[-1])}{falling}; "
        f"its gradient norm is {number(norms[-1])}."
    )
    return Outcome("finished", None, steps, reason)


def _last_true(condition: Floats) -> int:
    """The last index where the condition holds, -1 for none."""
    return int(np.flatnonzero(condition)[-1]) if condition.any() else -1


def _still_since(surface: Surface, points: Floats) -> int:
    """The first step from which all moves together are shorter than STILL of the diagonal."""
    (x0, x1), (y0, y1) = surface.domain
    lengths = np.hypot(*np.diff(points, axis=0).T)
    to_go = np.append(np.cumsum(lengths[::-1])[::-1], 0.0)
    return int(np.argmax(to_go < STILL * np.hypot(x1 - x0, y1 - y0)))


def _rest(run: Run, label: str, point: Floats, since: int) -> str:
    low, high = curvatures(run.surface, point)
    if low > FLAT:
        place = _minimum(run.surface, point)
    elif high < -FLAT:
        place = "stopped at a maximum, which a nudge would leave"
    elif low < -FLAT and high > FLAT:
        place = "stopped at a saddle point, which is no minimum"
    else:
        place = "ended where the surface is merely flat, with next to no curvature"
    when = "from the start" if since == 0 else f"from step {since} on"
    return f"{label} {place}: its gradient norm is below {number(TOLERANCE)} {when}."


def _minimum(surface: Surface, point: Floats) -> str:
    lowest = surface.lowest()
    if lowest is None:
        return "reached a minimum"
    above = float(surface.value(point)) - lowest
    if above > 1e-6 * (1 + abs(lowest)):
        return f"settled in a local minimum, {number(above)} above the lowest"
    return "reached a global minimum"


def _standstill(label: str, norm: float, since: int) -> str:
    return (
        f"{label} has hardly moved since {at_step(since)}: less than a thousandth "
        f"of the domain's diagonal in all. Its gradient norm is still {number(norm)}."
    )
