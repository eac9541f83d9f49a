"""Clients that leave before they are answered."""

from threading import Event

from fastapi import Request


async def notice(request: Request, unwanted: Event) -> None:
    """Say so when the client leaves before it is answered."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    unwanted.set()
