"""Training: a race of networks. Nothing but a few numbers is kept of each step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from app.engine.contracts import Convention, Floats, Optimizer, Schedule
from app.engine.descend import Descent, Trace
from app.engine.network.problem import Network
from app.engine.network.scores import Evaluation, evaluate
from app.engine.race import Change, descents_of

EVALUATIONS = 100  # after the one at the start, at most

Points = list[tuple[int, float]]


@dataclass(frozen=True)
class Trainee:
    """One optimizer with its hyperparameters and schedule, on a network of its own or shared."""

    optimizer: type[Optimizer]
    convention: Convention
    hyperparameters: Mapping[str, float]
    schedule: Schedule
    network: Network
    noise: float = 0.0

    @property
    def problem(self) -> Network:
        """What is minimised."""
        return self.network

    @cached_property
    def start(self) -> Floats:
        """The parameters before the first step, (D,): the same for equal shapes."""
        return self.network.initial(self.network.seed)


@dataclass(frozen=True)
class Scores:
    """The scores of one run, as (step, value). Without a test part there are none of it.

    Accuracies are None for regression.
    """

    train_loss: Points
    test_loss: Points
    train_accuracy: Points | None
    test_accuracy: Points | None


@dataclass(frozen=True)
class Record:
    """What is known of one run that is over, up to its last finite step.

    `value`, `gradient_norm` and `rate` are (steps + 1,), `moved` is the length of each move
    away from them. `final` (D,) are the parameters at the last step, and `lost` (D,) those at the
    next one if that left the finite numbers.
    """

    value: Floats
    gradient_norm: Floats
    rate: Floats
    moved: Floats
    scores: Scores
    final: Floats
    lost: Floats | None


def evaluated_at(steps: int) -> list[int]:
    """The steps at which networks are scored: the start, at most 100 evenly spaced, the end.

    >>> evaluated_at(3), evaluated_at(500)[:4], len(evaluated_at(10_000))
    ([0, 1, 2, 3], [0, 5, 10, 15], 101)
    """
    parts = min(steps, EVALUATIONS)
    return [round(part * steps / parts) for part in range(parts + 1)]


@dataclass
class Training:
    """Networks on their way. The race is reproduced by (runs, seed, changes)."""

    runs: Sequence[Trainee]
    steps: int
    seed: int = 0
    changes: Sequence[Change] = field(default_factory=list)
    step: int = 0

    def __post_init__(self) -> None:
        self._courses = [
            _Course(descent, order, self.runs[order[0]].network)
            for descent, order in descents_of(self.runs, self.seed)
        ]
        self._evaluated_at = set(evaluated_at(self.steps))
        self._stops = sorted(
            self._evaluated_at | {change.step for change in self.changes} | {self.steps + 1}
        )

    @property
    def over(self) -> bool:
        """Whether the last step was taken."""
        return self.step > self.steps

    def advance(self, count: int) -> None:
        """Go up to `count` points on."""
        last = min(self.step + count, self.steps + 1)
        while self.step < last:
            for change in self.changes:
                if change.step == self.step:
                    self._apply(change)
            stop = min([last, *(stop for stop in self._stops if stop > self.step)])
            for course in self._courses:
                course.advance(stop - self.step, self.step in self._evaluated_at)
            self.step = stop

    def records(self) -> list[Record]:
        """What is known of every run."""
        found = {
            number: course.record(lane)
            for course in self._courses
            for lane, number in enumerate(course.order)
        }
        return [found[number] for number in range(len(self.runs))]

    def _apply(self, change: Change) -> None:
        for course in self._courses:
            if change.run in course.order:
                course.descent.change(course.order.index(change.run), change.hyperparameters)


class _Course:
    """One descent with what was seen on it; lane i is run `order[i]`."""

    def __init__(self, descent: Descent, order: list[int], network: Network) -> None:
        self.descent = descent
        self.order = order
        self._network = network
        self._traces: list[Trace] = []
        self._evaluations: list[tuple[int, Evaluation]] = []
        self._last = descent.point
        self._lost: dict[int, Floats] = {}

    def advance(self, count: int, evaluating: bool) -> None:
        if evaluating:
            found = evaluate(self._network, self.descent.point)
            self._evaluations.append((self.descent.step, found))
        trace = self.descent.follow(count)
        seen = np.isfinite(trace.last).all(-1, keepdims=True)
        self._last = np.where(seen, trace.last, self._last)
        self._lost |= trace.lost
        # Points are large: of a block's, only the newest is kept.
        self._traces.append(trace._replace(last=np.empty(0), lost={}))

    def record(self, lane: int) -> Record:
        value, norm, rate, moved = (
            np.concatenate([part[:, lane] for part in column])
            for column in zip(*(trace[1:5] for trace in self._traces), strict=True)
        )
        length = int(np.isfinite(value).sum())
        final = self._last[lane]
        return Record(
            value[:length],
            norm[:length],
            rate[:length],
            moved[:length],
            self._scores(lane, length - 1),
            final,
            self._lost.get(lane),
        )

    def _scores(self, lane: int, steps: int) -> Scores:
        """The lane's scores up to its last finite step, that step included."""
        seen = [(step, _of(found, lane)) for step, found in self._evaluations if step <= steps]
        if steps >= 0 and seen[-1][0] != steps:
            seen.append((steps, _of(evaluate(self._network, self._last[lane][None]), 0)))
        train_loss, test_loss, train_accuracy, test_accuracy = (
            [(step, row[column]) for step, row in seen if np.isfinite(row[column])]
            for column in range(4)
        )
        if not self._network.samples.table.classes:
            return Scores(train_loss, test_loss, None, None)
        return Scores(train_loss, test_loss, train_accuracy, test_accuracy)


def _of(found: Evaluation, lane: int) -> tuple[float, float, float, float]:
    """Loss on both parts and accuracy on both, NaN where there is none."""
    rows = [
        (np.nan, np.nan)
        if part is None
        else (
            float(part.loss[lane]),
            np.nan if part.accuracy is None else float(part.accuracy[lane]),
        )
        for part in found
    ]
    (train_loss, train_accuracy), (test_loss, test_accuracy) = rows
    return train_loss, test_loss, train_accuracy, test_accuracy
