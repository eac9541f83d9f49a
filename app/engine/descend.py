"""descend(): the one loop that moves points, for any problem and any rules."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from app.engine.contracts import (
    Convention,
    Floats,
    LossSchedule,
    Number,
    Problem,
    Rule,
    Schedule,
    State,
    Surface,
)

NOISE_BLOCK = 256  # steps whose noise is drawn at once: one generator a step costs 27 µs
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


@dataclass(frozen=True)
class Lanes:
    """P runs of one convention under one schedule, moved by the same calls.

    A hyperparameter is one number for all lanes, or an array (P,). `noise` is the standard
    deviation of what is added to every coordinate of the gradient: the same draw for all lanes.
    """

    convention: Convention
    hyperparameters: Mapping[str, Number]
    schedule: Schedule
    start: Floats  # (P, D)
    noise: Number = 0.0


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
        lanes, hyperparameters=settings, start=lanes.start[part], noise=cut(lanes.noise)
    )


class Descent:
    """Lanes on their way down a problem. `step` is the number of the next point to be recorded.

    It can be copied (a branch), pickled (moved to another process) and steered between blocks.
    The noise depends on (seed, step) alone, so a lane takes the same path in any company.
    """

    def __init__(self, problem: Problem, lanes: Sequence[Lanes], seed: int = 0) -> None:
        self.step = 0
        self._problem = problem
        self._seed = seed
        self._x = _by_coordinate(np.concatenate([group.start for group in lanes]))
        self._alive = np.ones(len(self._x), dtype=bool)
        self._teams: list[_Team] = []
        first = 0
        for group in lanes:
            part = slice(first, first + len(group.start))
            self._teams.append(_Team(group, part, self._x[part]))
            first = part.stop
        noise = [np.broadcast_to(group.noise, len(group.start)) for group in lanes]
        self._noise = _spread(np.concatenate(noise), self._x)

    def change(self, lane: int, hyperparameters: Mapping[str, float]) -> None:
        """Set hyperparameters of one lane, from its next move on."""
        for team in self._teams:
            if team.part.start <= lane < team.part.stop:
                team.change(lane - team.part.start, hyperparameters)

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
        noise = self._noise_of(count)
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
        noise = self._noise_of(moves)
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
        noise = self._noise_of(count)
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

    def _move(self, k: int, value: Floats | None, gradient: Floats, noise: Floats | None) -> None:
        """Move all lanes, at step `k` of the block."""
        x = self._x
        if noise is not None:
            gradient = gradient + noise[k] * self._noise
        if len(self._teams) == 1:
            self._x = x + self._teams[0].move(k, x, gradient, value)
            return
        changes = [
            team.move(k, x[team.part], gradient[team.part], value) for team in self._teams
        ]
        self._x = x + np.concatenate(changes, out=np.empty_like(x))

    def _noise_of(self, count: int) -> Floats | None:
        """What is drawn for the gradients of the next steps, (K, D); None without noise."""
        if count == 0 or not self._noise.any():
            return None
        dimension = self._x.shape[-1]
        blocks = range(self.step // NOISE_BLOCK, (self.step + count - 1) // NOISE_BLOCK + 1)
        drawn = np.concatenate([
            np.random.default_rng([self._seed, block]).normal(size=(NOISE_BLOCK, dimension))
            for block in blocks
        ])
        offset = self.step - blocks[0] * NOISE_BLOCK
        return drawn[offset : offset + count].astype(self._x.dtype)


class _Team:
    """One group of lanes while it runs: its rule with numbers laid out for speed, its memory."""

    def __init__(self, lanes: Lanes, part: slice, x: Floats) -> None:
        self.part = part
        self._convention = lanes.convention
        self._schedule = lanes.schedule
        self._shape = x
        self._numbers = {**lanes.convention.defaults, **lanes.hyperparameters}
        self._lay_out()
        self._state: State = self._rule.start(x)
        self.follows_loss = isinstance(self._schedule, LossSchedule)
        if isinstance(self._schedule, LossSchedule):
            self._loss_state: State = self._schedule.begin(len(x))
            self._next_factor: Floats = np.ones(len(x), x.dtype)

    def change(self, lane: int, hyperparameters: Mapping[str, float]) -> None:
        for name, value in hyperparameters.items():
            spread = np.array(np.broadcast_to(self._numbers[name], len(self._shape)), float)
            spread[lane] = value
            self._numbers[name] = spread
        self._lay_out()

    def copy(self) -> "_Team":
        other = copy.copy(self)
        other._numbers = dict(self._numbers)
        other._rates = None
        return other

    def arrays(self) -> Iterator[Floats]:
        for number in (*self._state, *vars(self._rule).values(), self._lr, self._weight_decay):
            if isinstance(number, np.ndarray):
                yield number

    def prepare(self, first: int, count: int, rates: Floats | None = None) -> None:
        """Compute the schedule's factors for the next block, and note its `rates` (K, P)."""
        t = np.arange(first, first + count, dtype=float)
        self._factors = self._schedule.scale(t).astype(self._shape.dtype)
        self._steady = not self.follows_loss and bool((self._factors == 1).all())
        self._rates = rates
        if rates is not None:
            per_lane = self._lr[:, 0] if self._lr.ndim else self._lr
            np.multiply(self._factors[:, None], per_lane, out=rates)

    def move(self, k: int, x: Floats, gradient: Floats, loss: Floats | None) -> Floats:
        """The change of the team's points at step `k` of the block; `loss` is of all lanes."""
        rate, factor = self._lr, self._factors[k]
        if not self._steady:
            if loss is not None and self.follows_loss:
                factor = self._follow(k, loss[self.part])
            rate = rate * factor
        if self._decay == "coupled":
            gradient = gradient + self._weight_decay * x
        change, self._state = self._rule.move(x, gradient, self._state, rate)
        if self._decay == "decoupled":
            change = change - rate * self._weight_decay * x
        elif self._decay == "decoupled_by_schedule":
            change = change - factor * self._weight_decay * x
        return change

    def _follow(self, k: int, loss: Floats) -> Floats:
        """The factor that the losses so far ask for, laid out like the points."""
        factor = self._next_factor.astype(self._shape.dtype)
        if self._rates is not None:
            self._rates[k] *= factor
        schedule: Any = self._schedule
        self._next_factor, self._loss_state = schedule.after(loss, self._loss_state)
        return _by_coordinate(np.repeat(factor[:, None], self._shape.shape[-1], axis=1))

    def _lay_out(self) -> None:
        """Numbers as arrays of the points' own shape: NumPy is fastest on equal shapes.

        One number for all lanes stays a single one.
        """
        laid = {name: _spread(value, self._shape) for name, value in self._numbers.items()}
        self._lr = laid.pop("lr", np.ones((), self._shape.dtype))
        self._weight_decay = laid.pop("weight_decay", np.zeros((), self._shape.dtype))
        self._decay = self._convention.decay if self._weight_decay.any() else "none"
        self._rule: Rule = self._convention.rule(**laid)


def _spread(value: Number, x: Floats) -> Floats:
    """One number a lane as an array like the points `x` (P, D); where all are equal, as one.

    That one is an array without dimensions: NumPy rounds powers of its scalars differently.
    """
    numbers = np.asarray(value, x.dtype)
    if numbers.ndim == 0 or (numbers == numbers[0]).all():
        return numbers.reshape(-1)[:1].reshape(())
    return _by_coordinate(np.repeat(numbers[:, None], x.shape[-1], axis=1))


def _lengths(vectors: Floats) -> Floats:
    """The length of each, (..., D) -> (...)."""
    return np.sqrt(np.square(vectors).sum(-1))


def _by_coordinate(points: Floats) -> Floats:
    """The same points (P, D), kept coordinate by coordinate in memory when they are planar."""
    return np.asfortranarray(points) if points.shape[-1] == 2 else np.ascontiguousarray(points)
