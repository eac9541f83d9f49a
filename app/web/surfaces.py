"""Heights of a surface over a grid, to draw its contours."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.compute.coded import Coded, Coding
from app.compute.grids import Corners, Form
from app.compute.grids import grid as drawn
from app.engine.catalogue import BadChoice
from app.spec import MAX_RESOLUTION, MAX_START, MIN_RESOLUTION, surface_from
from app.web.asking import Kept
from app.web.coding import answer_in, coding_for
from app.web.query import finite, numbers

router = APIRouter()

KEEP = "public, max-age=86400"
OWN = ("resolution", "window", "form")  # query names that are not a surface's parameters

kept = Kept[Coded](8 * 1024 * 1024)


@router.get("/api/surfaces/{name}/grid")
async def grid(
    name: str,
    request: Request,
    resolution: Annotated[int, Query(ge=MIN_RESOLUTION, le=MAX_RESOLUTION)] = 101,
    window: str | None = None,
    form: Form = "json",
) -> Response:
    """Heights at `resolution` points along each side of the domain, a row for each y.

    Other query fields are the surface's parameters. `window` (x0,x1,y0,y1) is another part of
    the plane. The form `float32` is the bare heights, little-endian, row after row, and above
    the surface's global minimum where it has one: for pictures, so rounded to 12 binary digits.
    The form `packed` holds the same numbers in a third of the bytes, once compressed.
    """
    parameters = numbers(request, OWN)
    surface_from(name, parameters)  # what there is not need not wait for its turn
    corners = None if window is None else _corners(window)
    coding: Coding = "identity" if form == "json" else coding_for(request)
    asked = (name, tuple(sorted(parameters.items())), corners, resolution, form, coding)
    content = await kept.asked(request, drawn, *asked)
    kind = "application/json" if form == "json" else "application/octet-stream"
    return answer_in(request, kind, content, KEEP)


def _corners(window: str) -> Corners:
    corners = [finite("window", part) for part in window.split(",")]
    inside = len(corners) == 4 and all(abs(corner) <= MAX_START for corner in corners)
    if not (inside and corners[0] < corners[1] and corners[2] < corners[3]):
        raise BadChoice(
            f"window = {window[:60]!r} is not x0,x1,y0,y1 with x0 < x1, y0 < y1 and no corner "
            f"beyond {MAX_START:g}",
            ("window",),
        )
    return corners[0], corners[1], corners[2], corners[3]
