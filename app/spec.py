"""What may be asked for: the shape of a race, every limit, and the engine objects made of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, FiniteFloat, ValidationError

from app.engine.catalogue import OPTIMIZERS, SCHEDULES, SURFACES, BadChoice, check, nearest
from app.engine.contracts import Convention, Optimizer, Schedule, Surface
from app.engine.race import Change, Race, Run
from app.sentences import MAX_NAME, Place, sentences

MAX_STEPS = 10_000
MAX_RUNS = 64
MAX_CHANGES = 200
MAX_SEED = 2**53 - 1  # the largest whole number that a browser holds exactly
MAX_NOISE = 10.0
MAX_START = 1e6  # in either coordinate
MIN_RESOLUTION, MAX_RESOLUTION = 11, 401  # points along each side of a grid
MAX_BODY = 64 * 1024  # bytes of a request or of a message
MAX_POINTS = 10_000_000  # recorded points (40 bytes each) in races answered at the same time
MAX_REASONS = 20  # named in one refusal


def _whole(given: Any) -> Any:
    """500.0 is a whole number too, as some languages write it."""
    return int(given) if isinstance(given, float) and given.is_integer() else given


Whole = Annotated[int, BeforeValidator(_whole)]
Name = Annotated[str, Field(max_length=MAX_NAME)]
Coordinate = Annotated[FiniteFloat, Field(ge=-MAX_START, le=MAX_START)]
Point = Annotated[list[Coordinate], Field(min_length=2, max_length=2)]
Noise = Annotated[FiniteFloat, Field(ge=0, le=MAX_NOISE)]
Numbers = dict[Name, FiniteFloat]


class Refused(ValueError):
    """A request that cannot be served: `problems` holds (where, sentence) for each reason."""

    def __init__(self, problems: Iterable[tuple[Place, str]]) -> None:
        self.problems = list(islice(problems, MAX_REASONS))
        super().__init__("; ".join(f"{_dotted(where)}: {words}" for where, words in self.problems))

    def detail(self) -> list[dict[str, Any]]:
        """The reasons in the shape that every door answers with."""
        return [{"loc": list(where), "msg": words} for where, words in self.problems]


def _dotted(where: Place) -> str:
    return ".".join(str(part) for part in where) or "request"


class Spec(BaseModel):
    """Base of all specs: nothing unknown comes in, nothing changes later."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ScheduleSpec(Spec):
    """A schedule from the menu."""

    name: Name = "constant"
    parameters: Numbers = {}


class SurfaceSpec(Spec):
    """A surface from the menu, where to start on it, and how noisy its gradient is."""

    kind: Literal["surface"] = "surface"
    name: Name
    parameters: Numbers = {}
    start: Point | None = None
    noise: Noise = 0.0


class Overrides(Spec):
    """Fields of the problem that are one run's own."""

    name: Name | None = None
    parameters: Numbers | None = None
    start: Point | None = None
    noise: Noise | None = None


class RunSpec(Spec):
    """One competitor."""

    optimizer: Name
    convention: Name | None = None
    hyperparameters: Numbers = {}
    schedule: ScheduleSpec = ScheduleSpec()
    overrides: Overrides = Overrides()


class ChangeSpec(Spec):
    """What was changed while the race ran."""

    step: Annotated[Whole, Field(ge=0, le=MAX_STEPS)]
    run: Annotated[Whole, Field(ge=0, le=MAX_RUNS - 1)]
    hyperparameters: Numbers


class RaceSpec(Spec):
    """A whole race."""

    problem: SurfaceSpec
    runs: Annotated[list[RunSpec], Field(min_length=1, max_length=MAX_RUNS)]
    steps: Annotated[Whole, Field(ge=1, le=MAX_STEPS)] = 500
    seed: Annotated[Whole, Field(ge=0, le=MAX_SEED)] = 0
    changes: Annotated[list[ChangeSpec], Field(max_length=MAX_CHANGES)] = []

    def race(self) -> Race:
        """The engine's race. Raises Refused with the first reason of each run and each change."""
        problems: dict[tuple[Place, str], None] = {}
        runs = []
        for place, run in enumerate(self.runs):
            try:
                runs.append(_run(self.problem, run, ("runs", place)))
            except BadChoice as error:
                problems[error.where, error.message] = None
        changes = [Change(c.step, c.run, c.hyperparameters) for c in self.changes]
        if len(runs) == len(self.runs):
            for place, change in enumerate(changes):
                try:
                    with _at(("changes", place)):
                        check_change(runs, self.steps, change)
                except BadChoice as error:
                    problems[error.where, error.message] = None
        if problems:
            raise Refused(problems)
        return Race(runs, self.steps, self.seed, changes)


