"""What the doors answer with, as models: for the OpenAPI document. The doors write JSON themselves.

A test holds every answer against these, so that no field is missing here and none too many.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.engine.outcome import Status
from app.engine.table import Kind

Point = tuple[float, float]
Scores = list[tuple[int, float]]
Share = Annotated[float, Field(ge=0, le=1)]
MathML = Annotated[str, Field(description="MathML")]


class Answer(BaseModel):
    """Base of all answers: nothing is in them that is not described."""

    model_config = ConfigDict(extra="forbid")


class Reason(Answer):
    """One reason of a refusal: where, what was given, and what would be right."""

    loc: list[str | int]
    msg: str


class Refusal(Answer):
    """Why a request is not served."""

    detail: Annotated[list[Reason], Field(min_length=1)]


class Health(Answer):
    """The process serves."""

    status: Literal["ok"]


class Readiness(Answer):
    """New visitors are welcome."""

    status: Literal["ready"]


class Divergence(Answer):
    """The numbers behind a divergence, see docs/design.md."""

    step: int
    met_at: int
    curvature: float
    rate: float
    limit: float | None
    stable_rate: float | None
    theorem: bool
    suggested_lr: float | None


class _Ended(Answer):
    optimizer: str
    convention: str
    label: str
    status: Status
    since: Annotated[int | None, Field(description="from which step on it was so")]
    steps: Annotated[int, Field(description="the last step; every list has one number more")]
    reason: Annotated[str, Field(description="the status in words")]
    divergence: Divergence | None
    loss: list[float]
    gradient_norm: list[float]
    learning_rate: list[float]


class SurfaceRun(_Ended):
    """How a run went on a surface."""

    path: list[Point]


class Confusion(Answer):
    """Rows are true classes, columns what they were taken for."""

    train: list[list[int]]
    test: list[list[int]] | None


class _Learned(Answer):
    train_inputs: list[list[float]]
    train_targets: list[float]
    batches: Annotated[list[list[int]], Field(description="row numbers of each step")]


class NetworkRun(_Ended):
    """How a network was trained. Scores are [step, value]; accuracies are those of classes."""

    train_loss: Scores
    test_loss: Scores | None
    train_accuracy: Scores | None
    test_accuracy: Scores | None
    train_r2: Scores | None
    test_r2: Scores | None
    confusion: Confusion | None


class ToldNetworkRun(NetworkRun):
    """With its parameters, layer by layer: weights (inputs, outputs) row after row, biases."""

    initial_parameters: list[float]
    final_parameters: list[float]


class ApartNetworkRun(ToldNetworkRun, _Learned):
    """A run that saw other rows than the race's."""


class SurfaceRace(Answer):
    """A race on surfaces."""

    runs: list[SurfaceRun]


class NetworkRace(Answer):
    """A race of networks."""

    runs: list[NetworkRun]


class ToldNetworkRace(_Learned):
    """A race of networks that was asked for with `parameters`."""

    runs: list[ToldNetworkRun | ApartNetworkRun]


class Line(Answer):
    """One line of a rule, carried out; numbers by coordinate. What is not finite is null."""

    symbol: str
    name: str
    mathml: MathML
    numbers: list[MathML]
    before: list[float | None] | None
    after: list[float | None]


class Move(Answer):
    """Where a step begins and ends."""

    before: list[float | None]
    after: list[float | None]


class UsedGradient(Answer):
    """The true gradient, and the noisy one that the rule was given."""

    true: list[float | None]
    used: list[float | None]


class Arrows(Answer):
    """Directions in the plane."""

    gradient: list[float | None]
    momentum: list[float | None] | None
    move: list[float | None]


class Bend(Answer):
    """Eigenvalues of the Hessian, and the rate times the largest against what the rule bears."""

    eigenvalues: list[float]
    directions: list[list[float]]
    product: float | None
    limit: float | None
    theorem: bool


class OpenedRun(Answer):
    """One run's move away from its point."""

    optimizer: str
    convention: str
    label: str
    step: int
    coordinates: list[str]
    lines: list[Line]
    point: Move
    value: float | None
    gradient: UsedGradient
    rate: float | None
    effective_rate: list[float | None]
    change: list[float | None]
    words: list[str]
    arrows: Arrows | None
    curvature: Bend | None


class OpenedStep(Answer):
    """A step of all runs."""

    step: int
    runs: list[OpenedRun]


class Series(Answer):
    """What one symbol of a rule was over time, a list for each coordinate."""

    symbol: str
    name: str
    mathml: MathML
    values: list[list[float | None]]


class BendOverTime(Answer):
    """The largest eigenvalue over time, and its product with the rate."""

    largest: list[float | None]
    product: list[float | None]
    limit: list[float | None]
    theorem: bool


class Memory(Answer):
    """What a run's rule remembered; long runs have every so many steps."""

    steps: list[int]
    series: list[Series]
    curvature: BendOverTime | None


class Swept(Answer):
    """All settings that were tried: a row of scores for each beta. Null is a lost run."""

    rate_name: str | None
    rates: list[float]
    beta_name: str | None
    betas: list[float]
    scores: list[list[float | None]]


class BestRun(Answer):
    """The best setting of a run."""

    hyperparameters: dict[str, float]
    score: float | None
    swept: Swept
    at_edge: bool
    words: str


class Best(Answer):
    """Each run at its best."""

    budget: int
    seeds: int
    measure: str
    runs: list[BestRun]


class Tried(Answer):
    """How a rate did. `end` is the loss at the end, null for a run that was lost."""

    lr: float
    end: float | None
    status: str


class Works(Answer):
    """The largest learning rate that works, if any."""

    lr: float | None
    tried: list[Tried]
    words: str


