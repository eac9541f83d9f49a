"""The head of a lesson's file: what it is called, its races, its claims and its question."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, FiniteFloat, ValidationError

from app.spec import RaceSpec, Refused, Spec, SurfaceSpec, Whole, refused, spec_from

TOPICS = (
    "Gradient descent",
    "Noise and batches",
    "Momentum",
    "Adaptive rates",
    "Adam and its kin",
    "Schedules",
    "Landscapes",
    "Networks",
    "Regularization",
    "Comparing and choosing",
)
OWN = {"activation", "batch_size", "dropout", "hidden", "initializer", "l1", "l2", "scale"}
NAME = re.compile("[a-z][a-z0-9_]*")  # of a race or a run: claims write race.run

Text = Annotated[str, Field(min_length=1)]


class BadLesson(ValueError):
    """A lesson's file that cannot be used, in a sentence for who writes it."""


class Claim(Spec):
    """What a lesson says, and the same as an expression that must be true."""

    says: Text
    holds: Text


class Question(Spec):
    """Asked before the race is seen. `answer` counts the choices from 1."""

    question: Text
    choices: Annotated[list[Text], Field(min_length=2, max_length=6)]
    answer: Annotated[Whole, Field(ge=1)]
    because: Text


class View(Spec):
    """How the page shows a race, where that is not as it shows any."""

    tab: Literal["2d", "3d"] | None = None
    network_tab: Literal["decisions", "network", "gradients", "weights"] | None = None
    across: Literal["steps", "epochs", "examples"] | None = None
    reading: Literal["race", "step", "rates"] | None = None
    budget: Literal["steps", "evaluations"] | None = None
    cloud: Annotated[Whole, Field(ge=0, le=256)] | None = None
    threshold: Annotated[FiniteFloat, Field(gt=0)] | None = None
    loss_threshold: Annotated[FiniteFloat, Field(gt=0)] | None = None


class Head(Spec):
    """All that stands above the text. Races are read by `race_from`."""

    title: Text
    order: Annotated[Whole, Field(ge=1)]
    topic: Text
    summary: Text
    races: Annotated[dict[str, dict[str, Any]], Field(min_length=1)]
    claims: Annotated[list[Claim], Field(min_length=1)]
    predict: Question


@dataclass(frozen=True)
class Race:
    """One race of a lesson. `request` is a body for POST /api/run, `spec` what is made of it.

    `ids` name its runs in claims, `says` are captions of them, None where there is none.
    """

    name: str
    label: str
    request: Mapping[str, Any]
    spec: RaceSpec
    ids: tuple[str, ...]
    says: tuple[str | None, ...]
    view: View


def head_from(table: Mapping[str, Any]) -> Head:
    """Hold a head against what it must have. Raises BadLesson."""
    try:
        head = Head.model_validate(dict(table))
    except ValidationError as error:
        raise BadLesson(_told(refused(error))) from None
    if head.topic not in TOPICS:
        raise BadLesson(f"topic = {head.topic!r} is unknown; it must be one of {', '.join(TOPICS)}")
    if head.predict.answer > len(head.predict.choices):
        count = len(head.predict.choices)
        raise BadLesson(f"predict.answer = {head.predict.answer}, but there are {count} choices")
    return head


def race_from(name: str, table: Mapping[str, Any]) -> Race:
    """Read one race: the body of a request, with names for its runs. Raises BadLesson."""
    where = f"races.{name}"
    if not NAME.fullmatch(name):
        raise BadLesson(f"{where}: the name must be small letters, digits and _, for claims use it")
    request = dict(table)
    label = request.pop("label", None)
    if not isinstance(label, str) or not label:
        raise BadLesson(f"{where}: label is missing; say what the race shows in a few words")
    view = _view(request.pop("view", {}), where)
    runs = request.get("runs")
    if not isinstance(runs, list) or not all(isinstance(run, dict) for run in runs):
        raise BadLesson(f"{where}: runs must be a list of tables, one for each run")
    ids = tuple(_id(run, where) for run in runs)
    for run in ids:
        if ids.count(run) > 1:
            raise BadLesson(f"{where}: two runs are called {run!r}; give each an id of its own")
    _check_own(request, where)
    says = tuple(run.get("says") for run in runs)
    if not all(isinstance(words, str | None) for words in says):
        raise BadLesson(f"{where}: what a run `says` must be a text")
    request["runs"] = [_full({k: v for k, v in r.items() if k not in ("id", "says")}) for r in runs]
    request["problem"] = _full_batch(request.get("problem"))
    try:
        spec = spec_from(request)
        if isinstance(spec.problem, SurfaceSpec):
            spec.race()  # networks would draw their data: they are held against it when they run
    except Refused as error:
        raise BadLesson(f"{where}: {error}") from None
    return Race(name, label, request, spec, ids, says, view)


def _view(table: Any, where: str) -> View:
    try:
        return View.model_validate(table)
    except ValidationError as error:
        raise BadLesson(f"{where}.view: {_told(refused(error))}") from None


def _check_own(request: Mapping[str, Any], where: str) -> None:
    """What the page shows of one run's own are settings of a network. Raises BadLesson."""
    network = (request.get("problem") or {}).get("kind") == "network"
    for run in request["runs"]:
        others = set(run.get("overrides", {})) - (OWN if network else set())
        if others:
            can = f"it can have {', '.join(sorted(OWN))}" if network else "make it two races"
            raise BadLesson(f"{where}: no run can have {min(others)!r} of its own; {can}")


def _id(run: Mapping[str, Any], where: str) -> str:
    """What claims call a run: its id, or its optimizer's name."""
    name = run.get("id", run.get("optimizer"))
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise BadLesson(f"{where}: id = {name!r} must be small letters, digits and _")
    return name


def _full(run: dict[str, Any]) -> dict[str, Any]:
    return {**run, "overrides": _full_batch(run["overrides"])} if "overrides" in run else run


def _full_batch(fields: Any) -> Any:
    """With a batch_size of "full" as the null that TOML cannot write."""
    full = isinstance(fields, dict) and fields.get("batch_size") == "full"
    return {**fields, "batch_size": None} if full else fields


def _told(error: Refused) -> str:
    return "; ".join(
        f"{'.'.join(str(part) for part in where)}: {words}" for where, words in error.problems
    )
