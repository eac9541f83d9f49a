"""A whole race as JSON, for scripts and notebooks."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pydantic_core import to_json
from starlette.types import Receive, Scope, Send

from app.compute.results import ended, named
from app.compute.room import Room
from app.compute.trained import trained
from app.engine.descend import Frames
from app.engine.outcome import Outcome, outcomes
from app.engine.race import Race, Run, path_of
from app.spec import MAX_POINTS, NetworkSpec, room_of, spec_from
from app.web.body import json_body
from app.web.errors import refusal, told
from app.web.leaving import notice

router = APIRouter()

BLOCK = 500  # steps computed at a time
WORKERS = 4  # races computed at a time; the others wait

Work = Callable[[Callable[[], bool]], Iterator[bytes]]  # is told whether it is still wanted

_workers = ThreadPoolExecutor(WORKERS, "race")


@router.post("/api/run")
async def run(request: Request) -> Response:
    """Run a race and return every recorded step, in float64."""
    spec = spec_from(await json_body(request))
    if isinstance(spec.problem, NetworkSpec):
        training = await asyncio.to_thread(spec.training)  # draws the data
        work = partial(trained, spec, training)
        return await _answered(request, room_of(training), work)
    race = spec.race()
    return await _answered(request, len(race.runs) * (race.steps + 1), partial(_raced, race))


async def _answered(request: Request, points: int, work: Work) -> Response:
    """The answer that is computed by a worker, if there is room for so many points."""
    if not _room.take(points):
        words = f"more than {MAX_POINTS} points are being computed; try again in a second"
        answer = refusal(429, told(words))
        answer.headers["Retry-After"] = "1"
        return answer
    unwanted = Event()
    leaving = asyncio.create_task(notice(request, unwanted))
    try:
        loop = asyncio.get_running_loop()
        parts = await loop.run_in_executor(_workers, work, unwanted.is_set)
    except BaseException:
        _room.give_back(points)
        raise
    finally:
        leaving.cancel()
    return _Answer(points, parts)


class _Answer(StreamingResponse):
    """JSON sent run by run: 64 runs of 10,000 steps are 50 MB. Gives its room back at the end."""

    media_type = "application/json"

    def __init__(self, points: int, parts: Iterator[bytes]) -> None:
        super().__init__(parts)
        self._points = points

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            _room.give_back(self._points)


_room = Room(MAX_POINTS)


def _raced(race: Race, unwanted: Callable[[], bool]) -> Iterator[bytes]:
    """Run the whole race; what is given is its answer, still to be written."""
    blocks = []
    while not race.over:
        if unwanted():
            return iter(())
        blocks.append(race.advance(BLOCK))
    return _written(race, blocks, outcomes(race, blocks))


def _written(race: Race, blocks: list[Frames], ends: list[Outcome]) -> Iterator[bytes]:
    opening = b'{"runs":['
    for lane, (entry, end) in enumerate(zip(race.runs, ends, strict=True)):
        yield opening + to_json(
            _answer(entry, path_of(blocks, lane), end), inf_nan_mode="null"
        )
        opening = b","
    yield b"]}"


def _answer(run: Run, path: Frames, end: Outcome) -> dict[str, Any]:
    return {
        **named(run),
        **ended(end),
        "path": path.point[:, 0].tolist(),
        "loss": path.value[:, 0].tolist(),
        "gradient_norm": path.gradient_norm[:, 0].tolist(),
        "learning_rate": path.rate[:, 0].tolist(),
    }
