"""A step of a race on a surface opened into its numbers, and what its rule remembers over time."""

from zlib import crc32

from fastapi import APIRouter, Request, Response

from app.compute.steps import key_of
from app.compute.steps import memory as remembered
from app.compute.steps import step as opened
from app.web.asking import asked
from app.web.body import json_body

router = APIRouter()

WALKS = 64  # homes of races that are walked: who comes again finds the race where it was


@router.post("/api/step")
async def step(request: Request) -> Response:
    """Every run's move away from its point at a step, line by line."""
    body = await json_body(request)
    home = f"walk {crc32(key_of(body).encode()) % WALKS}"
    content = await asked(request, opened, body, home=home)
    return Response(content, media_type="application/json")


@router.post("/api/memory")
async def memory(request: Request) -> Response:
    """What one run's rule remembers at each step, as curves."""
    content = await asked(request, remembered, await json_body(request))
    return Response(content, media_type="application/json")
