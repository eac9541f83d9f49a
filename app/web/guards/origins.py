"""Whose pages may ask: the service's own, and those that are listed.

Browsers let any page open a WebSocket to any place, with no more than its Origin to tell by.
"""

from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from app.settings import PREFIX
from app.web.guards.origin import origin, own_origin, sole
from app.web.guards.turned_away import CUT, turn_away


class Origins:
    """Answer 403 to pages of other origins, before a WebSocket is accepted.

    Scripts send no Origin. Their requests are served; their WebSockets only where that is set,
    since there a missing Origin is no proof that no page is behind it.
    """

    def __init__(self, app: ASGIApp, listed: Sequence[str], allow_none: bool) -> None:
        self._app = app
        self._listed = {origin(text) for text in listed} - {None}
        self._allow_none = allow_none

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        words = None if scope["type"] == "lifespan" else self._against(scope)
        if words is None:
            await self._app(scope, receive, send)
        else:
            await turn_away(scope, receive, send, status=403, words=words, reason="origin")

    def _against(self, scope: Scope) -> str | None:
        """What is wrong with where a request comes from."""
        text = sole(scope, b"origin")
        own = own_origin(scope)
        if text is None:
            if scope["type"] == "http" or self._allow_none:
                return None
            return (
                f"a WebSocket without an Origin; send Origin: {own}, "
                f"or let the service be started with {PREFIX}ALLOW_NO_ORIGIN=true"
            )
        given = origin(text)
        if given is not None and (given == own or given in self._listed):
            return None
        return (
            f"Origin: {text[:CUT]!r} may not ask {own}; open the page from there, or list the "
            f"origin in {PREFIX}ORIGINS (a proxy has to hand on Host and X-Forwarded-Proto)"
        )
