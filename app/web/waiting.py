"""Waiting for what is computed elsewhere, and telling the client its place in the line."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from app.web.line import Line

PATIENCE = 0.5  # seconds between two words about the place

T = TypeVar("T")


async def patiently(
    answer: "Future[T]", place: Callable[[], int], line: Line, race: int
) -> T:
    """The answer. Who waits long for it is told how many are before, whenever that changes."""
    if answer.done():
        return answer.result()
    waiting = asyncio.wrap_future(answer)
    told = 0
    try:
        while not (await asyncio.wait([waiting], timeout=PATIENCE))[0]:
            now = place()
            if now and now != told:
                told = now
                await line.tell("queued", race, place=now)
        return waiting.result()
    finally:
        waiting.cancel()  # where nobody waits any more, nobody will ask how it ended
