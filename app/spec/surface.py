"""Surfaces that may be asked for."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field, FiniteFloat

from app.engine.catalogue import SURFACES, BadChoice
from app.engine.contracts import Surface
from app.sentences import Place
from app.spec.fields import Name, Numbers, Spec, entry_from
from app.spec.limits import MAX_NOISE, MAX_START

Coordinate = Annotated[FiniteFloat, Field(ge=-MAX_START, le=MAX_START)]
Point = Annotated[list[Coordinate], Field(min_length=2, max_length=2)]
Noise = Annotated[FiniteFloat, Field(ge=0, le=MAX_NOISE)]


class SurfaceSpec(Spec):
    """A surface from the menu, where to start on it, and how noisy its gradient is."""

    kind: Literal["surface"] = "surface"
    name: Name
    parameters: Numbers = {}
    start: Point | None = None
    noise: Noise = 0.0


def surface_from(name: str, parameters: dict[str, float]) -> Surface:
    """A surface with its parameters. Raises BadChoice."""
    return entry_from(SURFACES, name, parameters)


def ground(
    problem: SurfaceSpec, own: Mapping[str, Any], place: Callable[[str], Place]
) -> tuple[Surface, tuple[float, float], float]:
    """The surface, start and noise of a run with fields of its own. Raises BadChoice.

    What is wrong with the problem is refused even where every run has something else instead.
    """
    where = ("problem", "name"), ("problem", "parameters")
    entry_from(SURFACES, problem.name, problem.parameters, *where)
    elsewhere = "name" in own  # what was set for the problem's surface means nothing on another
    name = own.get("name", problem.name)
    parameters = own.get("parameters", {} if elsewhere else problem.parameters)
    surface = entry_from(SURFACES, name, parameters, place("name"), place("parameters"))
    start = own.get("start") or (None if elsewhere else problem.start) or surface.start
    _check_start(surface, start, place("start"))
    return surface, (float(start[0]), float(start[1])), own.get("noise", problem.noise)


def _check_start(surface: Surface, start: Any, where: Place) -> None:
    with np.errstate(all="ignore"):
        value, gradient = surface.value_and_gradient(np.array(start, float), 0)
        finite = np.isfinite(value) and np.isfinite(np.square(gradient).sum())
    if not finite:
        (x0, x1), (y0, y1) = surface.domain
        raise BadChoice(
            f"{surface.label} has no finite value or gradient at ({start[0]:g}, {start[1]:g}); "
            f"start nearer to its domain, x from {x0:g} to {x1:g} and y from {y0:g} to {y1:g}",
            where,
        )
