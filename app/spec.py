"""What may be asked for: the shape of a race, every limit, and the engine objects made of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Annotated, Any, Literal, TypeVar

import numpy as np
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    FiniteFloat,
    SerializerFunctionWrapHandler,
    Tag,
    ValidationError,
    model_serializer,
)

from app.engine.catalogue import (
    ACTIVATIONS,
    DATASETS,
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
    SCHEDULES,
    SURFACES,
    BadChoice,
    Catalogue,
    check,
    nearest,
)
from app.engine.contracts import (
    Activation,
    Convention,
    Dataset,
    Entry,
    Loss,
    Optimizer,
    Schedule,
    Surface,
)
from app.engine.network.problem import Network
from app.engine.race import Change, Race, Run
from app.engine.samples import MAX_TEST_FRACTION, Samples, split
from app.engine.training import EVALUATIONS, Trainee, Training
from app.engine.words import number
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

MAX_HIDDEN = 6  # hidden layers
MAX_UNITS = 64  # in each
MAX_BATCH = 5_000  # examples
MAX_PENALTY = 10.0  # of l1 and l2
MAX_DROPOUT = 0.9
MAX_SCALE = 100.0  # of the weights at the start: seven layers of it still have finite numbers
MAX_WORK = 100_000_000_000  # multiplications of one race, on the way forward: a minute or two
BEND = 16  # multiplications that take as long as what a unit makes of its sum
MAX_ROWS = 5_000_000  # row numbers that one answer lists
POINT = 40  # bytes of a recorded point
COPIES = 16  # of all parameters, at most: gradient, memory of the rule, what is in between


def _whole(given: Any) -> Any:
    """500.0 is a whole number too, as some languages write it."""
    return int(given) if isinstance(given, float) and given.is_integer() else given


Whole = Annotated[int, BeforeValidator(_whole)]
Name = Annotated[str, Field(max_length=MAX_NAME)]
Coordinate = Annotated[FiniteFloat, Field(ge=-MAX_START, le=MAX_START)]
Point = Annotated[list[Coordinate], Field(min_length=2, max_length=2)]
Noise = Annotated[FiniteFloat, Field(ge=0, le=MAX_NOISE)]
Numbers = dict[Name, FiniteFloat]


R = TypeVar("R")
E = TypeVar("E", bound=Entry)


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


def _named(given: Any) -> Any:
    """A name alone stands for an entry with its defaults."""
    return {"name": given} if isinstance(given, str) else given


class ChoiceSpec(Spec):
    """An entry of a menu, with its parameters."""

    name: Name
    parameters: Numbers = {}


Choice = Annotated[ChoiceSpec, BeforeValidator(_named)]
Units = Annotated[Whole, Field(ge=1, le=MAX_UNITS)]
Hidden = Annotated[list[Units], Field(max_length=MAX_HIDDEN)]
BatchSize = Annotated[Whole, Field(ge=1, le=MAX_BATCH)]
Penalty = Annotated[FiniteFloat, Field(ge=0, le=MAX_PENALTY)]
Dropout = Annotated[FiniteFloat, Field(ge=0, le=MAX_DROPOUT)]
StartScale = Annotated[FiniteFloat, Field(ge=0, le=MAX_SCALE)]
TestFraction = Annotated[FiniteFloat, Field(ge=0, le=MAX_TEST_FRACTION)]


class SurfaceSpec(Spec):
    """A surface from the menu, where to start on it, and how noisy its gradient is."""

    kind: Literal["surface"] = "surface"
    name: Name
    parameters: Numbers = {}
    start: Point | None = None
    noise: Noise = 0.0


class NetworkSpec(Spec):
    """A multi-layer perceptron, what it learns, and how. `batch_size` None is the full batch.

    Without a `loss` classes are learned by cross-entropy and numbers by the mean squared error.
    """

    kind: Literal["network"]
    dataset: Choice = ChoiceSpec(name="moons")
    test_fraction: TestFraction = 0.3
    hidden: Hidden = [8, 8]
    activation: Choice = ChoiceSpec(name="tanh")
    initializer: Choice = ChoiceSpec(name="xavier_uniform")
    scale: StartScale = 1.0
    loss: Choice | None = None
    batch_size: BatchSize | None = 32
    l1: Penalty = 0.0
    l2: Penalty = 0.0
    dropout: Dropout = 0.0


class UnknownSpec(Spec):
    """A problem of no known kind, which is refused."""

    model_config = ConfigDict(extra="ignore")

    kind: Literal["surface", "network"]


TAGS = {"surface": "(surface)", "network": "(network)"}  # no field is called so
UNKNOWN = "(unknown)"


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


class Overrides(Spec):
    """Fields of the problem that are one run's own. None changes nothing, but for `batch_size`."""

    name: Name | None = None
    parameters: Numbers | None = None
    start: Point | None = None
    noise: Noise | None = None
    dataset: Choice | None = None
    test_fraction: TestFraction | None = None
    hidden: Hidden | None = None
    activation: Choice | None = None
    initializer: Choice | None = None
    scale: StartScale | None = None
    loss: Choice | None = None
    batch_size: BatchSize | None = None
    l1: Penalty | None = None
    l2: Penalty | None = None
    dropout: Dropout | None = None

    @model_serializer(mode="wrap")
    def as_given(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Without what was left out: a batch size of None is not the same as none."""
        return {name: value for name, value in handler(self).items() if name in self.given()}

    def given(self) -> dict[str, Any]:
        """What was set, by name."""
        return {
            name: value
            for name in type(self).model_fields
            if name in self.model_fields_set
            and ((value := getattr(self, name)) is not None or name == "batch_size")
        }


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
    """A whole race. With `parameters`, its answer holds those of the networks."""

    problem: ProblemSpec
    runs: Annotated[list[RunSpec], Field(min_length=1, max_length=MAX_RUNS)]
    steps: Annotated[Whole, Field(ge=1, le=MAX_STEPS)] = 500
    seed: Annotated[Whole, Field(ge=0, le=MAX_SEED)] = 0
    changes: Annotated[list[ChangeSpec], Field(max_length=MAX_CHANGES)] = []
    parameters: bool = False

    def race(self) -> Race:
        """The engine's race on surfaces. Raises Refused with all reasons."""
        problem = self.problem
        if not isinstance(problem, SurfaceSpec):
            words = "a network is not streamed yet; send the race to POST /api/run"
            raise Refused([(("problem", "kind"), words)])
        if self.parameters:
            words = "only networks have parameters to tell; the path of a surface has its points"
            raise Refused([(("parameters",), words)])
        runs = self._runs(lambda run, where: _run(problem, run, where))
        return Race(runs, self.steps, self.seed, self._changes(runs))

    def training(self) -> Training:
        """The engine's race of networks, its data drawn. Raises Refused with all reasons."""
        problem = self.problem
        if not isinstance(problem, NetworkSpec):
            words = "a surface is not trained; its kind must be 'network'"
            raise Refused([(("problem", "kind"), words)])
        draw = _Drawn(self.seed)
        runs = self._runs(lambda run, where: _trainee(problem, run, where, draw))
        changes = self._changes(runs)
        training = Training(runs, self.steps, self.seed, changes)
        work = work_of(training)
        if work > MAX_WORK:
            words = (
                f"this race would take {number(work)} multiplications; at most "
                f"{number(MAX_WORK)} are made for one, so take fewer runs, fewer steps, smaller "
                "batches or a smaller network"
            )
            raise Refused([((), words)])
        if room_of(training) > MAX_POINTS:
            words = (
                "this race would need more memory than there is for one; take fewer runs, fewer "
                "steps, smaller batches or a smaller network"
            )
            raise Refused([((), words)])
        told = rows_of(training) if self.parameters else 0
        if told > MAX_ROWS:
            words = (
                f"the batches of this race have {told} row numbers; at most {MAX_ROWS} are told, "
                "so take fewer steps or smaller batches, or leave parameters out"
            )
            raise Refused([(("parameters",), words)])
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

    def _changes(self, runs: Sequence[Run | Trainee]) -> list[Change]:
        """All changes. Raises Refused with the first reason of each."""
        problems: dict[tuple[Place, str], None] = {}
        changes = [Change(c.step, c.run, c.hyperparameters) for c in self.changes]
        for place, change in enumerate(changes):
            try:
                with _at(("changes", place)):
                    check_change(runs, self.steps, change)
            except BadChoice as error:
                problems[error.where, error.message] = None
        if problems:
            raise Refused(problems)
        return changes


def work_of(training: Training) -> int:
    """The multiplications on the way forward, scores included; those go no way back."""
    work = 0
    for run in training.runs:
        network = run.network
        each = network.size + BEND * sum(network.shape.sizes[1:])
        learned = (training.steps + 1) * network.batches.largest
        scored = (min(training.steps, EVALUATIONS) + 1) * len(network.samples.table.targets)
        work += each * (learned + scored // 3)
    return work


def room_of(training: Training) -> int:
    """The memory that a training takes, counted in recorded points."""
    numbers = 0
    for run in training.runs:
        network = run.network
        sums = 3 * sum(network.shape.sizes) * network.batches.largest
        numbers += COPIES * network.size + sums
    return len(training.runs) * (training.steps + 1) + 8 * numbers // POINT


def rows_of(training: Training) -> int:
    """How many row numbers the different batches of a training have."""
    batches = {run.network.batches for run in training.runs}
    return sum((training.steps + 1) * each.largest for each in batches)


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


def refused(error: ValidationError) -> Refused:
    """Pydantic's findings in the project's own words."""
    tags = {*TAGS.values(), UNKNOWN}
    findings: list[dict[str, Any]] = [
        {**finding, "loc": tuple(part for part in finding["loc"] if part not in tags)}
        for finding in error.errors(include_url=False)
    ]
    return Refused(sentences(findings))


def surface_from(name: str, parameters: dict[str, float]) -> Surface:
    """A surface with its parameters. Raises BadChoice."""
    with _at(("name",)):
        SURFACES.find(name)
    return SURFACES.build(name, parameters)


def activation_from(name: str, parameters: dict[str, float]) -> Activation:
    """An activation with its parameters. Raises BadChoice."""
    with _at(("name",)):
        ACTIVATIONS.find(name)
    return ACTIVATIONS.build(name, parameters)


def check_change(runs: Sequence[Run | Trainee], steps: int, change: Change) -> None:
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
    own, place = _own(problem, run, where)
    elsewhere = "name" in own  # what was set for the problem's surface means nothing on another
    name = own.get("name", problem.name)
    with _at(place("name")):
        SURFACES.find(name)
    with _at(place("parameters")):
        parameters = own.get("parameters", {} if elsewhere else problem.parameters)
        surface = SURFACES.build(name, parameters)
    start = own.get("start") or (None if elsewhere else problem.start) or surface.start
    _check_start(surface, start, place("start"))
    return Run(
        *_rule(run, where),
        surface,
        (float(start[0]), float(start[1])),
        own.get("noise", problem.noise),
    )


def _trainee(problem: NetworkSpec, run: RunSpec, where: Place, drawn: "_Drawn") -> Trainee:
    own, place = _own(problem, run, where)
    asked = {name: getattr(problem, name) for name in NetworkSpec.model_fields} | own
    dataset = _built(DATASETS, asked["dataset"], place("dataset"))
    chosen = asked["loss"] or ChoiceSpec(name="cross_entropy" if dataset.classes else "mse")
    loss = _built(LOSSES, chosen, place("loss"))
    moved = "dataset" in own and "loss" not in own  # to data that the problem's loss does not fit
    _check_loss(loss, dataset, place("dataset" if moved else "loss"))
    activation = _built(ACTIVATIONS, asked["activation"], place("activation"))
    initializer = _built(INITIALIZERS, asked["initializer"], place("initializer"))
    rule = _rule(run, where)
    network = Network(
        drawn.samples(dataset, asked["test_fraction"]),
        tuple(asked["hidden"]),
        activation,
        initializer,
        loss,
        float(asked["scale"]),
        asked["batch_size"],
        float(asked["l1"]),
        float(asked["l2"]),
        float(asked["dropout"]),
        drawn.seed,
    )
    return Trainee(*rule, drawn.network(network))


class _Drawn:
    """What runs share: equal data sets are drawn once, and equal networks are one object."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._samples: dict[tuple[Dataset, float], Samples] = {}
        self._networks: dict[Network, Network] = {}

    def samples(self, dataset: Dataset, test_fraction: float) -> Samples:
        key = dataset, test_fraction
        if key not in self._samples:
            self._samples[key] = split(dataset.table(self.seed), test_fraction, self.seed)
        return self._samples[key]

    def network(self, network: Network) -> Network:
        return self._networks.setdefault(network, network)


def _own(
    problem: SurfaceSpec | NetworkSpec, run: RunSpec, where: Place
) -> tuple[dict[str, Any], Callable[[str], Place]]:
    """A run's own fields of the problem, and where each field was given. Raises BadChoice."""
    own = run.overrides.given()
    fields = type(problem).model_fields
    for name in own:
        if name not in fields:
            known = {field: None for field in fields if field != "kind"}
            raise BadChoice(
                f"a {problem.kind} has no {name!r}{nearest(name, known)}",
                (*where, "overrides", name),
            )
    return own, lambda field: (*where, "overrides", field) if field in own else ("problem", field)


def _built(catalogue: Catalogue[E], choice: ChoiceSpec, where: Place) -> E:
    with _at(where):
        catalogue.find(choice.name)
        with _at(("parameters",)):
            return catalogue.build(choice.name, choice.parameters)


def _check_loss(loss: Loss, dataset: Dataset, where: Place) -> None:
    if loss.needs_classes and not dataset.classes:
        fitting = [name for name, entry in LOSSES.items() if not entry.needs_classes]
        raise BadChoice(
            f"{loss.label} needs classes, and {dataset.label} has numbers to predict; "
            f"choose {' or '.join(fitting)}",
            where,
        )


def _rule(
    run: RunSpec, where: Place
) -> tuple[type[Optimizer], Convention, Mapping[str, float], Schedule]:
    """Who moves, in which form, with which numbers, under which schedule."""
    with _at((*where, "optimizer")):
        optimizer = OPTIMIZERS.find(run.optimizer)
    with _at((*where, "convention")):
        convention = convention_of(optimizer, run.convention)
    with _at((*where, "hyperparameters")):
        _check_numbers(run.hyperparameters, optimizer, convention)
    schedule = _schedule(run.schedule, (*where, "schedule"))
    return optimizer, convention, {**convention.defaults, **run.hyperparameters}, schedule


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
