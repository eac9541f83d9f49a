"""Work of a compute process for one request, or for all who ask the same."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Any

from fastapi import Request

from app.compute.pool import pool

MANY = 100  # answers that are kept for others


class Left(Exception):
    """The client has left before it was answered."""


async def asked(
    request: Request, work: Callable[..., Any], *arguments: Any, home: str | None = None
) -> Any:
    """What `work(heed, *arguments)` comes to. Raises Refused, Busy, and Left if nobody waits."""
    job = pool.submit(work, *arguments, home=home)
    try:
        return await _awaited(request, job.answer)
    finally:
        if not job.answer.done():
            pool.drop(job)


class Kept:
    """Answers that a whole class asks for: each computed once, and the latest kept."""

    def __init__(self, most: int) -> None:
        """Keep no more than so many bytes."""
        self._most = most
        self._answers: OrderedDict[Hashable, Future[bytes]] = OrderedDict()
        self._lock = Lock()

    async def asked(
        self, request: Request, work: Callable[..., bytes], *arguments: Hashable
    ) -> bytes:
        """What `work(heed, *arguments)` comes to. Raises as `asked` does.

        It is always the same for the same arguments. Who leaves takes it from nobody.
        """
        key = (work, arguments)
        with self._lock:
            answer = self._answers.pop(key, None)
            if answer is None or _failed(answer):
                answer = pool.submit(work, *arguments).answer
            self._answers[key] = answer
            while len(self._answers) > MANY or self._size > self._most:
                self._answers.popitem(last=False)
        content: bytes = await _awaited(request, answer)
        return content


    @property
    def _size(self) -> int:
        done = [answer for answer in self._answers.values() if answer.done()]
        return sum(len(answer.result()) for answer in done if not _failed(answer))


async def _awaited(request: Request, answer: "Future[Any]") -> Any:
    """What is computed, unless the client leaves before."""
    waiting = asyncio.wrap_future(answer)
    leaving = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait([waiting, leaving], return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            raise Left
        return waiting.result()
    finally:
        leaving.cancel()
        waiting.cancel()  # nobody will ask how it ended


async def _gone(request: Request) -> None:
    """Return when the client has left."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _failed(answer: "Future[bytes]") -> bool:
    return answer.done() and answer.exception() is not None

