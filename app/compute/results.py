"""Who ran and how it ended, in the same words at every door."""

from dataclasses import asdict
from typing import Any

from app.engine.outcome import Outcome
from app.engine.race import Run
from app.engine.training import Trainee


def named(run: Run | Trainee) -> dict[str, Any]:
    """Who ran, in the words of the catalog."""
    return {
        "optimizer": run.optimizer.name,
        "convention": run.convention.name,
        "label": run.optimizer.label,
    }


def ended(end: Outcome) -> dict[str, Any]:
    """How a run ended. Six digits of a figure are enough for who reads it."""
    found = end.divergence and {
        name: float(f"{figure:.6g}") if isinstance(figure, float) else figure
        for name, figure in asdict(end.divergence).items()
    }
    return {
        "status": end.status,
        "since": end.since,
        "steps": end.steps,
        "reason": end.reason,
        "divergence": found,
    }