def race_from(given: bytes | str | dict[str, Any]) -> Race:
    """Parse a race from JSON text or from what JSON text was read as. Raises Refused."""
    try:
        if isinstance(given, dict):
            return RaceSpec.model_validate(given).race()
        return RaceSpec.model_validate_json(given).race()
    except ValidationError as error:
        raise refused(error) from None


def refused(error: ValidationError) -> Refused:
    """Pydantic's findings in the project's own words."""
    return Refused(sentences(error.errors(include_url=False)))


def surface_from(name: str, parameters: dict[str, float]) -> Surface:
    """A surface with its parameters. Raises BadChoice."""
    with _at(("name",)):
        SURFACES.find(name)
    return SURFACES.build(name, parameters)


def check_change(runs: Sequence[Run], steps: int, change: Change) -> None:
    """Hold a change against the race that it is for. Raises BadChoice."""
    if change.run >= len(runs):
        last = len(runs) - 1
        raise BadChoice(f"run = {change.run} is not in this race; its last one is {last}", ("run",))
    if change.step > steps:
        raise BadChoice(
            f"step = {change.step} is after the end; the last step is {steps}", ("step",)
        )
    run = runs[change.run]
    with _at(("hyperparameters",)):
        _check_numbers(change.hyperparameters, run.optimizer, run.convention)


def _run(problem: SurfaceSpec, run: RunSpec, where: Place) -> Run:
    own = run.overrides.model_dump(exclude_none=True)

    def place(field: str) -> Place:
        return (*where, "overrides", field) if field in own else ("problem", field)

    elsewhere = "name" in own  # what was set for the problem's surface means nothing on another
    name = own.get("name", problem.name)
    with _at(place("name")):
        SURFACES.find(name)
    with _at(place("parameters")):
        parameters = own.get("parameters", {} if elsewhere else problem.parameters)
        surface = SURFACES.build(name, parameters)
    start = own.get("start") or (None if elsewhere else problem.start) or surface.start
    _check_start(surface, start, place("start"))
    with _at((*where, "optimizer")):
        optimizer = OPTIMIZERS.find(run.optimizer)
    with _at((*where, "convention")):
        convention = convention_of(optimizer, run.convention)
    with _at((*where, "hyperparameters")):
        _check_numbers(run.hyperparameters, optimizer, convention)
    return Run(
        optimizer,
        convention,
        {**convention.defaults, **run.hyperparameters},
        _schedule(run.schedule, (*where, "schedule")),
        surface,
        (float(start[0]), float(start[1])),
        own.get("noise", problem.noise),
    )


def _schedule(spec: ScheduleSpec, where: Place) -> Schedule:
    with _at((*where, "name")):
        SCHEDULES.find(spec.name)
    with _at((*where, "parameters")):
        return SCHEDULES.build(spec.name, spec.parameters)


def _check_numbers(
    numbers: Mapping[str, float], optimizer: type[Optimizer], convention: Convention
) -> None:
    check(numbers, convention.sliders, f"{optimizer.label} ({convention.label})")


def convention_of(optimizer: type[Optimizer], name: str | None) -> Convention:
    """The convention of that name, or the default one. Raises BadChoice."""
    if name is None:
        return optimizer.conventions[0]
    names = {convention.name: convention for convention in optimizer.conventions}
    if name not in names:
        raise BadChoice(f"unknown {optimizer.label} convention {name!r}{nearest(name, names)}")
    return names[name]


def _check_start(surface: Surface, start: Any, where: Place) -> None:
    with np.errstate(all="ignore"):
        value, gradient = surface.value_and_gradient(np.array(start, float), 0)
        finite = np.isfinite(value) and np.isfinite(np.square(gradient).sum())
    if not finite:
        (x0, x1), (y0, y1) = surface.domain
        raise BadChoice(
            f"{surface.label} has no finite value or gradient at ({start[0]:g}, {start[1]:g}); "
            f"start nearer to its domain, x from {x0:g} to {x1:g} and y from {y0:g} to {y1:g}",
            where,
        )


@contextmanager
def _at(where: Place) -> Iterator[None]:
    """Put a place in front of the BadChoices that are raised inside."""
    try:
        yield
    except BadChoice as error:
        raise BadChoice(error.message, (*where, *error.where)) from None
