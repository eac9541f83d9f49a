"""Why a run ended as it did: its status, the step, and the reason in a sentence or two."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from app.engine.contracts import Floats, Surface
from app.engine.descend import Frames
from app.engine.divergence import Divergence, curvatures, explained
from app.engine.in_force import label_of
from app.engine.race import Change, Race, Run, joined, path_of
from app.engine.words import at_step, number

TOLERANCE = 1e-6  # of the gradient norm, for `converged`
STILL = 1e-3  # of the domain's diagonal: less than this in the last tenth is `stalled`
TOGETHER = 250  # steps: a look at each run takes 25 µs, however few they are
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


class Judge:
    """How the runs of a race end, from its blocks in order, of which little is kept.

    Memory is 8 bytes for each of the last steps in which a run moved less than about STILL, some
    numbers beside, and blocks of less than TOGETHER steps.
    """

    def __init__(self, race: Race) -> None:
        self._race = race
        self._ways = [_Way(run, race.steps) for run in race.runs]
        self._unseen: list[Frames] = []

    def see(self, block: Frames) -> None:
        """Take note of the next block."""
        self._unseen.append(block)
        if block.first + len(block.value) - self._unseen[0].first >= TOGETHER:
            self._look()

    def _look(self) -> None:
        if not self._unseen:
            return
        block = joined(self._unseen)
        self._unseen = []
        for lane, way in enumerate(self._ways):
            way.see(block.point[:, lane], block.value[:, lane], block.gradient_norm[:, lane])

    @property
    def lost(self) -> dict[int, int]:
        """The runs that left the finite numbers, each with its last finite step, -1 for none."""
        self._look()
        ways = enumerate(self._ways)
        return {lane: way.steps for lane, way in ways if way.steps < self._race.steps}

    def outcomes(self, path: Callable[[int], Frames]) -> list[Outcome]:
        """The outcome of every run, after the last block; `path` finds that of one of the lost."""
        found, lost = [], self.lost
        for lane, way in enumerate(self._ways):
            changes = changes_of(self._race.changes, lane)
            if lane in lost:
                found.append(_diverged(self._race.runs[lane], path(lane), changes))
            else:
                found.append(way.outcome(changes))
        return found


def outcomes(race: Race, blocks: Sequence[Frames]) -> list[Outcome]:
    """The outcome of every run of a race that is over, from all of its blocks."""
    judge = Judge(race)
    for block in blocks:
        judge.see(block)
    return judge.outcomes(lambda lane: path_of(blocks, lane))


def changes_of(changes: Sequence[Change], lane: int) -> list[Change]:
    """The changes of one run."""
    return [change for change in changes if change.run == lane]


class _Way:
    """What the end of one run is judged by, as long as its numbers are finite."""

    def __init__(self, run: Run, asked: int) -> None:
        self.steps = -1  # the last one seen
        self._run = run
        # The last tenth of fewer than ten steps is less than one step: too little to judge by.
        self._tenth = asked // 10
        self._earlier = asked - max(1, self._tenth)
        self._restless = -1  # the last step with slope
        self._point = np.empty((0, 2))  # the last one, or none yet
        self._value = self._value_earlier = self._norm = np.nan
        (x0, x1), (y0, y1) = run.surface.domain
        self._still = STILL * np.hypot(x1 - x0, y1 - y0)
        self._lengths = np.empty(0)  # of the last moves

    @np.errstate(all="ignore")
    def see(self, points: Floats, values: Floats, norms: Floats) -> None:
        """Take note of the next steps: points (K, 2), values (K,) and gradient norms (K,)."""
        count = int(np.isfinite(values).sum())
        if not count:
            return
        first = self.steps + 1
        self.steps += count
        if first <= self._earlier <= self.steps:
            self._value_earlier = values[self._earlier - first]
        restless = np.flatnonzero(norms[:count] >= TOLERANCE)
        if restless.size:
            self._restless = first + int(restless[-1])
        self._note_moves(np.concatenate([self._point, points[:count]]))
        self._point = points[count - 1 : count].copy()
        self._value, self._norm = values[count - 1], norms[count - 1]

    def _note_moves(self, points: Floats) -> None:
        """Remember the last moves, more of them than can ever count as a standstill."""
        lengths = np.append(self._lengths, np.hypot(*np.diff(points, axis=0).T))
        far = ~(_to_go(lengths) < 2 * self._still)  # twice: sums of floats are not exact
        self._lengths = lengths[np.count_nonzero(far) :].copy()

    @np.errstate(all="ignore")
    def outcome(self, changes: Sequence[Change]) -> Outcome:
        """Judge a run that took all its steps."""
        label = label_of(self._run, changes, self.steps)
        if self._norm < TOLERANCE:
            since = self._restless + 1
            reason = _rest(self._run, label, self._point[0], since)
            return Outcome("converged", since, self.steps, reason)
        since = self._still_since()
        if self._tenth and since <= self.steps - self._tenth:
            return Outcome("stalled", since, self.steps, _standstill(label, self._norm, since))
        falling = ", still falling" if self._value < self._value_earlier else ""
        reason = (
            f"{label} took all {self.steps} steps. Its loss is {number(self._value)}{falling}; "
            f"its gradient norm is {number(self._norm)}."
        )
        return Outcome("finished", None, self.steps, reason)

    def _still_since(self) -> int:
        """The first step from which all moves together are shorter than STILL of the diagonal."""
        to_go = np.append(_to_go(self._lengths), 0.0)
        return self.steps - len(self._lengths) + int(np.argmax(to_go < self._still))


def _to_go(lengths: Floats) -> Floats:
    """How far it is from the start of each move to the end of the last."""
    return np.cumsum(lengths[::-1])[::-1]


@np.errstate(all="ignore")
def _diverged(run: Run, path: Frames, changes: Sequence[Change]) -> Outcome:
    """Say why a run left the finite numbers at the end of its `path`."""
    steps = len(path.value) - 1
    if steps < 0:
        label = run.optimizer.label
        reason = f"{label} cannot start: the surface has no finite value or gradient there."
        return Outcome("diverged", None, 0, reason)
    return Outcome("diverged", None, steps, *explained(run, path, changes))


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
