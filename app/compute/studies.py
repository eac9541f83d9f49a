"""Questions that take many runs to answer."""

from collections.abc import Callable
from typing import Any

from pydantic_core import to_json

from app.compute.busy import Busy
from app.compute.process import Heed
from app.compute.room import Room
from app.engine.cloud import SHOWN, Cloud, clouds
from app.engine.race import Race
from app.engine.sweep import MEASURE, Sweep, sweep
from app.engine.training import Training
from app.engine.works import works as search
from app.spec import MAX_STUDIED, Asked, best_from, cloud_from, works_from

HELD = 600_000  # numbers, about: what a sweep or a search moves together, and the scores
EACH = 3  # numbers of each seed of a cloud at a step: the loss and a point
DIGITS = 7  # of what is drawn
FULL = "as much is being worked out as there is room for; try again in a few seconds"

room = Room(MAX_STUDIED)


def best(heed: Heed, body: bytes) -> bytes:
    """The best setting of every run, and the scores of all that were tried. Raises Refused."""
    asked = best_from(body)
    return _studied(HELD, lambda: _swept(asked, heed))


def works(heed: Heed, body: bytes) -> bytes:
    """The largest rate that works, all that were tried, and words. Raises Refused."""
    race, step = works_from(body)
    return _studied(HELD, lambda: _searched(race, step, heed))


def cloud(heed: Heed, body: bytes) -> bytes:
    """Quantiles of the loss of each run, the band around its path, successes. Raises Refused."""
    asked, threshold = cloud_from(body)
    held = EACH * SHOWN * len(asked.seeds) * len(asked.race.runs)
    return _studied(held, lambda: _clouded(asked, threshold, heed))


def _studied(held: int, study: Callable[[], dict[str, Any]]) -> bytes:
    """The answer of a study that holds so many numbers. What is not finite is null. Raises Busy."""
    if not room.take(held):
        raise Busy(FULL, 3)
    try:
        return to_json(study(), inf_nan_mode="null")
    finally:
        room.give_back(held)


def _swept(asked: Asked, heed: Heed) -> dict[str, Any]:
    race, seeds = asked
    return {
        "budget": race.steps,
        "seeds": len(seeds),
        "measure": MEASURE,
        "runs": [_told_sweep(found) for found in sweep(race.runs, race.steps, seeds, heed)],
    }


def _told_sweep(found: Sweep) -> dict[str, Any]:
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


def _searched(race: Race | Training, step: int, heed: Heed) -> dict[str, Any]:
    found = search(
        race.runs[0], race.steps, seed=race.seed, changes=race.changes, step=step, heed=heed
    )
    tried = [{"lr": each.lr, "end": each.end, "status": each.status} for each in found.tried]
    return {"lr": found.lr, "tried": tried, "words": found.words}


def _clouded(asked: Asked, threshold: float, heed: Heed) -> dict[str, Any]:
    race, seeds = asked
    steps, found = clouds(race.runs, race.steps, seeds, threshold, race.changes, heed)
    return {
        "seeds": len(seeds),
        "threshold": threshold,
        "steps": steps,
        "runs": [_told_cloud(each) for each in found],
    }


def _told_cloud(found: Cloud) -> dict[str, Any]:
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
