"""A step of a race on a surface opened into its numbers, and what its rule remembers over time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Any, TypeVar

import numpy as np
from fastapi import APIRouter, Request, Response
from pydantic import Field, ValidationError
from pydantic_core import to_json

from app.compute.openings import listed, told_curves, told_opened
from app.compute.room import Room
from app.compute.walks import Walk, Walks, along, last_finite
from app.engine.contracts import Surface
from app.engine.curves import curves_of, thinned
from app.engine.in_force import in_force
from app.engine.opened import arrows_of, opened_on
from app.engine.race import Race
from app.spec import MAX_STEPS, NetworkSpec, RaceSpec, Refused, Spec, Whole, refused
from app.web.body import json_body
from app.web.errors import refusal, told
from app.web.leaving import in_turn

router = APIRouter()

MAX_OPENED = 8  # runs in one request
WORKERS = 2
MAX_WAITING = 400_000  # points of races that are walked, or wait for it, at a time: some seconds

S = TypeVar("S", bound=Spec)

_walks = Walks()
_workers = ThreadPoolExecutor(WORKERS, "step")
_room = Room(MAX_WAITING)


class StepSpec(Spec):
    """A race and the step to open."""

    race: RaceSpec
    step: Annotated[Whole, Field(ge=0, le=MAX_STEPS)]


class MemorySpec(Spec):
    """A race of one run."""

    race: RaceSpec


@router.post("/api/step")
async def step(request: Request) -> Response:
    """Every run's move away from its point at a step, line by line."""
    asked = _parsed(StepSpec, await json_body(request))
    race = _race(asked.race, MAX_OPENED)
    if asked.step > race.steps:
        words = f"step = {asked.step} is after the end; the last step is {race.steps}"
        raise Refused([(("step",), words)])
    key = asked.race.model_dump_json(exclude={"steps", "parameters"})
    points = len(race.runs) * (asked.step + 1)
    return await _answered(request, points, lambda: _opened(_walks.of(key, race), asked.step))


@router.post("/api/memory")
async def memory(request: Request) -> Response:
    """What one run's rule remembers at each step, as curves."""
    race = _race(_parsed(MemorySpec, await json_body(request)).race, 1)
    return await _answered(request, race.steps + 1, lambda: _remembered(race))


def _opened(walk: Walk, at: int) -> dict[str, Any]:
    runs = []
    for number, (run, both) in enumerate(zip(walk.runs, walk.opened(at), strict=True)):
        opening, first = both
        changes = [change for change in walk.changes if change.run == number]
        optimizer = in_force(run, changes, at).optimizer
        opened = opened_on(run.surface, opening, first)
        runs.append(told_opened(optimizer, opened, arrows_of(opening, np.eye(2))))
    return {"step": at, "runs": runs}


def _remembered(race: Race) -> dict[str, Any]:
    steps = thinned(last_finite(race))
    surface: Surface = race.runs[0].surface
    curves, bend = curves_of(along(race, steps), surface)
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


async def _answered(
    request: Request, points: int, work: Callable[[], dict[str, Any]]
) -> Response:
    """The answer that a worker computes, if there is room for so many points."""
    if not _room.take(points):
        answer = refusal(429, told("too many steps are being opened; try again in a second"))
        answer.headers["Retry-After"] = "1"
        return answer
    try:
        content = await in_turn(request, _workers, lambda: _written(work()))
    finally:
        _room.give_back(points)
    return Response(content, media_type="application/json")


def _written(content: dict[str, Any]) -> bytes:
    return to_json(content, inf_nan_mode="null", fallback=listed)
