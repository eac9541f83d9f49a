"""How long each request took, by the route that answered it."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.metrics import REQUESTS

# Both come from a client, who could otherwise make as many series as there are words.
METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
NO_ROUTE = "none"  # refused by a guard, or there is nothing at this address


class Measured:
    """Count every HTTP request with its route, method and status, and what it took.

    It belongs outside of all that may refuse, so that refusals are counted too.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        status = "none"  # the client left before there was an answer

        async def seen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        try:
            await self._app(scope, receive, seen)
        except Exception:
            status = "500"
            raise
        finally:
            method = scope["method"] if scope["method"] in METHODS else "other"
            REQUESTS.labels(_route(scope), method, status).observe(time.perf_counter() - begun)


def _route(scope: Scope) -> str:
    """The pattern of the address, never the address itself: there are as many as clients like."""
    return getattr(scope.get("route"), "path", NO_ROUTE)
