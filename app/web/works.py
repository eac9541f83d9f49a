"""The largest learning rate that works from a step of a run."""

from fastapi import APIRouter, Request, Response

from app.compute.studies import works as found
from app.web.asking import asked
from app.web.body import json_body

router = APIRouter()


@router.post("/api/works")
async def works(request: Request) -> Response:
    """The rate, all that were tried, and what was found in words."""
    content = await asked(request, found, await json_body(request))
    return Response(content, media_type="application/json")
