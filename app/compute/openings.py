"""How an opened step and the curves of a memory are told, at every door."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from app.engine.contracts import Convention, Floats, Optimizer
from app.engine.curvature import Curvature
from app.engine.curves import Curve
from app.engine.formula import Step, alone, in_numbers, in_symbols, name_of
from app.engine.opened import Arrows, Opened


@np.errstate(all="ignore")
def told_opened(
    optimizer: type[Optimizer], opened: Opened, arrows: Arrows | None
) -> dict[str, Any]:
    """One step of one run."""
    opening = opened.opening
    return {
        "optimizer": optimizer.name,
        "convention": opening.convention.name,
        "label": optimizer.label,
        "step": opening.step,
        "coordinates": list(opened.coordinates),
        "lines": [_line(step, opening.convention, opened.coordinates) for step in opened.steps],
        "point": {"before": opening.x, "after": opening.x + opening.change},
        "value": opening.value,
        "gradient": {"true": opening.gradient, "used": opening.used},
        "rate": opening.rate,
        "effective_rate": opened.effective_rate,
        "change": opening.change,
        "words": list(opened.words),
        "arrows": arrows and _arrows(arrows),
        "curvature": _curvature(opened.curvature),
    }


def told_curves(
    steps: Sequence[int], curves: Sequence[Curve], bent: Curvature | None
) -> dict[str, Any]:
    """What one run remembered over its steps."""
    return {
        "steps": list(steps),
        "series": [
            {
                "symbol": _plain(curve),
                "name": curve.name,
                "mathml": alone(curve.symbol),
                "values": curve.values.T,
            }
            for curve in curves
        ],
        "curvature": bent
        and {
            "largest": bent.eigenvalues[:, -1],
            "product": bent.product,
            "limit": bent.limit,
            "theorem": bent.theorem,
        },
    }


def listed(numbers: Any) -> Any:
    """Arrays as JSON has them."""
    return numbers.tolist()


def _line(step: Step, convention: Convention, coordinates: Sequence[str]) -> dict[str, Any]:
    size = len(coordinates)
    return {
        "symbol": step.line.symbol,
        "name": name_of(step.line.symbol, convention.rule),
        "mathml": in_symbols(step.line),
        "numbers": [in_numbers(step, coordinate) for coordinate in range(size)],
        "before": None if step.before is None else np.broadcast_to(step.before, size),
        "after": np.broadcast_to(step.after, size),
    }


def _arrows(arrows: Arrows) -> dict[str, Floats | None]:
    return {"gradient": arrows.gradient, "momentum": arrows.memory, "move": arrows.move}


def _curvature(bent: Curvature | None) -> dict[str, Any] | None:
    if bent is None or not np.isfinite(bent.eigenvalues).all():
        return None
    return {
        "eigenvalues": bent.eigenvalues,
        "directions": bent.directions,
        "product": bent.product,
        "limit": bent.limit,
        "theorem": bent.theorem,
    }


def _plain(curve: Curve) -> str:
    symbol = curve.symbol
    return getattr(symbol, "text", None) or symbol.letter
