"""Runs that may be asked for: who moves, in which form, with which numbers."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import SerializerFunctionWrapHandler, model_serializer

from app.engine.catalogue import OPTIMIZERS, SCHEDULES, BadChoice, check, nearest
from app.engine.contracts import Convention, Optimizer, Schedule
from app.sentences import Place
from app.spec.data import DataChoice, TestFraction
from app.spec.fields import Choice, Name, Numbers, Spec, entry_from
from app.spec.network import BatchSize, Dropout, Hidden, NetworkSpec, Penalty, StartScale
from app.spec.refusals import at
from app.spec.surface import Noise, Point, SurfaceSpec


class ScheduleSpec(Spec):
    """A schedule from the menu."""

    name: Name = "constant"
    parameters: Numbers = {}


class Overrides(Spec):
    """Fields of the problem that are one run's own. None changes nothing, but for `batch_size`."""

    name: Name | None = None
    parameters: Numbers | None = None
    start: Point | None = None
    noise: Noise | None = None
    dataset: DataChoice | None = None
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


def own_fields(
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


def rule_of(
    run: RunSpec, where: Place
) -> tuple[type[Optimizer], Convention, Mapping[str, float], Schedule]:
    """Who moves, in which form, with which numbers, under which schedule. Raises BadChoice."""
    with at((*where, "optimizer")):
        optimizer = OPTIMIZERS.find(run.optimizer)
    with at((*where, "convention")):
        convention = convention_of(optimizer, run.convention)
    with at((*where, "hyperparameters")):
        check_numbers(run.hyperparameters, optimizer, convention)
    place = (*where, "schedule")
    name, parameters = run.schedule.name, run.schedule.parameters
    schedule = entry_from(
        SCHEDULES, name, parameters, (*place, "name"), (*place, "parameters")
    )
    return optimizer, convention, {**convention.defaults, **run.hyperparameters}, schedule


def convention_of(optimizer: type[Optimizer], name: str | None) -> Convention:
    """The convention of that name, or the default one. Raises BadChoice."""
    if name is None:
        return optimizer.conventions[0]
    names = {convention.name: convention for convention in optimizer.conventions}
    if name not in names:
        raise BadChoice(f"unknown {optimizer.label} convention {name!r}{nearest(name, names)}")
    return names[name]


def check_numbers(
    numbers: Mapping[str, float], optimizer: type[Optimizer], convention: Convention
) -> None:
    """Hold hyperparameters against what the convention takes. Raises BadChoice."""
    check(numbers, convention.sliders, f"{optimizer.label} ({convention.label})")
