"""A whole race as JSON, for scripts and notebooks."""

import asyncio
from collections.abc import AsyncIterator
from itertools import count

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from app.compute.pool import pool
from app.compute.whole import Piece, piece
from app.web.asking import asked
from app.web.body import json_body

router = APIRouter()

_numbers = count(1)  # of all answers


@router.post("/api/run")
async def run(request: Request) -> Response:
    """Run a race and return every recorded step, in float64."""
    body = await json_body(request)
    home = f"run {next(_numbers)}"
    try:
        first: Piece = await asked(request, piece, home, body, 0, home=home)
    except BaseException:
        pool.forget(home)
        raise
    return _Answer(home, body, first)


class _Answer(StreamingResponse):
    """JSON sent piece by piece, as the client takes it."""

    media_type = "application/json"

    def __init__(self, home: str, body: bytes, first: Piece) -> None:
        super().__init__(_pieces(home, body, first))
        self._home = home

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            pool.forget(self._home)


async def _pieces(home: str, body: bytes, given: Piece) -> AsyncIterator[bytes]:
    number = 0
    yield given.content
    while not given.last:
        number += 1
        job = pool.submit(piece, home, body, number, home=home, goes_on=True)
        try:
            given = await asyncio.wrap_future(job.answer)
        finally:
            pool.drop(job)
        yield given.content