class Quantiles(Answer):
    """The loss below which a tenth, half and nine tenths of the seeds are; null is infinite."""

    low: list[float | None]
    middle: list[float | None]
    high: list[float | None]


class Band(Answer):
    """The median path, and half the width across it of the middle 80 %."""

    x: list[float | None]
    y: list[float | None]
    across: list[float | None]


class CloudRun(Answer):
    """What the seeds of a run did. `interval` is where the share lies, with 95 % confidence."""

    loss: Quantiles
    path: Band | None
    ends: list[tuple[float | None, float | None]] | None
    reached: int
    share: Share
    interval: tuple[Share, Share]
    diverged: int


class Cloud(Answer):
    """A race with many seeds."""

    seeds: int
    threshold: float
    steps: list[int]
    runs: list[CloudRun]


class Program(Answer):
    """A race as a program."""

    language: Literal["numpy", "pytorch", "optax", "keras"]
    program: str
    notes: list[str]


class Scale(Answer):
    """What was subtracted, and what divided by."""

    mean: float
    deviation: float


class Rows(Answer):
    """How many rows each part has."""

    train: int
    test: int


class Plane(Answer):
    """The plane that data are drawn on: inputs = origin + u axes[0] + v axes[1]."""

    kind: str
    names: list[str]
    explained: list[float] | None
    origin: list[float]
    axes: list[list[float]]
    units: list[Scale] | None
    range: list[Point]


class Part(Answer):
    """The places of a part's rows on the plane, and their targets."""

    u: list[float]
    v: list[float]
    target: list[float]


class Data(Answer):
    """Data as they are learned and drawn."""

    name: str
    label: str
    task: str
    features: list[str]
    classes: list[str]
    target: str
    blank: list[str]
    outputs: int
    target_scale: Scale
    rows: Rows
    plane: Plane
    train: Part
    test: Part


class Column(Answer):
    """What a column was taken for, and why."""

    name: str
    kind: Kind
    why: str
    examples: list[str]


class Table(Answer):
    """What a CSV text was read as."""

    header: bool
    delimiter: str
    rows: int
    columns: list[Column]
    target: str
    preview: list[list[str]]


class Grid(Answer):
    """Heights of a surface, a row of z for each y."""

    x: list[float]
    y: list[float]
    z: list[list[float]]


class Number(Answer):
    """One number that may be set. The server accepts `minimum` to `maximum`, and 0 with `zero`."""

    name: str
    label: str
    symbol: str
    default: float
    minimum: float
    maximum: float
    scale: Literal["linear", "log", "one_minus_log"]
    integer: bool
    track: list[float]
    ticks: list[float]
    help: str
    zero: Literal[True] = True


class _Entry(Answer):
    name: str
    label: str
    summary: str
    notice: str
    formula: Annotated[str, Field(description="LaTeX")]
    source: str


class Reading(Answer):
    """What an optimizer is good or weak at, and the lesson that shows it."""

    says: str
    lesson: str | None


class Convention(Answer):
    """One published form of a rule. The keys of `defaults` are the hyperparameters it takes."""

    name: str
    label: str
    formula: str
    mathml: list[MathML]
    rule: str
    defaults: dict[str, float]
    decay: str
    note: str


class Optimizer(_Entry):
    """A rule, in all its conventions; the first is its default."""

    good_at: list[Reading]
    weak_at: list[Reading]
    hyperparameters: list[Number]
    conventions: list[Convention]


class Entry(_Entry):
    """An entry of a menu."""

    mathml: list[MathML]
    parameters: list[Number]


class Surface(Entry):
    """A surface, with good learning rates by optimizer, and by convention too."""

    domain: list[Point]
    start: Point
    minima: list[tuple[float, float, float]]
    rates: dict[str, float]
    rates_by_convention: dict[str, dict[str, float]]


class Dataset(Entry):
    """A data set."""

    task: str
    features: list[str]
    classes: list[str]
    rates: dict[str, Any]


class Activation(Entry):
    """An activation."""

    saturates: bool
    dies: bool


class Loss(Entry):
    """A loss."""

    needs_classes: bool
    threshold: float | None
    answers: str


class Catalog(Answer):
    """All menus, and the limits."""

    optimizers: list[Optimizer]
    surfaces: list[Surface]
    schedules: list[Entry]
    datasets: list[Dataset]
    activations: list[Activation]
    initializers: list[Entry]
    losses: list[Loss]
    limits: dict[str, float | list[float]]


class ListedLesson(Answer):
    """A lesson in the course. Texts are HTML."""

    name: str
    title: str
    order: int
    summary: str


class Topic(Answer):
    """A topic of the course."""

    topic: str
    lessons: list[ListedLesson]


class Course(Answer):
    """The course, in order."""

    topics: list[Topic]


class LessonRace(Answer):
    """A race of a lesson. `request` is a body for POST /api/run."""

    label: str
    request: dict[str, Any]
    ids: list[str]
    says: list[str | None]
    view: dict[str, Any]


class Claim(Answer):
    """What a lesson says, and the same as an expression over its races."""

    says: str
    holds: str


class Question(Answer):
    """Asked before the race is seen. `answer` counts the choices from 1."""

    question: str
    choices: list[str]
    answer: int
    because: str


class Lesson(Answer):
    """A lesson. Texts are HTML."""

    name: str
    title: str
    order: int
    topic: str
    summary: str
    html: str
    races: dict[str, LessonRace]
    claims: list[Claim]
    predict: Question
    previous: str | None
    next: str | None


class Term(Answer):
    """A word, and what it means."""

    name: str
    word: str
    says: str


class Glossary(Answer):
    """The words of the field."""

    terms: list[Term]
