"""How late the event loop is: what everybody waits for when something computes on it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.metrics import LOOP_LAG

EVERY = 0.1  # seconds between two looks


@asynccontextmanager
async def lag_seen() -> AsyncIterator[None]:
    """Look at it all the time, for the length of the block."""
    looking = asyncio.create_task(_look())
    try:
        yield
    finally:
        looking.cancel()
        await asyncio.wait([looking])


async def _look() -> None:
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + EVERY
        await asyncio.sleep(EVERY)
        LOOP_LAG.observe(max(0.0, loop.time() - due))
