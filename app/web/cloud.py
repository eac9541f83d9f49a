"""A race with many seeds at once."""

import asyncio
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from app.engine.cloud import SHOWN, Cloud, clouds
from app.spec import Asked, cloud_from
from app.web.body import json_body
from app.web.studying import Heed, studied

router = APIRouter()

EACH = 3  # numbers of each seed at a step: the loss and a point
DIGITS = 7  # of what is drawn


@router.post("/api/cloud")
async def cloud(request: Request) -> Response:
    """For every run the quantiles of its loss, the band around its path, and its successes."""
    body = await json_body(request)
    asked, threshold = await asyncio.to_thread(cloud_from, body)  # may draw data
    held = EACH * SHOWN * len(asked.seeds) * len(asked.race.runs)
    return await studied(request, held, partial(_found, asked, threshold))


def _found(asked: Asked, threshold: float, heed: Heed) -> dict[str, Any]:
    race, seeds = asked
    steps, found = clouds(race.runs, race.steps, seeds, threshold, race.changes, heed)
    return {
        "seeds": len(seeds),
        "threshold": threshold,
        "steps": steps,
        "runs": [_told(each) for each in found],
    }


def _told(found: Cloud) -> dict[str, Any]:
    path = found.path
    return {
        "loss": {name: _short(values) for name, values in found.loss._asdict().items()},
        "path": path and {
            "x": _short(path.point[:, 0]),
            "y": _short(path.point[:, 1]),
            "across": _short(path.across),
        },
        "ends": None if found.ends is None else [_short(end) for end in found.ends],
        "reached": found.reached,
        "share": found.reached / found.seeds,
        "interval": list(found.interval),
        "diverged": found.diverged,
    }


def _short(values: Any) -> list[float]:
    """Seven digits are more than a picture shows."""
    return [float(f"{value:.{DIGITS - 1}e}") for value in values.tolist()]
