"""One descent of networks with what was seen on it."""

from bisect import bisect_left
from collections.abc import Container, Sequence
from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Floats
from app.engine.descend import Descent, Trace
from app.engine.network.problem import Network
from app.engine.network.scores import Evaluation, evaluate

Points = list[tuple[int, float]]


@dataclass(frozen=True)
class Scores:
    """The scores of one run, as (step, value). Without a test part there are none of it.

    Accuracies are None for regression, the shares of variance that are explained for classes.
    """

    train_loss: Points
    test_loss: Points
    train_accuracy: Points | None
    test_accuracy: Points | None
    train_r2: Points | None
    test_r2: Points | None


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


class Course:
    """One descent with what was seen on it; lane i is run `order[i]`.

    `until` (P,) is the last finite step of each lane, -1 for none, and `last` (P, D) its point
    there; `moved` (P,) is the length of the latest moves.
    """

    def __init__(self, descent: Descent, order: list[int], network: Network) -> None:
        self.descent = descent
        self.order = order
        self.network = network
        self.last = descent.point
        self.until = np.full(len(order), -1)
        self.moved = np.zeros(len(order))
        self._parts = [place.first for place in network.shape.places]
        self._traces: list[Trace] = []
        self._evaluations: list[tuple[int, Floats]] = []
        self._lost: dict[int, Floats] = {}

    def advance(self, count: int, evaluating: bool) -> Trace:
        """Go on; what was noted has no points."""
        point = self.descent.point
        trace = self.descent.follow(count, self._parts)
        finite = np.isfinite(trace.value)
        seen = finite.any(0)
        self.last = np.where(np.expand_dims(seen, 1), trace.last, self.last)
        self.until = np.where(seen, trace.first + finite.sum(0) - 1, self.until)
        self.moved = trace.moved[-1]
        self._lost |= trace.lost
        if evaluating:
            self.score(trace.first, point)
        # Points are large: of a block's, only the newest is kept.
        trace = trace._replace(last=np.empty(0), lost={})
        self._traces.append(trace._replace(flow=None))
        return trace

    def go_on(self, past: "Course", descent: Descent, evaluates: Container[int]) -> None:
        """Take over what another course noted before the step of `descent`.

        `last` and `until` may be of later steps, for lanes that were finite then: they are
        again at the next step.
        """
        self.descent, first = descent, descent.step
        self.last, self.until = past.last, past.until
        self._lost = {lane: x for lane, x in past._lost.items() if past.until[lane] < first - 1}
        self._evaluations = [
            (step, table)
            for step, table in past._evaluations
            if step < first and step in evaluates
        ]
        self._traces = [_cut(trace, first) for trace in past._traces if trace.first < first]
        if self._traces:
            self.moved = self._traces[-1].moved[-1]

    def take(self, other: "Course", lanes: Sequence[int], descent: Descent) -> None:
        """Be where another course is, with some of its lanes; those of `descent` are they."""
        self.descent = descent
        self.last, self.until, self.moved = (
            column[lanes] for column in (other.last, other.until, other.moved)
        )
        self._lost = {
            place: other._lost[lane] for place, lane in enumerate(lanes) if lane in other._lost
        }
        self._evaluations = [(step, table[lanes]) for step, table in other._evaluations]
        self._traces = [_some(trace, lanes) for trace in other._traces]

    def score(self, step: int, point: Floats) -> None:
        """Evaluate the lanes where they are at a step; NaN for those that ended before."""
        table = _table(evaluate(self.network, point), len(self.order))
        table[self.until < step] = np.nan
        self._evaluations.append((step, table))
        self._evaluations.sort(key=_step)

    def scored(self, first: int, end: int) -> list[tuple[int, Floats]]:
        """The scores at steps from `first` to before `end`, (P, 4) each."""
        from_, to = (bisect_left(self._evaluations, step, key=_step) for step in (first, end))
        return self._evaluations[from_:to]

    def record(self, lane: int) -> Record:
        value, norm, rate, moved = (
            np.concatenate([part[:, lane] for part in column])
            for column in zip(*(trace[1:5] for trace in self._traces), strict=True)
        )
        length = int(np.isfinite(value).sum())
        final = self.last[lane]
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
        seen = [(step, table[lane]) for step, table in self._evaluations if step <= steps]
        if steps >= 0 and seen[-1][0] != steps:
            seen.append((steps, _table(evaluate(self.network, self.last[lane][None]), 1)[0]))
        train_loss, test_loss, train_quality, test_quality = (
            [(step, float(row[column])) for step, row in seen if np.isfinite(row[column])]
            for column in range(4)
        )
        if self.network.samples.table.classes:
            return Scores(train_loss, test_loss, train_quality, test_quality, None, None)
        return Scores(train_loss, test_loss, None, None, train_quality, test_quality)


def _step(evaluation: tuple[int, Floats]) -> int:
    return evaluation[0]


def _table(found: Evaluation, lanes: int) -> Floats:
    """Loss on both parts and quality on both, (P, 4), NaN where there is none."""
    table = np.full((lanes, 4), np.nan)
    for place, part in enumerate(found):
        if part is not None:
            table[:, place] = part.loss
            table[:, 2 + place] = part.r2 if part.accuracy is None else part.accuracy
    return table


def _some(trace: Trace, lanes: Sequence[int]) -> Trace:
    """What a trace noted of some of its lanes."""
    return trace._replace(
        value=trace.value[:, lanes],
        gradient_norm=trace.gradient_norm[:, lanes],
        rate=trace.rate[:, lanes],
        moved=trace.moved[:, lanes],
    )


def _cut(trace: Trace, step: int) -> Trace:
    """What a trace noted before a step."""
    count = step - trace.first
    return trace._replace(
        value=trace.value[:count],
        gradient_norm=trace.gradient_norm[:count],
        rate=trace.rate[:count],
        moved=trace.moved[:count],
    )
