"""A race as a program, to take away."""

from fastapi import APIRouter, Request, Response

from app.compute.code import code as written
from app.web.asking import asked
from app.web.body import json_body

router = APIRouter()


@router.post("/api/code")
async def code(request: Request) -> Response:
    """The program of one run or of all, and what it says about itself."""
    server = str(request.base_url).rstrip("/")
    content = await asked(request, written, await json_body(request), server)
    return Response(content, media_type="application/json")
