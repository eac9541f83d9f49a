"""descend(): the one loop that moves points, for any problem and any rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
)

NOISE_BLOCK = 256  # steps whose noise is drawn at once: one generator a step costs 27 µs


class Frames(NamedTuple):
    """Recorded points of K steps for P lanes, each seen before its move.

    A lane that has left the finite numbers is NaN from then on.
    """

    first: int
    point: Floats  # (K, P, D)
    value: Floats  # (K, P)
    gradient_norm: Floats  # (K, P), of the true gradient
    rate: Floats  # (K, P)


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
        self._noise = np.concatenate(noise).astype(self._x.dtype)[:, None]

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

    @np.errstate(all="ignore")
    def _run(self, count: int) -> Frames:
        x = self._x
        noise = self._noise_of(count)
        points = np.empty((count, *x.shape), x.dtype)
        values = np.empty(points.shape[:2], x.dtype)
        gradients = np.empty_like(points)
        rates = np.empty_like(values)
        for team in self._teams:
            team.prepare(self.step, rates[:, team.part])
        for k in range(count):
            value, gradient = self._problem.value_and_gradient(x, self.step + k)
            points[k] = x
            values[k] = value
            gradients[k] = gradient
            if noise is not None:
                gradient = gradient + noise[k]
            moved = np.empty_like(x)
            for team in self._teams:
                part = team.part
                here = x[part]
                np.add(here, team.move(k, here, gradient[part], value), moved[part])
            x = moved
        self._x = x
        norms = np.sqrt(np.square(gradients).sum(-1))
        return Frames(self.step, points, values, norms, rates)

    def _noise_of(self, count: int) -> Floats | None:
        """What is added to the gradients of the next steps, (K, P, D); None without noise."""
        if not self._noise.any():
            return None
        dimension = self._x.shape[-1]
        blocks = range(self.step // NOISE_BLOCK, (self.step + count - 1) // NOISE_BLOCK + 1)
        drawn = np.concatenate([
            np.random.default_rng([self._seed, block]).normal(size=(NOISE_BLOCK, dimension))
            for block in blocks
        ])
        offset = self.step - blocks[0] * NOISE_BLOCK
        return drawn[offset : offset + count, None, :].astype(self._x.dtype) * self._noise


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
        self._loss_state: State = None
        if isinstance(self._schedule, LossSchedule):
            self._loss_state = self._schedule.begin(len(x))
            self._next_factor: Floats = np.ones(len(x), x.dtype)

    def change(self, lane: int, hyperparameters: Mapping[str, float]) -> None:
        for name, value in hyperparameters.items():
            spread = np.array(np.broadcast_to(self._numbers[name], len(self._shape)), float)
            spread[lane] = value
            self._numbers[name] = spread
        self._lay_out()

    def prepare(self, first: int, rates: Floats) -> None:
        """Compute the schedule's factors for the next block, and note its `rates` (K, P)."""
        t = np.arange(first, first + len(rates), dtype=float)
        self._factors = self._schedule.scale(t).astype(rates.dtype)
        self._steady = self._loss_state is None and bool((self._factors == 1).all())
        self._rates = rates
        per_lane = self._lr[:, 0] if self._lr.ndim else self._lr
        np.multiply(self._factors[:, None], per_lane, out=rates)

    def move(self, k: int, x: Floats, gradient: Floats, loss: Floats) -> Floats:
        """The change of the team's points at step `k` of the block; `loss` is of all lanes."""
        rate, factor = self._lr, self._factors[k]
        if not self._steady:
            if self._loss_state is not None:
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
        factor = self._next_factor
        self._rates[k] *= factor
        schedule: Any = self._schedule
        self._next_factor, self._loss_state = schedule.after(loss, self._loss_state)
        return _by_coordinate(np.repeat(factor[:, None], self._shape.shape[-1], axis=1))

    def _lay_out(self) -> None:
        """Numbers as arrays of the points' own shape: NumPy is fastest on equal shapes.

        One number for all lanes stays a single one.
        """
        laid = {name: self._spread(value) for name, value in self._numbers.items()}
        self._lr = laid.pop("lr", np.ones((), self._shape.dtype))
        self._weight_decay = laid.pop("weight_decay", np.zeros((), self._shape.dtype))
        self._decay = self._convention.decay if self._weight_decay.any() else "none"
        self._rule: Rule = self._convention.rule(**laid)

    def _spread(self, value: Number) -> Floats:
        numbers = np.asarray(value, self._shape.dtype)
        if numbers.ndim == 0 or (numbers == numbers[0]).all():
            return numbers.reshape(-1)[0].reshape(())
        return _by_coordinate(np.repeat(numbers[:, None], self._shape.shape[-1], axis=1))


def _by_coordinate(points: Floats) -> Floats:
    """The same points (P, D), kept coordinate by coordinate in memory when they are planar."""
    return np.asfortranarray(points) if points.shape[-1] == 2 else np.ascontiguousarray(points)
