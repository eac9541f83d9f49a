"""Work of a compute process for one request."""

import asyncio
from collections.abc import Callable
from typing import Any

from fastapi import Request

from app.compute.pool import pool


class Left(Exception):
    """The client has left before it was answered."""


async def asked(
    request: Request, work: Callable[..., Any], *arguments: Any, home: str | None = None
) -> Any:
    """What `work(heed, *arguments)` comes to. Raises Refused, Busy, and Left if nobody waits."""
    job = pool.submit(work, *arguments, home=home)
    answer = asyncio.wrap_future(job.answer)
    leaving = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait([answer, leaving], return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            raise Left
        return answer.result()
    finally:
        leaving.cancel()
        if not answer.done():
            pool.drop(job)
            answer.cancel()  # nobody will ask how it ended


async def _gone(request: Request) -> None:
    """Return when the client has left."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
