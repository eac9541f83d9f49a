"""Work that would hold up the event loop, done beside it."""

import asyncio
from collections.abc import Callable
from threading import Event
from typing import Any, TypeVar

T = TypeVar("T")


async def off_the_loop(unwanted: Event, work: Callable[..., T], *arguments: Any) -> T:
    """Do work in a thread. Who cancels it sets `unwanted`, and waits until that was noticed."""
    running = asyncio.ensure_future(asyncio.to_thread(work, *arguments))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        unwanted.set()
        await asyncio.wait([running])
        raise
