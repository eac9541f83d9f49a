"""POST /api/data and /api/table: data as they are drawn and read, before they are learned."""

from fastapi import APIRouter, Request, Response

from app.compute.data import data as drawn
from app.compute.data import table as read
from app.web.asking import asked
from app.web.body import json_body
from app.web.coding import answer_in, coding_for

router = APIRouter()

KEEP = "no-store"  # a browser keeps no answer to a POST


@router.post("/api/data")
async def data(request: Request) -> Response:
    """The points of a data set, train and test, and where they lie in input space."""
    content = await asked(request, drawn, await json_body(request), coding_for(request))
    return answer_in(request, "application/json", content, KEEP)


@router.post("/api/table")
async def table(request: Request) -> Response:
    """What a CSV text is read as, before anything is learned from it."""
    content = await asked(request, read, await json_body(request))
    return Response(content, media_type="application/json")
