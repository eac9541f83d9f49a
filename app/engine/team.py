"""Lanes that one call moves: runs of one convention under one schedule, while they run."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.engine.contracts import (
    Convention,
    Floats,
    LossSchedule,
    Number,
    Rule,
    Schedule,
    State,
)


@dataclass(frozen=True)
class Lanes:
    """P runs of one convention under one schedule, moved by the same calls.

    A hyperparameter is one number for all lanes, or an array (P,). `noise` is the standard
    deviation of what is added to every coordinate of the gradient. All lanes see the same draw,
    unless they have `seeds` (P,) of their own: then each sees that of a descent with its seed.
    """

    convention: Convention
    hyperparameters: Mapping[str, Number]
    schedule: Schedule
    start: Floats  # (P, D)
    noise: Number = 0.0
    seeds: Floats | None = None


class Team:
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

    @property
    def convention(self) -> Convention:
        """The form of the rule."""
        return self._convention

    @property
    def memory(self) -> State:
        """What the rule remembers before the next move."""
        return self._state

    def numbers(self, lane: int) -> dict[str, float]:
        """The hyperparameters of one lane."""
        size = len(self._shape)
        return {
            name: float(np.broadcast_to(value, size)[lane])
            for name, value in self._numbers.items()
        }

    def change(self, lane: int, hyperparameters: Mapping[str, float], lanes: int = 1) -> None:
        """Set hyperparameters of one lane, or of so many from it on, from the next move on."""
        for name, value in hyperparameters.items():
            spread = np.array(np.broadcast_to(self._numbers[name], len(self._shape)), float)
            spread[lane : lane + lanes] = value
            self._numbers[name] = spread
        self._lay_out()

    def copy(self) -> "Team":
        """The same lanes, on their own from here on."""
        other = copy.copy(self)
        other._numbers = dict(self._numbers)
        other._rates = None
        return other

    def cut(self, first: int, end: int) -> "Team":
        """Some of the lanes, by their places in the team, as a team of their own."""
        lanes = slice(first, end)

        def rows(number: Any) -> Any:
            is_points = isinstance(number, np.ndarray) and number.ndim == 2
            return by_coordinate(number[lanes]) if is_points else number

        other = copy.copy(self)
        other.part = slice(self.part.start + first, self.part.start + end)
        other._shape = by_coordinate(self._shape[lanes])
        other._numbers = {
            name: np.asarray(value)[lanes] if np.ndim(value) else value
            for name, value in self._numbers.items()
        }
        other._lay_out()
        other._state = type(self._state)(*(rows(number) for number in self._state))
        other._rates = None
        if self.follows_loss:
            other._loss_state = type(self._loss_state)(*(n[lanes] for n in self._loss_state))
            other._next_factor = self._next_factor[lanes]
        return other

    def turned(self, convention: Convention, hyperparameters: Mapping[str, float]) -> "Team":
        """The same lanes under another rule that remembers nothing yet. The schedule goes on."""
        other = copy.copy(self)
        other._convention = convention
        other._numbers = {**convention.defaults, **hyperparameters}
        other._lay_out()
        other._state = other._rule.start(self._shape)
        other._rates = None
        return other

    def arrays(self) -> Iterator[Floats]:
        """All arrays of the points' size that the lanes need to go on."""
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
        return by_coordinate(np.repeat(factor[:, None], self._shape.shape[-1], axis=1))

    def _lay_out(self) -> None:
        """Numbers as arrays of the points' own shape: NumPy is fastest on equal shapes.

        One number for all lanes stays a single one.
        """
        laid = {name: spread(value, self._shape) for name, value in self._numbers.items()}
        self._lr = laid.pop("lr", np.ones((), self._shape.dtype))
        self._weight_decay = laid.pop("weight_decay", np.zeros((), self._shape.dtype))
        self._decay = self._convention.decay if self._weight_decay.any() else "none"
        self._rule: Rule = self._convention.rule(**laid)


def spread(value: Number, x: Floats) -> Floats:
    """One number a lane as an array like the points `x` (P, D); where all are equal, as one.

    That one is an array without dimensions: NumPy rounds powers of its scalars differently.
    """
    numbers = np.asarray(value, x.dtype)
    if numbers.ndim == 0 or (numbers == numbers[0]).all():
        return numbers.reshape(-1)[:1].reshape(())
    return by_coordinate(np.repeat(numbers[:, None], x.shape[-1], axis=1))


def by_coordinate(points: Floats) -> Floats:
    """The same points (P, D), kept coordinate by coordinate in memory when they are planar."""
    return np.asfortranarray(points) if points.shape[-1] == 2 else np.ascontiguousarray(points)
