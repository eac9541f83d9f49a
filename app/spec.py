"""What may be asked for: the shape of a race, every limit, and the engine objects made of it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from app.engine.catalogue import OPTIMIZERS, SCHEDULES, SURFACES, BadChoice, check, nearest
from app.engine.contracts import Convention, Optimizer, Schedule, Surface
from app.engine.race import Change, Race, Run

MAX_STEPS = 10_000
MAX_RUNS = 64
MAX_CHANGES = 200
MAX_SEED = 2**53 - 1  # the largest whole number that a browser holds exactly
MAX_NOISE = 10.0
MAX_START = 1e6  # in either coordinate
MIN_RESOLUTION, MAX_RESOLUTION = 11, 401  # points along each side of a grid
MAX_BODY = 64 * 1024  # bytes of a request or of a message

Coordinate = Annotated[FiniteFloat, Field(ge=-MAX_START, le=MAX_START)]
Noise = Annotated[FiniteFloat, Field(ge=0, le=MAX_NOISE)]
Numbers = dict[str, FiniteFloat]
Place = tuple[str | int, ...]


class Refused(ValueError):
    """A request that cannot be served: `problems` holds (where, sentence) for each reason."""

    def __init__(self, problems: list[tuple[Place, str]]) -> None:
        super().__init__("; ".join(f"{_dotted(where)}: {words}" for where, words in problems))
        self.problems = problems

    def detail(self) -> list[dict[str, Any]]:
        """The reasons in the shape that every door answers with."""
        return [{"loc": list(where), "msg": words} for where, words in self.problems]


class Spec(BaseModel):
    """Base of all specs: nothing unknown comes in, nothing changes later."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ScheduleSpec(Spec):
    """A schedule from the menu."""

    name: str = "constant"
    parameters: Numbers = {}


class SurfaceSpec(Spec):
    """A surface from the menu, where to start on it, and how noisy its gradient is."""

    kind: Literal["surface"] = "surface"
    name: str
    parameters: Numbers = {}
    start: Annotated[list[Coordinate], Field(min_length=2, max_length=2)] | None = None
    noise: Noise = 0.0


class Overrides(Spec):
    """Fields of the problem that are one run's own."""

    name: str | None = None
    parameters: Numbers | None = None
    start: Annotated[list[Coordinate], Field(min_length=2, max_length=2)] | None = None
    noise: Noise | None = None


class RunSpec(Spec):
    """One competitor."""

    optimizer: str
    convention: str | None = None
    hyperparameters: Numbers = {}
    schedule: ScheduleSpec = ScheduleSpec()
    overrides: Overrides = Overrides()


class ChangeSpec(Spec):
    """What was changed while the race ran."""

    step: Annotated[int, Field(ge=0, le=MAX_STEPS)]
    run: Annotated[int, Field(ge=0, lt=MAX_RUNS)]
    hyperparameters: Numbers


class RaceSpec(Spec):
    """A whole race."""

    problem: SurfaceSpec
    runs: Annotated[list[RunSpec], Field(min_length=1, max_length=MAX_RUNS)]
    steps: Annotated[int, Field(ge=1, le=MAX_STEPS)] = 500
    seed: Annotated[int, Field(ge=0, le=MAX_SEED)] = 0
    changes: Annotated[list[ChangeSpec], Field(max_length=MAX_CHANGES)] = []

    def race(self) -> Race:
        """The engine's race. Raises Refused with every reason at once."""
        problems: list[tuple[Place, str]] = []
        runs = []
        for place, run in enumerate(self.runs):
            try:
                runs.append(_run(self.problem, run, ("runs", place)))
            except BadChoice as error:
                problems.append((error.where, error.message))
        for place, change in enumerate(self.changes):
            problems += _wrong_change(self, change, ("changes", place))
        if problems:
            raise Refused(list(dict.fromkeys(problems)))
        changes = [Change(c.step, c.run, c.hyperparameters) for c in self.changes]
        return Race(runs, self.steps, self.seed, changes)


def race_from(text: str | bytes | dict[str, Any]) -> Race:
    """Parse a race from JSON text or from what JSON text was read as. Raises Refused."""
    return parsed(RaceSpec, text).race()


def parsed(kind: type[Any], text: str | bytes | dict[str, Any]) -> Any:
    """A spec of that kind. Raises Refused in the project's own words."""
    try:
        if isinstance(text, dict):
            return kind.model_validate(text)
        return kind.model_validate_json(text)
    except ValidationError as error:
        raise Refused(list(sentences(error.errors(include_url=False)))) from None


def surface_from(name: str, parameters: dict[str, float], where: Place = ()) -> Surface:
    """A surface with its parameters. Raises BadChoice."""
    with _at(where):
        return SURFACES.build(name, parameters)


