"""Heights of a surface over a grid, to draw its contours."""

from typing import Annotated, Any, Literal

import numpy as np
from fastapi import APIRouter, Query, Request, Response
from numpy.typing import NDArray
from pydantic_core import to_json

from app.engine.catalogue import BadChoice
from app.engine.contracts import Floats, Surface, join
from app.spec import MAX_RESOLUTION, MAX_START, MIN_RESOLUTION, surface_from
from app.web.coding import answer, in_all_forms
from app.web.query import finite, numbers

router = APIRouter()

KEEP = "public, max-age=86400"
QUICK = 5  # of brotli's qualities: every grid is compressed when it is asked for
ROUNDED = 12  # binary digits that a picture cannot show, of float32's 24
Bits = NDArray[np.uint32]
OWN = ("resolution", "window", "form")  # query names that are not a surface's parameters


@router.get("/api/surfaces/{name}/grid")
def grid(
    name: str,
    request: Request,
    resolution: Annotated[int, Query(ge=MIN_RESOLUTION, le=MAX_RESOLUTION)] = 101,
    window: str | None = None,
    form: Literal["json", "float32", "packed"] = "json",
) -> Response:
    """Heights at `resolution` points along each side of the domain, a row for each y.

    Other query fields are the surface's parameters. `window` (x0,x1,y0,y1) is another part of
    the plane. The form `float32` is the bare heights, little-endian, row after row, and above
    the surface's global minimum where it has one: for pictures, so rounded to 12 binary digits.
    The form `packed` holds the same numbers in a third of the bytes, once compressed.
    """
    surface = surface_from(name, numbers(request, OWN))
    x, y = _axes(surface, window, resolution)
    heights = _heights(surface, x, y)
    if form != "json":
        raised = _float32(heights - (surface.lowest() or 0.0))
        numbers_sent = raised.tobytes() if form == "float32" else _packed(raised)
        picture = in_all_forms("application/octet-stream", numbers_sent, quality=QUICK)
        return answer(request, picture, KEEP)
    content: dict[str, Any] = {"x": x.tolist(), "y": y.tolist(), "z": heights.tolist()}
    headers = {"Cache-Control": KEEP}
    return Response(to_json(content), media_type="application/json", headers=headers)


def _axes(surface: Surface, window: str | None, resolution: int) -> tuple[Floats, Floats]:
    (x0, x1), (y0, y1) = surface.domain
    if window is not None:
        x0, x1, y0, y1 = _corners(window)
    return np.linspace(x0, x1, resolution), np.linspace(y0, y1, resolution)


def _corners(window: str) -> tuple[float, float, float, float]:
    corners = [finite("window", part) for part in window.split(",")]
    inside = len(corners) == 4 and all(abs(corner) <= MAX_START for corner in corners)
    if not (inside and corners[0] < corners[1] and corners[2] < corners[3]):
        raise BadChoice(
            f"window = {window[:60]!r} is not x0,x1,y0,y1 with x0 < x1, y0 < y1 and no corner "
            f"beyond {MAX_START:g}",
            ("window",),
        )
    return corners[0], corners[1], corners[2], corners[3]


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
