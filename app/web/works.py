"""The largest learning rate that works from a step of a run."""

import asyncio
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from app.engine.race import Race
from app.engine.training import Training
from app.engine.works import works as search
from app.spec import works_from
from app.web.body import json_body
from app.web.studying import Heed, studied

router = APIRouter()

HELD = 600_000  # numbers, about: what is moved together


@router.post("/api/works")
async def works(request: Request) -> Response:
    """The rate, all that were tried, and what was found in words."""
    race, step = await asyncio.to_thread(works_from, await json_body(request))  # may draw data
    return await studied(request, HELD, partial(_found, race, step))


def _found(race: Race | Training, step: int, heed: Heed) -> dict[str, Any]:
    found = search(
        race.runs[0], race.steps, seed=race.seed, changes=race.changes, step=step, heed=heed
    )
    tried = [{"lr": each.lr, "end": each.end, "status": each.status} for each in found.tried]
    return {"lr": found.lr, "tried": tried, "words": found.words}
