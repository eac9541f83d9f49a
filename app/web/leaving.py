"""Clients that leave before they are answered."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from threading import Event

from fastapi import Request


async def notice(request: Request, unwanted: Event) -> None:
    """Say so when the client leaves before it is answered."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    unwanted.set()


async def in_turn(request: Request, workers: Executor, work: Callable[[], bytes]) -> bytes:
    """What a worker makes of it when its turn comes; nothing for a client that has left by then."""
    unwanted = Event()
    leaving = asyncio.create_task(notice(request, unwanted))
    try:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(workers, lambda: b"" if unwanted.is_set() else work())
    finally:
        leaving.cancel()
