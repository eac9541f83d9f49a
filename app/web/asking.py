"""Work of a compute process for one request, or for all who ask the same."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar

from fastapi import Request

from app.compute.pool import pool
from app.compute.turns import Job

Answer = TypeVar("Answer", bound=Sized)

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


class Kept(Generic[Answer]):
    """Answers that a whole class asks for: each computed once, and the latest kept."""

    def __init__(self, most: int) -> None:
        """Keep no more than so many bytes."""
        self._most = most
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()
        self._pending: dict[Hashable, _Pending] = {}
        self._lock = Lock()

    async def asked(
        self, request: Request, work: Callable[..., Answer], *arguments: Hashable
    ) -> Answer:
        """What `work(heed, *arguments)` comes to. Raises as `asked` does.

        It is always the same for the same arguments. Who leaves takes it from nobody; when all
        have left, it is not computed any more.
        """
        key = (work, arguments)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            if key not in self._pending:
                self._pending[key] = _Pending(pool.submit(work, *arguments))
            pending = self._pending[key]
            pending.waiting += 1
        try:
            content: Answer = await _awaited(request, pending.job.answer)
            self._keep(key, content)
            return content
        finally:
            self._leave(key, pending)

    def _keep(self, key: Hashable, content: Answer) -> None:
        with self._lock:
            self._kept[key] = content
            while len(self._kept) > MANY or sum(map(len, self._kept.values())) > self._most:
                self._kept.popitem(last=False)

    def _leave(self, key: Hashable, pending: "_Pending") -> None:
        with self._lock:
            pending.waiting -= 1
            if pending.waiting > 0:
                return
            del self._pending[key]
            if not pending.job.answer.done():
                pool.drop(pending.job)


@dataclass
class _Pending:
    """What is computed, and how many wait for it."""

    job: Job
    waiting: int = 0


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
