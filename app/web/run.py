"""A whole race as JSON, for scripts and notebooks."""

from typing import Any

from fastapi import APIRouter, Response
from pydantic_core import to_json

from app.engine.descend import Frames
from app.engine.outcome import Outcome, outcomes
from app.engine.race import Race, Run, joined, path_of
from app.spec import RaceSpec

router = APIRouter()

BLOCK = 500  # steps computed at a time


@router.post("/api/run")
def run(spec: RaceSpec) -> Response:
    """Run a race and return every recorded point, in float64."""
    race = spec.race()
    blocks = []
    while not race.over:
        blocks.append(race.advance(BLOCK))
    frames = joined(blocks)
    ends = outcomes(race, frames)
    runs = [
        _answer(entry, path_of(frames, lane), end)
        for lane, (entry, end) in enumerate(zip(race.runs, ends, strict=True))
    ]
    return Response(to_json({"runs": runs}), media_type="application/json")


def _answer(run: Run, path: Frames, end: Outcome) -> dict[str, Any]:
    return {
        **named(run),
        **told(end),
        "path": path.point[:, 0].tolist(),
        "loss": path.value[:, 0].tolist(),
        "gradient_norm": path.gradient_norm[:, 0].tolist(),
        "learning_rate": path.rate[:, 0].tolist(),
    }


def named(run: Run) -> dict[str, Any]:
    """Who ran, in the words of the catalog."""
    return {
        "optimizer": run.optimizer.name,
        "convention": run.convention.name,
        "label": run.optimizer.label,
    }


def told(end: Outcome) -> dict[str, Any]:
    """How a run ended."""
    found = end.divergence
    return {
        "status": end.status,
        "since": end.since,
        "steps": end.steps,
        "reason": end.reason,
        "divergence": None
        if found is None
        else {
            "step": found.step,
            "met_at": found.met_at,
            "curvature": found.curvature,
            "rate": found.rate,
            "limit": found.limit,
            "stable_rate": found.stable_rate,
            "theorem": found.theorem,
        },
    }
