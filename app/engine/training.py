"""Training: a race of networks. Nothing but a few numbers is kept of each step."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import zip_longest
from threading import Lock
from typing import NamedTuple

import numpy as np

from app.engine.checkpoints import Checkpoint, Checkpoints, apply, patiently, walk
from app.engine.contracts import Convention, Floats, Optimizer, Schedule
from app.engine.course import Course, Record
from app.engine.descend import Descent, Opening, Trace
from app.engine.network.problem import Network
from app.engine.race import Change, changes_for, descents_of

EVALUATIONS = 100  # after the one at the start, at most
EVERY = (1, 2, 5, 10, 20, 50, 100)  # steps between the scores of a race that is streamed
FAR = 10  # times as far as others got: where the path of a run that diverged is cut off
BEYOND = 1e6  # times that: where any path is
PATHS = 1000  # points of all paths together, at most


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


class Progress(NamedTuple):
    """K steps of P runs, the first of which is `first`. Without their points.

    `moved` is the length of the move that led to each step, 0 at the start. `flow` is the length
    of each layer's part of the gradient; L is the number of layers of the deepest run, and others
    have NaN beyond their own. A run that has left the finite numbers is NaN from then on.
    `evaluations` are steps with (P, 4): the loss on the train and the test part, and the quality
    on both: the accuracy for classes, the share of variance that is explained for numbers.
    """

    first: int
    value: Floats  # (K, P)
    gradient_norm: Floats  # (K, P)
    rate: Floats  # (K, P)
    moved: Floats  # (K, P)
    flow: Floats  # (K, P, L)
    evaluations: list[tuple[int, Floats]]


class Standing(NamedTuple):
    """Where a run was: its parameters (D,) at a step."""

    step: int
    x: Floats


def evaluated_at(steps: int) -> list[int]:
    """The steps at which networks are scored: the start, at most 100 evenly spaced, the end.

    >>> evaluated_at(3), evaluated_at(500)[:4], len(evaluated_at(10_000))
    ([0, 1, 2, 3], [0, 5, 10, 15], 101)
    """
    parts = min(steps, EVALUATIONS)
    return [round(part * steps / parts) for part in range(parts + 1)]


def every_for(steps: int, multiple: int = 1) -> int:
    """How many steps lie between scores if there are to be at most 100 of them.

    They are a `multiple`, so that a race which goes on is scored where it was before.

    >>> every_for(100), every_for(101), every_for(2000), every_for(10_000)
    (1, 2, 20, 100)
    """
    fitting = [every for every in EVERY if every % multiple == 0]
    return next((every for every in fitting if every * EVALUATIONS >= steps), fitting[-1])


@dataclass
class Training:
    """Networks on their way. The race is reproduced by (runs, seed, changes).

    Scores are taken at multiples of `every` and at the end; without it, where `evaluated_at`
    says. With `keep`, what was computed can be looked at and gone on from: see `at` and
    `branched`. One thread may look while another one advances.
    """

    runs: Sequence[Trainee]
    steps: int
    seed: int = 0
    changes: list[Change] = field(default_factory=list)
    every: int | None = None
    keep: bool = False
    step: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._courses = [
            Course(descent, order, self.runs[order[0]].network)
            for descent, order in descents_of(self.runs, self.seed)
        ]
        self._evaluated_at = (
            evaluated_at(self.steps)
            if self.every is None
            else sorted({*range(0, self.steps + 1, self.every), self.steps})
        )
        self._evaluates = set(self._evaluated_at)
        self._kept = Checkpoints(self.steps)
        self._walkers: dict[int, Descent] = {}
        self._walking = Lock()
        self._seen = self._view()

    @property
    def over(self) -> bool:
        """Whether the last step was taken."""
        return self.step > self.steps

    def advance(self, count: int) -> Progress:
        """Go up to `count` points on."""
        first, last = self.step, min(self.step + count, self.steps + 1)
        before = [course.moved for course in self._courses]
        traces: list[list[Trace]] = [[] for _ in self._courses]
        while self.step < last:
            if self.keep and self._kept.due(self.step):
                self._kept.keep(self.step, [course.descent for course in self._courses])
            stop = self._stop(last)
            for course, noted in zip(self._courses, traces, strict=True):
                apply(self.changes, course.descent, course.order)
                noted.append(course.advance(stop - self.step, self.step in self._evaluates))
            self.step = stop
            self._seen = self._view()
        return self._progress(first, before, traces)

    def steer(self, run: int, hyperparameters: Mapping[str, float]) -> Change:
        """Change hyperparameters of a run from the next recorded point on. Not after the last."""
        change = Change(self.step, run, dict(hyperparameters))
        self.changes.append(change)
        return change

    def branched(
        self,
        steps: int,
        changes: Sequence[Change],
        every: int | None = None,
        heed: Callable[[], None] = patiently,
    ) -> "Training":
        """A race of the same runs and seed that goes on from what this one has kept.

        Its `step` is the first one that it still has to compute: at or before the first change
        that is not shared. All its numbers are those that it would have had from the start. It is
        scored `every` so many steps, else about a hundred times where this one is scored too;
        scores of the past that this one has not taken are made up for, with a `heed` before each.
        This one must not advance before the first of these.
        """
        if every is None and self.every is not None:
            every = max(self.every, every_for(steps, self.every))
        other = Training(self.runs, steps, self.seed, list(changes), every, self.keep)
        until = min(self._shared(other), steps + (steps == self.steps))
        now = Checkpoint(self.step, tuple(course.descent.copy() for course in self._courses))
        found = now if self.step <= until else self._kept.before(until)
        if found is not None:
            other._go_on(self, found, heed)
        return other

    def recast(self, sources: Sequence[int]) -> "Training":
        """This race, where it is, with these of its runs: each as often as it is named.

        So a run that shares the past of another need not be trained again up to where they part.
        Its numbers are those that it would have had from the start.
        """
        changes = changes_for(self.changes, sources)
        runs = [self.runs[source] for source in sources]
        other = Training(runs, self.steps, self.seed, changes, self.every, self.keep)
        other.step = self.step
        places = []
        for mine in other._courses:
            wanted = [sources[number] for number in mine.order]
            at = next(p for p, c in enumerate(self._courses) if wanted[0] in c.order)
            theirs = self._courses[at]
            lanes = [theirs.order.index(source) for source in wanted]
            mine.take(theirs, lanes, theirs.descent.picked(lanes))
            places.append((at, lanes))
        kept = [
            Checkpoint(one.step, tuple(one.descents[at].picked(lanes) for at, lanes in places))
            for one in self._kept.all()
        ]
        other._kept.take(kept, self._kept.stride)
        other._seen = other._view()
        return other

    def at(self, step: int, heed: Callable[[], None] = patiently) -> list[Standing]:
        """The parameters of each run at a step.

        Of a run that left the finite numbers before, they are those at its last finite step; of
        steps that are not computed yet, those at the last that is. Walks from the checkpoint
        before, or from where the last call ended; `heed` is called now and then, and may end the
        walk by raising.
        """
        seen = self._seen
        step = max(0, min(step, seen.step - 1))
        found = {}
        for place, (course, view) in enumerate(zip(self._courses, seen.courses, strict=True)):
            walked = (view.until > step).any()
            points = self._walked(place, step, heed).point if walked else view.last
            for lane, number in enumerate(course.order):
                until = int(view.until[lane])
                x = points[lane] if until > step else view.last[lane]
                if until < 0:
                    x = self.runs[number].start
                found[number] = Standing(max(0, min(until, step)), x)
        return [found[number] for number in range(len(self.runs))]

    def opened(self, step: int, run: int, heed: Callable[[], None] = patiently) -> Opening:
        """What the move of a run away from its point at a step is made of.

        Of a run that left the finite numbers before, it is that at its last finite step; of steps
        that are not computed yet, that at the last that is. Walks as `at` does.
        """
        seen = self._seen
        place = next(p for p, course in enumerate(self._courses) if run in course.order)
        course = self._courses[place]
        lane = course.order.index(run)
        step = max(0, min(step, seen.step - 1, int(seen.courses[place].until[lane])))
        now = self._walked(place, step, heed)
        apply(self.changes, now, course.order)
        return now.opened(lane)

    def kept_steps(self, run: int, most: int) -> list[int]:
        """The steps of a run so far that are kept, evenly thinned out, and its last finite one."""
        seen = self._seen
        place = next(p for p, course in enumerate(self._courses) if run in course.order)
        lane = self._courses[place].order.index(run)
        last = max(0, min(seen.step - 1, int(seen.courses[place].until[lane])))
        kept = [checkpoint.step for checkpoint in self._kept.all() if checkpoint.step < last]
        chosen = np.unique(np.linspace(0, len(kept) - 1, most - 1).round().astype(int))
        return [*(kept[place] for place in chosen if kept), last]

    def snapshots(self, count: int = 101) -> list[tuple[list[int], Floats]]:
        """The steps kept of each run so far and its points there, (S, D), evenly thinned out.

        The last one computed is among them. See `_near` for runs that went far away.
        """
        seen = self._seen
        count = max(2, min(count, PATHS // len(self.runs)))
        kept = [checkpoint for checkpoint in self._kept.all() if checkpoint.step < seen.step]
        places = np.unique(np.linspace(0, len(kept) - 1, count - 1).round().astype(int))
        chosen = [kept[place] for place in places] if kept else []
        found = {}
        for place, (course, view) in enumerate(zip(self._courses, seen.courses, strict=True)):
            for lane, number in enumerate(course.order):
                until = int(view.until[lane])
                path = {0: self.runs[number].start}
                path |= {
                    checkpoint.step: checkpoint.descents[place].point[lane]
                    for checkpoint in chosen
                    if checkpoint.step <= until
                }
                if 0 <= until < seen.step:
                    path[until] = view.last[lane]
                found[number] = (list(path), np.array(list(path.values())))
        ended = [found[number][0][-1] < seen.step - 1 for number in range(len(self.runs))]
        return _near([found[number] for number in range(len(self.runs))], ended)

    def records(self) -> list[Record]:
        """What is known of every run."""
        found = {
            number: course.record(lane)
            for course in self._courses
            for lane, number in enumerate(course.order)
        }
        return [found[number] for number in range(len(self.runs))]

    def _stop(self, last: int) -> int:
        """How far all courses can go in one piece."""
        stops = [last, *(change.step for change in self.changes if change.step > self.step)]
        following = bisect_right(self._evaluated_at, self.step)
        stops += self._evaluated_at[following : following + 1]
        if self.keep:
            stops.append(self._kept.after(self.step))
        return min(stops)

    def evaluations(self, first: int, end: int) -> list[tuple[int, Floats]]:
        """The scores at steps from `first` to before `end`, as in `Progress`, so far."""
        tables: dict[int, Floats] = {}
        for course in self._courses:
            for step, table in course.scored(first, end):
                whole = tables.setdefault(step, np.full((len(self.runs), 4), np.nan))
                whole[course.order] = table
        return list(tables.items())

    def _progress(
        self, first: int, before: list[Floats], traces: list[list[Trace]]
    ) -> Progress:
        """What the courses noted from step `first` on; the moves that led there are `before`."""
        layers = layers_of(self)
        count, lanes = self.step - first, len(self.runs)
        value, norm, rate, moved = np.full((4, count, lanes), np.nan)
        flow = np.full((count, lanes, layers), np.nan)
        for course, latest, noted in zip(self._courses, before, traces, strict=True):
            for trace in noted:
                part = slice(trace.first - first, trace.first - first + len(trace.value))
                led = np.concatenate([latest[None], trace.moved])
                latest = led[-1]
                value[part, course.order] = trace.value
                norm[part, course.order] = trace.gradient_norm
                rate[part, course.order] = trace.rate
                moved[part, course.order] = np.where(np.isnan(trace.value), np.nan, led[:-1])
                if trace.flow is not None:
                    flow[part, course.order, : trace.flow.shape[-1]] = trace.flow
        scores = self.evaluations(first, self.step)
        return Progress(first, value, norm, rate, moved, flow, scores)

    def _view(self) -> "_View":
        return _View(self.step, [_CourseView(c.until, c.last) for c in self._courses])

    def _walked(
        self, place: int, step: int, heed: Callable[[], None] = patiently
    ) -> Descent:
        """One course at a step that was computed; what is given may be moved.

        The walker is out of the others' sight while it walks: who comes meanwhile takes another.
        """
        course, start = self._courses[place], self._kept.before(step)
        if start is None:
            raise LookupError("nothing was kept of this training")
        with self._walking:
            walker = self._walkers.pop(place, None)
        if walker is None or not start.step <= walker.step <= step:
            # A network of its own: what it remembers of an epoch is not that of another thread.
            walker = start.descents[place].copy(replace(course.network))
        try:
            walk(walker, course.order, list(self.changes), step, heed)
        finally:
            with self._walking:
                self._walkers[place] = walker
        return walker.copy()

    def _shared(self, other: "Training") -> int:
        """The step up to which this race and another have the same past."""
        ours, others = (
            sorted(training.changes, key=lambda change: (change.step, change.run))
            for training in (self, other)
        )
        steps = [self.step]
        for one, two in zip_longest(ours, others):
            if one != two:
                steps += [change.step for change in (one, two) if change is not None]
                break
        if not self.keep:
            steps += other._evaluates - self._evaluates
        return min(steps)

    def _go_on(
        self, past: "Training", checkpoint: Checkpoint, heed: Callable[[], None]
    ) -> None:
        """Take over the past of another race before a checkpoint."""
        self.step = checkpoint.step
        self._kept.share(past._kept, self.step)
        for mine, theirs, descent in zip(
            self._courses, past._courses, checkpoint.descents, strict=True
        ):
            mine.go_on(theirs, descent.copy(), self._evaluates)
        for step in self._evaluated_at[: bisect_left(self._evaluated_at, self.step)]:
            for place, course in enumerate(self._courses):
                if not course.scored(step, step + 1):
                    heed()
                    course.score(step, past._walked(place, step, heed).point)
        self._seen = self._view()


def layers_of(training: Training) -> int:
    """The number of layers of the deepest run."""
    return max(len(run.network.shape.places) for run in training.runs)


class _CourseView(NamedTuple):
    """The last finite step of each lane (P,), and its point there (P, D)."""

    until: Floats
    last: Floats


class _View(NamedTuple):
    """What another thread may see: all that was computed before `step`."""

    step: int
    courses: list[_CourseView]


@np.errstate(all="ignore")
def _near(
    paths: list[tuple[list[int], Floats]], ended: Sequence[bool]
) -> list[tuple[list[int], Floats]]:
    """Paths without what leads far away: it would make a point of all others in any picture.

    A run that left the finite numbers is cut off where it is ten times as far from its start as
    the others got in the middle, or as the start is long; one that may still do so much later.
    """
    away = [np.sqrt(np.square(points - points[0]).sum(-1)) for _, points in paths]
    tame = [lengths.max() for lengths, over in zip(away, ended, strict=True) if not over]
    start = max(float(np.sqrt(np.square(points[0]).sum())) for _, points in paths)
    limit = FAR * (max(start, float(np.median(tame)) if tame else 0.0) or 1.0)
    near = []
    for (steps, points), lengths, over in zip(paths, away, ended, strict=True):
        inside = lengths <= (limit if over else BEYOND * limit)
        count = max(1, int(np.logical_and.accumulate(inside).sum()))
        near.append((steps[:count], points[:count]))
    return near
