"""Heights of a surface over a grid."""

from collections.abc import Iterable
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic_core import to_json

from app.compute.coded import Coded, Coding, coded
from app.compute.process import Heed
from app.engine.catalogue import BadChoice
from app.engine.contracts import Floats, Surface, join
from app.spec import surface_from

Form = Literal["json", "float32", "packed"]
Corners = tuple[float, float, float, float]  # x0, x1, y0, y1

QUICK = 5  # of brotli's qualities: every grid is compressed when it is asked for
ROUNDED = 12  # binary digits that a picture cannot show, of float32's 24
Bits = NDArray[np.uint32]


def grid(
    heed: Heed,
    name: str,
    parameters: Iterable[tuple[str, float]],
    window: Corners | None,
    resolution: int,
    form: Form,
    coding: Coding,
) -> Coded:
    """The heights in a form, compressed where it is one for pictures. Raises BadChoice."""
    surface = surface_from(name, dict(parameters))
    x, y = _axes(surface, window, resolution)
    heights = _heights(surface, x, y)
    heed()
    if form == "json":
        content: dict[str, Any] = {"x": x.tolist(), "y": y.tolist(), "z": heights.tolist()}
        # For programs; to compress the largest would take five turns.
        return coded(to_json(content), "identity", QUICK)
    raised = _float32(heights - (surface.lowest() or 0.0))
    return coded(raised.tobytes() if form == "float32" else _packed(raised), coding, QUICK)


def _axes(
    surface: Surface, window: Corners | None, resolution: int
) -> tuple[Floats, Floats]:
    (x0, x1), (y0, y1) = surface.domain
    if window is not None:
        x0, x1, y0, y1 = window
    return np.linspace(x0, x1, resolution), np.linspace(y0, y1, resolution)


@np.errstate(all="ignore")
def _heights(surface: Surface, x: Floats, y: Floats) -> Floats:
    heights = surface.value(join(*np.meshgrid(x, y)))
    if not np.isfinite(heights).all():
        raise BadChoice(f"{surface.label} has no finite height in part of this window", ("window",))
    return heights


@np.errstate(all="ignore")
def _float32(heights: Floats) -> Bits:
    """Heights as float32, the last digits rounded away: they would be half of what is sent."""
    bits = heights.astype("<f4").view("<u4")
    half, digits = np.uint32(1 << (ROUNDED - 1)), np.uint32((1 << ROUNDED) - 1)
    return ((bits + half) & ~digits).astype("<u4")


def _packed(rounded: Bits) -> bytes:
    """How much each height differs from what its neighbours to the left and below let expect.

    Of the 20 binary digits that are left of a height, the differences along x of the differences
    along y, signs in the last digit (0, -1, 1, -2, ... as 0, 1, 2, 3, ...): three bytes each, all
    first bytes before all second ones. static/js/plots/packed.js undoes it.
    """
    digits = (rounded >> ROUNDED).astype(np.int32)
    differences = np.diff(np.diff(digits, axis=0, prepend=0), axis=1, prepend=0)
    folded = ((differences << 1) ^ (differences >> 31)).astype("<u4")
    return folded.reshape(-1, 1).view(np.uint8)[:, :3].T.tobytes()
