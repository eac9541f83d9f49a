"""How many WebSockets are open at a time."""

from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.guards.turned_away import turn_away

WAIT = 10  # seconds; somebody will have left


class Crowd:
    """Answer 503 before accepting one more than so many WebSockets."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most
        self._here = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        if self._here >= self._most:
            words = f"{self._most} visitors are here, as many as fit; try again in {WAIT} seconds"
            await turn_away(scope, receive, send, status=503, words=words, reason="full", wait=WAIT)
            return
        self._here += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._here -= 1
