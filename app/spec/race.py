"""A whole race that may be asked for, and the engine objects made of it."""

from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, ValidationError

from app.engine.catalogue import BadChoice
from app.engine.in_force import InForce
from app.engine.race import Change, Race, Run
from app.engine.training import Trainee, Training
from app.sentences import Place
from app.spec.changes import ChangeSpec, changes_from
from app.spec.cost import check_cost
from app.spec.fields import Seed, Spec, Whole
from app.spec.limits import MAX_CHANGES, MAX_RUNS, MAX_STEPS
from app.spec.network import NetworkSpec, Workshop
from app.spec.refusals import TAGS, UNKNOWN, Refused, refused
from app.spec.runs import RunSpec, own_fields, rule_of
from app.spec.surface import SurfaceSpec, ground

R = TypeVar("R")


class UnknownSpec(Spec):
    """A problem of no known kind, which is refused."""

    model_config = ConfigDict(extra="ignore")

    kind: Literal["surface", "network"]


def _tag(given: Any) -> str:
    """Which kind of problem was given; a surface where that is not said."""
    kind = given.get("kind", "surface") if isinstance(given, dict) else "surface"
    if isinstance(given, BaseModel):
        kind = getattr(given, "kind", None)
    return TAGS.get(kind, UNKNOWN) if isinstance(kind, str) else UNKNOWN


ProblemSpec = Annotated[
    Annotated[SurfaceSpec, Tag(TAGS["surface"])]
    | Annotated[NetworkSpec, Tag(TAGS["network"])]
    | Annotated[UnknownSpec, Tag(UNKNOWN)],
    Discriminator(_tag),
]


class RaceSpec(Spec):
    """A whole race. With `parameters`, its answer holds those of the networks."""

    problem: ProblemSpec
    runs: Annotated[list[RunSpec], Field(min_length=1, max_length=MAX_RUNS)]
    steps: Annotated[Whole, Field(ge=1, le=MAX_STEPS)] = 500
    seed: Seed = 0
    changes: Annotated[list[ChangeSpec], Field(max_length=MAX_CHANGES)] = []
    parameters: bool = False

    def rules(self) -> list[InForce]:
        """The rule that each run begins with. Raises Refused with all reasons."""
        return self._runs(lambda run, where: InForce(*rule_of(run, where)[:3], 0))

    def race(self) -> Race:
        """The engine's race on surfaces. Raises Refused with all reasons."""
        runs, changes = self._entered()
        return Race(runs, self.steps, self.seed, changes)

    def check(self) -> None:
        """Refuse what is no race, as far as that is seen without its data. Raises Refused."""
        if isinstance(self.problem, SurfaceSpec):
            self._entered()
        else:
            self.rules()

    def _entered(self) -> tuple[list[Run], list[Change]]:
        """Who races on surfaces, and what changes on the way. Raises Refused."""
        problem = self.problem
        if not isinstance(problem, SurfaceSpec):
            words = "a network is no surface to race on; its kind must be 'surface'"
            raise Refused([(("problem", "kind"), words)])
        if self.parameters:
            words = "only networks have parameters to tell; the path of a surface has its points"
            raise Refused([(("parameters",), words)])
        runs = self._runs(lambda run, where: _run(problem, run, where))
        return runs, changes_from(self.changes, runs, self.steps)

    def training(self) -> Training:
        """The engine's race of networks, its data drawn. Raises Refused with all reasons."""
        problem = self.problem
        if not isinstance(problem, NetworkSpec):
            words = "a surface is not trained; its kind must be 'network'"
            raise Refused([(("problem", "kind"), words)])
        workshop = Workshop(problem, self.seed)
        runs = self._runs(lambda run, where: _trainee(problem, run, where, workshop))
        changes = changes_from(self.changes, runs, self.steps)
        training = Training(runs, self.steps, self.seed, changes)
        check_cost(training, self.parameters)
        return training

    def _runs(self, made: Callable[[RunSpec, Place], R]) -> list[R]:
        """All runs. Raises Refused with the first reason of each."""
        problems: dict[tuple[Place, str], None] = {}
        runs = []
        for place, run in enumerate(self.runs):
            try:
                runs.append(made(run, ("runs", place)))
            except BadChoice as error:
                problems[error.where, error.message] = None
        if problems:
            raise Refused(problems)
        return runs


def spec_from(given: bytes | str | dict[str, Any]) -> RaceSpec:
    """Parse a race from JSON text or from what JSON text was read as. Raises Refused."""
    try:
        if isinstance(given, dict):
            return RaceSpec.model_validate(given)
        return RaceSpec.model_validate_json(given)
    except ValidationError as error:
        raise refused(error) from None


def race_from(given: bytes | str | dict[str, Any]) -> Race:
    """Parse a race on surfaces. Raises Refused."""
    return spec_from(given).race()


def _run(problem: SurfaceSpec, run: RunSpec, where: Place) -> Run:
    own, place = own_fields(problem, run, where)
    surface, start, noise = ground(problem, own, place)
    return Run(*rule_of(run, where), surface, start, noise)


def _trainee(problem: NetworkSpec, run: RunSpec, where: Place, workshop: Workshop) -> Trainee:
    own, place = own_fields(problem, run, where)
    network = workshop.network(own, place)
    return Trainee(*rule_of(run, where), network)
