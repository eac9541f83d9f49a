"""Each run of a race at its best: rates and momenta found by a sweep."""

import asyncio
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from app.engine.sweep import MEASURE, Sweep, sweep
from app.spec import Asked, best_from
from app.web.body import json_body
from app.web.studying import Heed, studied

router = APIRouter()

HELD = 600_000  # numbers, about: what is moved together, and the scores


@router.post("/api/best")
async def best(request: Request) -> Response:
    """The best setting of every run, and the scores of all that were tried."""
    asked = await asyncio.to_thread(best_from, await json_body(request))  # may draw data
    return await studied(request, HELD, partial(_found, asked))


def _found(asked: Asked, heed: Heed) -> dict[str, Any]:
    race, seeds = asked
    return {
        "budget": race.steps,
        "seeds": len(seeds),
        "measure": MEASURE,
        "runs": [_told(found) for found in sweep(race.runs, race.steps, seeds, heed)],
    }


def _told(found: Sweep) -> dict[str, Any]:
    grid = found.grid
    return {
        "hyperparameters": dict(found.hyperparameters),
        "score": found.score,
        "swept": {
            "rate_name": grid.rate,
            "rates": grid.rates,
            "beta_name": grid.beta,
            "betas": grid.betas,
            "scores": found.scores.tolist(),
        },
        "at_edge": found.at_edge,
        "words": found.words,
    }
