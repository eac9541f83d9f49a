"""Questions that take many runs to answer: worked on beside the event loop, for who still waits."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

from fastapi import Request, Response
from pydantic_core import to_json

from app.compute.room import Room
from app.spec import MAX_STUDIED
from app.web.errors import refusal, told
from app.web.leaving import notice

WORKERS = 2  # studies at a time; the others wait

Heed = Callable[[], None]
Study = Callable[[Heed], dict[str, Any]]  # heeds whether it is still wanted

_workers = ThreadPoolExecutor(WORKERS, "study")
_room = Room(MAX_STUDIED)


class _Unwanted(Exception):
    """Nobody waits for the answer any more."""


async def studied(request: Request, held: int, study: Study) -> Response:
    """The answer of a study that holds so many numbers, if there is room for them.

    Numbers that are not finite are null.
    """
    if not _room.take(held):
        words = "as much is being worked out as there is room for; try again in a few seconds"
        answer = refusal(429, told(words))
        answer.headers["Retry-After"] = "3"
        return answer
    unwanted = Event()
    leaving = asyncio.create_task(notice(request, unwanted))
    try:
        loop = asyncio.get_running_loop()
        content = await loop.run_in_executor(_workers, _worked_out, study, unwanted)
    finally:
        leaving.cancel()
        _room.give_back(held)
    return Response(content, media_type="application/json")


def _worked_out(study: Study, unwanted: Event) -> bytes:
    def heed() -> None:
        if unwanted.is_set():
            raise _Unwanted

    try:
        heed()
        return to_json(study(heed), inf_nan_mode="null")
    except _Unwanted:
        return b""
