"""A race with many seeds at once."""

from fastapi import APIRouter, Request, Response

from app.compute.studies import cloud as found
from app.web.asking import asked
from app.web.body import json_body

router = APIRouter()


@router.post("/api/cloud")
async def cloud(request: Request) -> Response:
    """For every run the quantiles of its loss, the band around its path, and its successes."""
    content = await asked(request, found, await json_body(request))
    return Response(content, media_type="application/json")
