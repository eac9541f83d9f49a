"""The races of a lesson, computed once, with what can be measured on each run."""

from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np

from app.engine.contracts import Floats
from app.engine.course import Record
from app.engine.descend import Descent, Frames, Lanes
from app.engine.network.scores import Scores, evaluate, scores
from app.engine.outcome import Outcome, outcomes
from app.engine.race import Race as SurfaceRace
from app.engine.race import Run, path_of
from app.engine.sweep import SEEDS, Sweep, sweep
from app.engine.training import Progress, Trainee, Training
from app.engine.verdict import verdicts
from app.lessons.head import Race
from app.spec import NetworkSpec

BLOCK = 500  # steps computed at a time


class Unmeasurable(ValueError):
    """Something that cannot be measured on a run, in a sentence."""


class Ran:
    """One run of a computed race. `loss` is f − f* where f has a minimum, else f; (steps + 1,)."""

    loss: Floats
    norm: Floats
    rate: Floats
    moved: Floats  # the length of the move that led to each point, 0 at the start

    def __init__(self, race: Race, number: int, outcome: Outcome) -> None:
        self.race = race
        self.number = number
        self.outcome = outcome

    @property
    def name(self) -> str:
        """What claims call it."""
        return f"{self.race.name}.{self.race.ids[self.number]}"

    @property
    def steps(self) -> int:
        """The last step with finite numbers."""
        return self.outcome.steps

    def step(self, at: float | None) -> int:
        """A step that was recorded; None is the last. Raises Unmeasurable."""
        if at is None:
            return self.steps
        if at != int(at) or at < 0:
            raise Unmeasurable(f"{at:g} is no step of {self.name}")
        if at > self.steps:
            ended = f"it {self.outcome.status} after step {self.steps}"
            raise Unmeasurable(f"{self.name} has no step {at:g}: {ended}")
        return int(at)

    def on_surface(self) -> "OnSurface":
        """Itself, if it ran on a surface. Raises Unmeasurable."""
        if isinstance(self, OnSurface):
            return self
        raise Unmeasurable(f"{self.name} trains a network; this is measured on surfaces")

    def trained(self) -> "Trained":
        """Itself, if it trained a network. Raises Unmeasurable."""
        if isinstance(self, Trained):
            return self
        raise Unmeasurable(f"{self.name} ran on a surface; this is measured on networks")


class OnSurface(Ran):
    """A run on a surface. `points` is (steps + 1, 2)."""

    def __init__(
        self, race: Race, number: int, run: Run, path: Frames, outcome: Outcome
    ) -> None:
        super().__init__(race, number, outcome)
        self.run = run
        self.points = path.point[:, 0]
        self.loss = path.value[:, 0] - (run.surface.lowest() or 0.0)
        self.norm = path.gradient_norm[:, 0]
        self.rate = path.rate[:, 0]
        self.moved = np.append(0.0, np.hypot(*np.diff(self.points, axis=0).T))
        self._seeded: dict[int, tuple[Floats, Floats]] = {}

    def seeded(self, seeds: int) -> tuple[Floats, Floats]:
        """The same run with `seeds` seeds from the race's on: its loss (K, S), points (K, S, 2).

        NaN where a run has left the finite numbers.
        """
        if seeds not in self._seeded:
            self._seeded[seeds] = self._of_seeds(seeds)
        return self._seeded[seeds]

    @cached_property
    def at_best(self) -> Sweep:
        """The same run with the rate and the momentum that suit it."""
        first = self.race.spec.seed
        seeds = range(first, first + (SEEDS if self.run.noise else 1))
        return sweep([self.run], self.race.spec.steps, seeds)[0]

    def _of_seeds(self, seeds: int) -> tuple[Floats, Floats]:
        run, spec = self.run, self.race.spec
        if spec.changes:
            raise Unmeasurable(f"{self.name} is changed on its way; seeds are for others")
        first = spec.seed
        lanes = Lanes(
            run.convention,
            dict(run.hyperparameters),
            run.schedule,
            np.tile(np.array(run.start, float), (seeds, 1)),
            run.noise,
            np.arange(first, first + seeds),
        )
        frames = Descent(run.surface, [lanes], first).advance(spec.steps + 1)
        return frames.value - (run.surface.lowest() or 0.0), frames.point