def _run(problem: SurfaceSpec, run: RunSpec, where: Place) -> Run:
    own = run.overrides.model_dump(exclude_none=True)
    at_problem: Place = (*where, "overrides") if own else ("problem",)
    parameters = own.get("parameters", {} if "name" in own else problem.parameters)
    surface = _surface(own.get("name", problem.name), parameters, at_problem)
    start = own.get("start") or (None if "name" in own else problem.start) or surface.start
    _check_start(surface, start, (*at_problem, "start"))
    optimizer = _optimizer(run.optimizer, (*where, "optimizer"))
    convention = convention_of(optimizer, run.convention, (*where, "convention"))
    with _at((*where, "hyperparameters")):
        check(run.hyperparameters, convention.sliders, f"{optimizer.label} ({convention.label})")
    return Run(
        optimizer,
        convention,
        {**convention.defaults, **run.hyperparameters},
        _schedule(run.schedule, (*where, "schedule")),
        surface,
        (float(start[0]), float(start[1])),
        own.get("noise", problem.noise),
    )


def _surface(name: str, parameters: dict[str, float], where: Place) -> Surface:
    with _at((*where, "name")):
        SURFACES.find(name)
    with _at((*where, "parameters")):
        return SURFACES.build(name, parameters)


def _schedule(spec: ScheduleSpec, where: Place) -> Schedule:
    with _at((*where, "name")):
        SCHEDULES.find(spec.name)
    with _at((*where, "parameters")):
        return SCHEDULES.build(spec.name, spec.parameters)


def _optimizer(name: str, where: Place) -> type[Optimizer]:
    with _at(where):
        return OPTIMIZERS.find(name)


def convention_of(optimizer: type[Optimizer], name: str | None, where: Place = ()) -> Convention:
    """The convention of that name, or the default one. Raises BadChoice."""
    if name is None:
        return optimizer.conventions[0]
    names = {convention.name: convention for convention in optimizer.conventions}
    if name not in names:
        hint = nearest(name, names)
        raise BadChoice(f"unknown {optimizer.label} convention {name!r}{hint}", where)
    return names[name]


def _check_start(surface: Surface, start: Any, where: Place) -> None:
    point = np.array(start, float)
    with np.errstate(all="ignore"):
        value, gradient = surface.value_and_gradient(point, 0)
    if not (np.isfinite(value) and np.isfinite(gradient).all()):
        raise BadChoice(
            f"{surface.label} has no finite value at ({start[0]:g}, {start[1]:g}); "
            f"choose a start nearer to its domain {surface.domain}",
            where,
        )


def _wrong_change(spec: RaceSpec, change: ChangeSpec, where: Place) -> Iterator[tuple[Place, str]]:
    if change.run >= len(spec.runs):
        yield (
            (*where, "run"),
            f"there is no run {change.run}; the last one is {len(spec.runs) - 1}",
        )
        return
    if change.step > spec.steps:
        yield (*where, "step"), f"step {change.step} is after the last step {spec.steps}"
    run = spec.runs[change.run]
    try:
        optimizer = OPTIMIZERS.find(run.optimizer)
        convention = convention_of(optimizer, run.convention)
        check(change.hyperparameters, convention.sliders, f"{optimizer.label} ({convention.label})")
    except BadChoice as error:
        yield (*where, "hyperparameters", *error.where), error.message


class _at:
    """Put a place in front of the BadChoices that are raised inside."""

    def __init__(self, where: Place) -> None:
        self._where = where

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, BadChoice):
            raise BadChoice(error.message, (*self._where, *error.where)) from None


def _dotted(where: Place) -> str:
    return ".".join(str(part) for part in where) or "request"


_KINDS = {
    "int": "a whole number",
    "float": "a number",
    "string": "a text",
    "list": "a list",
    "dict": "an object",
    "model": "an object",
    "finite": "a finite number",
}


def sentences(findings: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Place, str]]:
    """Pydantic's findings as (where, sentence): what was given, and what would be right."""
    for finding in findings:
        where = tuple(finding["loc"])
        yield where, _sentence(finding["type"], finding.get("ctx", {}), finding.get("input"), where)


def _sentence(kind: str, context: dict[str, Any], given: Any, where: Place) -> str:
    if kind == "missing":
        return f"'{where[-1]}' is missing; it must be given"
    if kind == "extra_forbidden":
        return f"unknown field '{where[-1]}'"
    if kind == "json_invalid":
        return f"this is not JSON: {context.get('error', 'it cannot be read')}"
    if kind in ("too_long", "too_short"):
        bound = context.get("max_length", context.get("min_length"))
        side = "at most" if kind == "too_long" else "at least"
        return f"{context['actual_length']} entries were given; there must be {side} {bound}"
    sides = {
        "less_than_equal": ("le", "at most"),
        "greater_than_equal": ("ge", "at least"),
        "less_than": ("lt", "below"),
    }
    if kind in sides:
        name, words = sides[kind]
        return f"{_shown(given)} is out of bounds; it must be {words} {context[name]:g}"
    if kind == "literal_error":
        return f"{_shown(given)} is unknown; it must be {context['expected']}"
    wanted = _KINDS.get(kind.split("_", maxsplit=1)[0], "of another kind")
    return f"{_shown(given)} is not right here; it must be {wanted}"


def _shown(given: Any) -> str:
    """What was given, short and printable, never a non-finite number as JSON."""
    try:
        text = json.dumps(given, ensure_ascii=False, default=str)
    except (TypeError, ValueError, RecursionError):
        text = type(given).__name__
    return text if len(text) <= 60 else f"{text[:57]}..."
