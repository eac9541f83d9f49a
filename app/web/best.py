"""Each run of a race at its best: rates and momenta found by a sweep."""

from fastapi import APIRouter, Request, Response

from app.compute.studies import best as found
from app.web.asking import asked
from app.web.body import json_body

router = APIRouter()


@router.post("/api/best")
async def best(request: Request) -> Response:
    """The best setting of every run, and the scores of all that were tried."""
    content = await asked(request, found, await json_body(request))
    return Response(content, media_type="application/json")