class Trained(Ran):
    """A run that trained a network. `flow` is (steps + 1, layers)."""

    def __init__(
        self,
        race: Race,
        number: int,
        training: Training,
        progress: Progress,
        record: Record,
        outcome: Outcome,
    ) -> None:
        super().__init__(race, number, outcome)
        self.run: Trainee = training.runs[number]
        self.record = record
        self.loss = record.value
        self.norm = record.gradient_norm
        self.rate = record.rate
        self.moved = progress.moved[: len(self.loss), number]
        self.flow = progress.flow[: len(self.loss), number, : len(self.run.network.shape.places)]
        self._training = training
        self._seeded: dict[int, list[Record]] = {}

    def parameters(self, at: float | None = None) -> Floats:
        """The parameters (D,) at a step."""
        step = self.step(at)
        return self.record.final if step == self.steps else self._training.at(step)[self.number].x

    def train(self, at: float | None) -> Scores:
        """How good the answers are on the train part at a step."""
        return scores(self.run.network, self.parameters(at)[None], "train")

    def test(self, at: float | None) -> Scores:
        """How good the answers are on the test part at a step. Raises Unmeasurable."""
        found = evaluate(self.run.network, self.parameters(at)[None]).test
        if found is None:
            raise Unmeasurable(f"{self.name} has no test part")
        return found

    def seeded(self, seeds: int) -> list[Record]:
        """The same run with `seeds` seeds from the race's on: other data, batches and weights."""
        if seeds not in self._seeded:
            self._seeded[seeds] = list(self._of_seeds(seeds))
        return self._seeded[seeds]

    def _of_seeds(self, seeds: int) -> Iterator[Record]:
        spec = self.race.spec
        if spec.changes:
            raise Unmeasurable(f"{self.name} is changed on its way; seeds are for others")
        for seed in range(spec.seed, spec.seed + seeds):
            alone = spec.model_copy(update={"seed": seed, "runs": [spec.runs[self.number]]})
            training = alone.training()
            training.advance(spec.steps + 1)
            yield training.records()[0]


class Races:
    """The races of a lesson; each is computed when one of its runs is first asked for."""

    def __init__(self, races: Mapping[str, Race]) -> None:
        self._races = races
        self._ran: dict[str, dict[str, Ran]] = {}

    def runs(self, name: str) -> Mapping[str, Ran]:
        """The runs of one race, by id. Raises KeyError for a race that is not there."""
        if name not in self._ran:
            race = self._races[name]
            found = trained(race) if isinstance(race.spec.problem, NetworkSpec) else raced(race)
            self._ran[name] = dict(zip(race.ids, found, strict=True))
        return self._ran[name]

    @cached_property
    def names(self) -> list[str]:
        """What the races are called."""
        return list(self._races)


def raced(race: Race) -> list[OnSurface]:
    """Compute a race on surfaces."""
    made: SurfaceRace = race.spec.race()
    blocks = []
    while not made.over:
        blocks.append(made.advance(BLOCK))
    return [
        OnSurface(race, number, run, path_of(blocks, number), end)
        for number, (run, end) in enumerate(zip(made.runs, outcomes(made, blocks), strict=True))
    ]


def trained(race: Race) -> list[Trained]:
    """Compute a race of networks."""
    asked = race.spec.training()
    made = Training(asked.runs, asked.steps, asked.seed, asked.changes, keep=True)
    progress = made.advance(made.steps + 1)
    records = made.records()
    ends = verdicts(made, records)
    return [
        Trained(race, number, made, progress, record, end)
        for number, (record, end) in enumerate(zip(records, ends, strict=True))
    ]
