"""descend(): the one loop that moves points, for any problem and any rules."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from app.engine.contracts import Convention, Floats, Number, Problem, State, Surface
from app.engine.noise import Noise
from app.engine.team import Lanes, Team, by_coordinate, spread

__all__ = ["Descent", "Frames", "Lanes", "Opening", "Trace", "descend", "destinations"]

LANE_BLOCK = 256 * 1024  # bytes of points moved together: larger leaves the cache
KEPT_MEMORY = 16 * 1024 * 1024  # bytes; see `destinations`


class Frames(NamedTuple):
    """Recorded points of K steps for P lanes, each seen before its move.

    A lane that has left the finite numbers is NaN from then on.
    """

    first: int
    point: Floats  # (K, P, D)
    value: Floats  # (K, P)
    gradient_norm: Floats  # (K, P), of the true gradient
    rate: Floats  # (K, P)


class Trace(NamedTuple):
    """K steps for P lanes without their points: what a network of many parameters leaves behind.

    A lane that has left the finite numbers is NaN from then on. `moved` is the length of the move
    away from each point. `last` is the last finite point of each lane in this block, NaN for one
    that had none; `lost` holds, for each lane that left the finite numbers in it, where it was
    then. `flow` is the length of each of the L parts of the gradient that were asked for.
    """

    first: int
    value: Floats  # (K, P)
    gradient_norm: Floats  # (K, P), of the true gradient
    rate: Floats  # (K, P)
    moved: Floats  # (K, P)
    last: Floats  # (P, D)
    lost: Mapping[int, Floats]  # of (D,)
    flow: Floats | None = None  # (K, P, L)


class Opening(NamedTuple):
    """What the move of one lane away from the point of `step` is made of.

    `gradient` is the true one, `used` what the rule was given: with noise, and with what the
    problem itself adds at this step. `before` and `after` are the rule's memory; arrays are (D,).
    `lr` is 1 for a rule that takes none.
    """

    step: int
    convention: Convention
    hyperparameters: Mapping[str, float]
    lr: float
    rate: float
    x: Floats
    value: float
    gradient: Floats
    used: Floats
    before: State
    after: State
    change: Floats


def descend(
    problem: Problem,
    lanes: Sequence[Lanes],
    steps: int,
    *,
    seed: int = 0,
    block: int = 100,
) -> Iterator[Frames]:
    """Yield the points of steps 0 to `steps`, at most `block` at a time."""
    descent = Descent(problem, lanes, seed)
    for first in range(0, steps + 1, block):
        yield descent.advance(min(block, steps + 1 - first))


def destinations(problem: Problem, lanes: Lanes, steps: int, *, seed: int = 0) -> Frames:
    """The points of step `steps` alone, for as many lanes as a map has.

    Lanes are moved in blocks that fit the processor's cache. Each ends where it would have ended
    in `descend`; only a value that left the finite numbers and came back would go unnoticed.
    """
    # Once an array of this size was freed, glibc's allocator keeps what later ones leave instead
    # of handing it back to the system at every step: 2.5 times as fast.
    np.empty(KEPT_MEMORY, np.uint8)
    block = max(1, LANE_BLOCK // max(1, lanes.start[:1].nbytes))
    ends = []
    for first in range(0, len(lanes.start), block):
        descent = Descent(problem, [_some(lanes, slice(first, first + block))], seed)
        descent.skip(steps)
        ends.append(descent.advance(1)[1:])
    return Frames(steps, *(np.concatenate(column, axis=1) for column in zip(*ends, strict=True)))


def _some(lanes: Lanes, part: slice) -> Lanes:
    def cut(number: Number) -> Number:
        return np.asarray(number)[part] if np.ndim(number) else number

    settings = {name: cut(number) for name, number in lanes.hyperparameters.items()}
    return replace(
        lanes,
        hyperparameters=settings,
        start=lanes.start[part],
        noise=cut(lanes.noise),
        seeds=None if lanes.seeds is None else lanes.seeds[part],
    )


class Descent:
    """Lanes on their way down a problem. `step` is the number of the next point to be recorded.

    It can be copied (a branch), pickled (moved to another process) and steered between blocks.
    The noise depends on (seed, step) alone, so a lane takes the same path in any company.
    """

    def __init__(self, problem: Problem, lanes: Sequence[Lanes], seed: int = 0) -> None:
        self.step = 0
        self._problem = problem
        self._x = by_coordinate(np.concatenate([group.start for group in lanes]))
        self._alive = np.ones(len(self._x), dtype=bool)
        self._teams: list[Team] = []
        first = 0
        for group in lanes:
            part = slice(first, first + len(group.start))
            self._teams.append(Team(group, part, self._x[part]))
            first = part.stop
        noise = [np.broadcast_to(group.noise, len(group.start)) for group in lanes]
        self._sigma = spread(np.concatenate(noise), self._x)
        seeds = [np.full(len(g.start), seed) if g.seeds is None else g.seeds for g in lanes]
        self._noise = Noise(np.concatenate(seeds), self._x.shape[-1])

    def change(self, lane: int, hyperparameters: Mapping[str, float], lanes: int = 1) -> None:
        """Set hyperparameters of one lane, or of so many of one team, from the next move on."""
        team = self._team_of(lane)
        team.change(lane - team.part.start, hyperparameters, lanes)

    def turn(
        self,
        lane: int,
        convention: Convention,
        hyperparameters: Mapping[str, float],
        lanes: int = 1,
    ) -> None:
        """Let one lane, or so many of one team, follow another rule with an empty memory."""
        team = self._team_of(lane)
        place, size = lane - team.part.start, team.part.stop - team.part.start
        after = place + lanes
        parts = [
            team.cut(0, place) if place else None,
            team.cut(place, after).turned(convention, hyperparameters),
            team.cut(after, size) if after < size else None,
        ]
        at = self._teams.index(team)
        self._teams[at : at + 1] = [part for part in parts if part is not None]

    @np.errstate(all="ignore")
    def opened(self, lane: int) -> Opening:
        """What the next move of one lane is made of. Nothing moves."""
        team = self._team_of(lane)
        place = lane - team.part.start
        alone = team.cut(place, place + 1)
        alone.part = slice(0, 1)
        part = slice(lane, lane + 1)
        value, gradient = self._problem.value_and_gradient(self._x, self.step)
        used = self._disturbed(gradient, 0, *self._disturbances(1))
        rates = np.empty((1, 1), self._x.dtype)
        alone.prepare(self.step, 1, rates)
        numbers, before, x = alone.numbers(0), alone.memory, by_coordinate(self._x[part])
        change = alone.move(0, x, by_coordinate(used[part]), value[part])
        return Opening(
            self.step,
            team.convention,
            numbers,
            numbers.get("lr", 1.0),
            float(rates[0, 0]),
            x[0],
            float(value[lane]),
            gradient[lane],
            used[lane],
            _of_one_lane(before),
            _of_one_lane(alone.memory),
            change[0],
        )

    def advance(self, count: int) -> Frames:
        """Record `count` points, moving after each of them."""
        frames = self._run(count)
        finite = np.isfinite(frames.point).all(-1)
        finite &= np.isfinite(frames.value) & np.isfinite(frames.gradient_norm)
        finite[0] &= self._alive
        alive = np.logical_and.accumulate(finite)
        for column in frames[1:]:
            column[~alive] = np.nan
        self._alive = alive[-1]
        self.step += count
        return frames

    @property
    def point(self) -> Floats:
        """Where the lanes are now, (P, D): the point of `step`."""
        return self._x

    def copy(self, problem: Problem | None = None) -> "Descent":
        """The same lanes at the same step, on their own from here on.

        Points and memories are never changed in place, so the copy shares them and costs next to
        nothing. It can be given an equal problem of its own.
        """
        other = copy.copy(self)
        other._teams = [team.copy() for team in self._teams]
        other._problem = self._problem if problem is None else problem
        return other

    def picked(self, lanes: Sequence[int]) -> "Descent":
        """Some of the lanes at the same step, each as often as it is named, in this order."""
        if list(lanes) == list(range(len(self._x))):
            return self.copy()
        other = copy.copy(self)
        other._x = by_coordinate(self._x[lanes])
        other._alive = self._alive[lanes]
        other._sigma = self._sigma if self._sigma.ndim == 0 else by_coordinate(self._sigma[lanes])
        other._noise = self._noise.picked(lanes)
        other._teams = []
        first = 0
        while first < len(lanes):
            team = self._team_of(lanes[first])
            end = first + 1
            while end < len(lanes) and lanes[end - 1] + 1 == lanes[end] < team.part.stop:
                end += 1
            begin = lanes[first] - team.part.start
            part = team.cut(begin, begin + end - first)
            part.part = slice(first, end)
            other._teams.append(part)
            first = end
        return other

    def arrays(self) -> Iterator[Floats]:
        """All arrays of the points' size that the lanes need to go on."""
        yield self._x
        for team in self._teams:
            yield from team.arrays()

    @np.errstate(all="ignore")
    def follow(self, count: int, parts: Sequence[int] | None = None) -> Trace:
        """Go as far as `advance` does, to the same bits, without recording any points.

        `parts` are the coordinates at which the parts of the gradient begin whose lengths are
        noted: the first is 0.
        """
        values, norms, rates, moved = np.empty((4, count, len(self._x)), self._x.dtype)
        alive = np.empty((count, len(self._x)), bool)
        cuts = None if parts is None else np.asarray(parts)
        flow = None if cuts is None else np.empty((*alive.shape, len(cuts)), self._x.dtype)
        last = np.full_like(self._x, np.nan)
        lost: dict[int, Floats] = {}
        noise = self._disturbances(count)
        for team in self._teams:
            team.prepare(self.step, count, rates[:, team.part])
        for k in range(count):
            x = self._x
            values[k], gradient = self._problem.value_and_gradient(x, self.step + k)
            squares = np.square(gradient)
            norms[k] = np.sqrt(squares.sum(-1))
            if flow is not None and cuts is not None:
                np.add.reduceat(squares, cuts, axis=-1, out=flow[k])
            finite = np.isfinite(values[k]) & np.isfinite(norms[k]) & np.isfinite(x).all(-1)
            alive[k] = self._alive & finite
            if alive[k].all():
                last = x
            else:
                lost |= {int(lane): x[lane] for lane in np.flatnonzero(self._alive & ~finite)}
                last = np.where(alive[k][:, None], x, last)
            self._alive = alive[k]
            self._move(k, values[k], gradient, noise)
            moved[k] = _lengths(self._x - x)
        columns = [values, norms, rates, moved]
        if flow is not None:
            columns.append(np.sqrt(flow, out=flow))
        for column in columns:
            column[~alive] = np.nan
        self.step += count
        return Trace(self.step - count, values, norms, rates, moved, last, lost, flow)

    @np.errstate(all="ignore")
    def skip(self, moves: int) -> None:
        """Take moves without recording the points they leave."""
        noise = self._disturbances(moves)
        for team in self._teams:
            team.prepare(self.step, moves)
        for k in range(moves):
            value, gradient = self._value_if_needed_and_gradient(self.step + k)
            self._move(k, value, gradient, noise)
        self.step += moves

    def _value_if_needed_and_gradient(self, step: int) -> tuple[Floats | None, Floats]:
        followed = any(team.follows_loss for team in self._teams)
        if isinstance(self._problem, Surface) and not followed:
            return None, self._problem.gradient(self._x)
        return self._problem.value_and_gradient(self._x, step)

    @np.errstate(all="ignore")
    def _run(self, count: int) -> Frames:
        points = np.empty((count, *self._x.shape), self._x.dtype)
        values = np.empty(points.shape[:2], self._x.dtype)
        gradients = np.empty_like(points)
        rates = np.empty_like(values)
        noise = self._disturbances(count)
        for team in self._teams:
            team.prepare(self.step, count, rates[:, team.part])
        for k in range(count):
            value, gradient = self._problem.value_and_gradient(self._x, self.step + k)
            points[k] = self._x
            values[k] = value
            gradients[k] = gradient
            self._move(k, value, gradient, noise)
        norms = _lengths(gradients)
        return Frames(self.step, points, values, norms, rates)

    def _move(
        self,
        k: int,
        value: Floats | None,
        gradient: Floats,
        disturbances: tuple[Floats | None, Floats | None],
    ) -> None:
        """Move all lanes, at step `k` of the block."""
        x = self._x
        gradient = self._disturbed(gradient, k, *disturbances)
        if len(self._teams) == 1:
            self._x = x + self._teams[0].move(k, x, gradient, value)
            return
        changes = [
            team.move(k, x[team.part], gradient[team.part], value) for team in self._teams
        ]
        self._x = x + np.concatenate(changes, out=np.empty_like(x))

    def _disturbances(self, count: int) -> tuple[Floats | None, Floats | None]:
        """What is drawn for the next gradients, and what the problem adds to them, if anything."""
        if count == 0:
            return None, None
        drawn = pushed = None
        if self._sigma.any():
            drawn = self._noise.of(self.step, count).astype(self._x.dtype, copy=False)
        if isinstance(self._problem, Surface):
            pushed = self._problem.push(np.arange(self.step, self.step + count))
        return drawn, pushed

    def _disturbed(
        self, gradient: Floats, k: int, drawn: Floats | None, pushed: Floats | None
    ) -> Floats:
        """The gradient that rules are given at step `k` of the block."""
        if drawn is not None:
            gradient = gradient + drawn[k] * self._sigma
        return gradient if pushed is None else gradient + pushed[k].astype(gradient.dtype)

    def _team_of(self, lane: int) -> Team:
        return next(t for t in self._teams if t.part.start <= lane < t.part.stop)


def _of_one_lane(memory: State) -> State:
    """The memory of a team of one: arrays (1, D) as (D,)."""
    numbers = (n[0] if isinstance(n, np.ndarray) and n.ndim == 2 else n for n in memory)
    return type(memory)(*numbers)


def _lengths(vectors: Floats) -> Floats:
    """The length of each, (..., D) -> (...)."""
    return np.sqrt(np.square(vectors).sum(-1))
