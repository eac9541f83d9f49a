"""A name for each request, on every line of the log that it causes and on its answer."""

import re
import secrets

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.guards.origin import sole

HEADER = b"x-request-id"
# A proxy may have named it already; anything else that a header can hold stays out of the log.
NAMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
STARTS = ("http.response.start", "websocket.accept", "websocket.http.response.start")


class RequestId:
    """Name a request as its X-Request-ID does, or anew.

    It is bound to the task of the request and to all that come of it, and never taken off: the
    server logs a bug when all of this is over.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        given = sole(scope, HEADER) or ""
        name = given if NAMED.fullmatch(given) else secrets.token_hex(8)
        structlog.contextvars.bind_contextvars(request=name)
        scope.setdefault("state", {})["request_id"] = name

        async def named(message: Message) -> None:
            if message["type"] in STARTS:
                headers = [*message.get("headers", ()), (HEADER, name.encode())]
                message = {**message, "headers": headers}
            await send(message)

        await self._app(scope, receive, named)
