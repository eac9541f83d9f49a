"""A race: several runs from one spec, computed as lanes of as few descents as possible."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from app.engine.contracts import Convention, Floats, Optimizer, Problem, Schedule, Surface
from app.engine.descend import Descent, Frames, Lanes, Opening


class Follower(Protocol):
    """Who follows a rule."""

    @property
    def optimizer(self) -> type[Optimizer]:
        """The rule on the menu."""

    @property
    def convention(self) -> Convention:
        """The form of it."""

    @property
    def hyperparameters(self) -> Mapping[str, float]:
        """All that the convention takes."""


class Entrant(Follower, Protocol):
    """What a race of any kind has to know of a run: who moves, from where, on which problem."""

    @property
    def schedule(self) -> Schedule:
        """What multiplies the learning rate."""

    @property
    def problem(self) -> Problem:
        """What is minimised. Runs with equal problems are lanes of one descent."""

    @property
    def start(self) -> Sequence[float] | Floats:
        """The first point, (D,)."""

    @property
    def noise(self) -> float:
        """The standard deviation of what is added to the gradient."""


@dataclass(frozen=True)
class Run:
    """One optimizer with its hyperparameters and schedule, on its own copy of the problem."""

    optimizer: type[Optimizer]
    convention: Convention
    hyperparameters: Mapping[str, float]
    schedule: Schedule
    surface: Surface
    start: tuple[float, float]
    noise: float = 0.0

    @property
    def problem(self) -> Surface:
        """What is minimised."""
        return self.surface


@dataclass(frozen=True)
class Change:
    """Hyperparameters that one run has from `step` on: the move away from that point uses them.

    With an `optimizer` and its `convention` the run follows that rule from there on. It begins
    with an empty memory and with the convention's defaults for what is not given; its schedule
    goes on. The two come together or not at all.
    """

    step: int
    run: int
    hyperparameters: Mapping[str, float]
    optimizer: type[Optimizer] | None = None
    convention: Convention | None = None

    def made_on(self, descent: Descent, lane: int, lanes: int = 1) -> None:
        """Change the lane of a descent that is at this step, or so many of one team."""
        if self.convention is None:
            descent.change(lane, self.hyperparameters, lanes)
        else:
            descent.turn(lane, self.convention, self.hyperparameters, lanes)


def changes_for(changes: Sequence[Change], runs: Sequence[int]) -> list[Change]:
    """The changes of some of the runs, each as often as it is named, numbered as they are there."""
    return [
        replace(change, run=place)
        for place, run in enumerate(runs)
        for change in changes
        if change.run == run
    ]


@dataclass
class Race:
    """Runs on their way. Lane i of every block belongs to run i.

    `changes` grows when the race is steered, so that (runs, seed, changes) always reproduces it.
    """

    runs: Sequence[Run]
    steps: int
    seed: int = 0
    changes: list[Change] = field(default_factory=list)
    step: int = 0

    def __post_init__(self) -> None:
        self._descents = descents_of(self.runs, self.seed)

    @property
    def over(self) -> bool:
        """Whether the last point was recorded."""
        return self.step > self.steps

    def advance(self, count: int) -> Frames:
        """Record up to `count` more points of every run."""
        last = min(self.step + count, self.steps + 1)
        blocks = []
        while self.step < last:
            for change in self.changes:
                if change.step == self.step:
                    self._apply(change)
            later = [change.step for change in self.changes if change.step > self.step]
            stop = min([last, *later])
            blocks.append(self._advance_all(stop - self.step))
            self.step = stop
        return joined(blocks)

    def steer(self, run: int, hyperparameters: Mapping[str, float]) -> Change:
        """Change hyperparameters of a run from the next recorded point on. Not after the last."""
        change = Change(self.step, run, dict(hyperparameters))
        self.changes.append(change)
        return change

    def opened(self, run: int) -> Opening:
        """What the move of a run away from the point of `step` is made of. Nothing moves.

        Changes made at this very step are counted in.
        """
        for descent, order in self._descents:
            if run in order:
                now = descent.copy()
                for change in self.changes:
                    if change.step == self.step and change.run == run:
                        change.made_on(now, order.index(run))
                return now.opened(order.index(run))
        raise IndexError(f"run {run} is not in this race")

    def again(self, runs: Sequence[int], steps: int) -> "Race":
        """Some of the runs, from the start and no further than so many steps: the same way."""
        changes = changes_for(self.changes, runs)
        return Race([self.runs[run] for run in runs], steps, self.seed, changes)

    def copy(self) -> "Race":
        """The same race at the same step, on its own from here on."""
        other = copy.copy(self)
        other.changes = list(self.changes)
        other._descents = [(descent.copy(), order) for descent, order in self._descents]
        return other

    def _apply(self, change: Change) -> None:
        for descent, order in self._descents:
            if change.run in order:
                change.made_on(descent, order.index(change.run))

    def _advance_all(self, count: int) -> Frames:
        parts = [(descent.advance(count), order) for descent, order in self._descents]
        lanes = len(self.runs)
        frames = Frames(
            self.step,
            np.empty((count, lanes, 2)),
            *(np.empty((count, lanes)) for _ in range(3)),
        )
        for part, order in parts:
            for whole, column in zip(frames[1:], part[1:], strict=True):
                whole[:, order] = column
        return frames


def joined(blocks: Sequence[Frames]) -> Frames:
    """Consecutive blocks as one."""
    if len(blocks) == 1:
        return blocks[0]
    columns = (np.concatenate(columns) for columns in zip(*(b[1:] for b in blocks), strict=True))
    return Frames(blocks[0].first, *columns)


def path_of(blocks: Sequence[Frames], lane: int) -> Frames:
    """The recorded points of one lane, up to the last where all numbers are finite."""
    whole = joined([
        Frames(block.first, *(column[:, lane : lane + 1] for column in block[1:]))
        for block in blocks
    ])
    length = int(np.isfinite(whole.value).sum())
    return Frames(whole.first, *(column[:length] for column in whole[1:]))


def steps_of(frames: Frames, first: int, count: int) -> Frames:
    """So many steps from `first` on."""
    part = slice(first - frames.first, first - frames.first + count)
    return Frames(first, *(column[part] for column in frames[1:]))


def lanes_of(frames: Frames, lanes: slice) -> Frames:
    """Some of the lanes, all steps."""
    return Frames(frames.first, *(column[:, lanes] for column in frames[1:]))


_Groups = list[list[int]]


def descents_of(runs: Sequence[Entrant], seed: int) -> list[tuple[Descent, list[int]]]:
    """A descent for each different problem, and the numbers of the runs that are its lanes."""
    return [
        (Descent(problem, _lanes(runs, groups), seed), _order(groups))
        for problem, groups in _by_problem(runs).items()
    ]


def _by_problem(runs: Sequence[Entrant]) -> dict[Problem, _Groups]:
    """Run numbers, grouped by problem, then by what one call can move."""
    problems: dict[Problem, dict[tuple[str, str, Schedule], list[int]]] = {}
    for number, run in enumerate(runs):
        teams = problems.setdefault(run.problem, {})
        key = (run.optimizer.name, run.convention.name, run.schedule)
        teams.setdefault(key, []).append(number)
    return {problem: list(teams.values()) for problem, teams in problems.items()}


def _order(groups: _Groups) -> list[int]:
    return [number for group in groups for number in group]


def _lanes(runs: Sequence[Entrant], groups: _Groups) -> list[Lanes]:
    lanes = []
    for group in groups:
        first = runs[group[0]]
        settings: dict[str, Floats] = {
            name: np.array([runs[number].hyperparameters[name] for number in group])
            for name in first.convention.defaults
        }
        start = np.array([runs[number].start for number in group], float)
        noise = np.array([runs[number].noise for number in group])
        lanes.append(Lanes(first.convention, settings, first.schedule, start, noise))
    return lanes
