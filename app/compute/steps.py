"""A step of a race on a surface opened into its numbers, and what its rule remembers over time."""

from typing import Annotated, Any, TypeVar

import numpy as np
from pydantic import Field, ValidationError
from pydantic_core import to_json

from app.compute.openings import listed, told_curves, told_opened
from app.compute.process import Heed
from app.compute.walks import Walk, Walks, along, last_finite
from app.engine.contracts import Surface
from app.engine.curves import curves_of, thinned
from app.engine.in_force import in_force
from app.engine.opened import arrows_of, opened_on
from app.engine.race import Race
from app.spec import MAX_STEPS, NetworkSpec, RaceSpec, Refused, Spec, Whole, refused

MAX_OPENED = 8  # runs in one request

S = TypeVar("S", bound=Spec)

_walks = Walks()


class StepSpec(Spec):
    """A race and the step to open."""

    race: RaceSpec
    step: Annotated[Whole, Field(ge=0, le=MAX_STEPS)]


class MemorySpec(Spec):
    """A race of one run."""

    race: RaceSpec


def key_of(body: bytes) -> str:
    """The same for races that go the same way, however far. Raises Refused."""
    return _parsed(StepSpec, body).race.model_dump_json(exclude={"steps", "parameters"})


def step(heed: Heed, body: bytes) -> bytes:
    """Every run's move away from its point at a step, line by line. Raises Refused."""
    asked = _parsed(StepSpec, body)
    race = _race(asked.race, MAX_OPENED)
    if asked.step > race.steps:
        words = f"step = {asked.step} is after the end; the last step is {race.steps}"
        raise Refused([(("step",), words)])
    key = asked.race.model_dump_json(exclude={"steps", "parameters"})
    return _written(_opened(_walks.of(key, race), asked.step, heed))


def memory(heed: Heed, body: bytes) -> bytes:
    """What one run's rule remembers at each step, as curves. Raises Refused."""
    return _written(_remembered(_race(_parsed(MemorySpec, body).race, 1), heed))


def _opened(walk: Walk, at: int, heed: Heed) -> dict[str, Any]:
    runs = []
    for number, (run, both) in enumerate(zip(walk.runs, walk.opened(at, heed), strict=True)):
        opening, first = both
        changes = [change for change in walk.changes if change.run == number]
        optimizer = in_force(run, changes, at).optimizer
        opened = opened_on(run.surface, opening, first)
        runs.append(told_opened(optimizer, opened, arrows_of(opening, np.eye(2))))
    return {"step": at, "runs": runs}


def _remembered(race: Race, heed: Heed) -> dict[str, Any]:
    steps = thinned(last_finite(race))
    surface: Surface = race.runs[0].surface
    curves, bend = curves_of(along(race, steps, heed), surface)
    return told_curves(steps, curves, bend)


def _parsed(kind: type[S], body: bytes) -> S:
    """What is asked for. Raises Refused."""
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        raise refused(error) from None


def _race(spec: RaceSpec, most: int) -> Race:
    """The race of a request, of a few runs. Raises Refused."""
    if isinstance(spec.problem, NetworkSpec):
        words = (
            "the steps of networks are opened where they are trained: send 'open' or 'memory' on "
            "/ws/run; here the kind must be 'surface'"
        )
        raise Refused([(("race", "problem", "kind"), words)])
    if len(spec.runs) > most:
        runs = "one" if most == 1 else f"at most {most}"
        words = f"the race has {len(spec.runs)} runs; take {runs} at a time"
        raise Refused([(("race", "runs"), words)])
    try:
        return spec.race()
    except Refused as error:
        raise Refused([(("race", *where), words) for where, words in error.problems]) from None


def _written(content: dict[str, Any]) -> bytes:
    return to_json(content, inf_nan_mode="null", fallback=listed)
