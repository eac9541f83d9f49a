"""A line of the log for each request and for each WebSocket, when it is over.

No address of a visitor and nothing after a question mark is written down.
"""

import logging
import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import app.logs  # noqa: F401 -- says how structlog writes
from app.web.guards.base_path import local_path

# A page is forty of them and a probe asks every few seconds; they are logged when they fail.
COMMON = ("/static/", "/healthz", "/readyz")
LEFT = 499  # the client left before there was an answer; as nginx writes it
BROKEN = 500

log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger("descent_lab.access")


class AccessLog:
    """Write what was asked for, what was answered and how long it took."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        seen = _Seen()

        async def receiving() -> Message:
            message = await receive()
            seen.received(message)
            return message

        async def sending(message: Message) -> None:
            seen.sent(message)
            await send(message)

        try:
            await self._app(scope, receiving, sending)
        except Exception:
            seen.status = BROKEN
            raise
        finally:
            seen.log(scope)


class _Seen:
    """What became of one request."""

    def __init__(self) -> None:
        self.begun = time.perf_counter()
        self.status = LEFT
        self.size = 0
        self.messages = 0
        self.accepted = False
        self.code: int | None = None

    @property
    def unanswered(self) -> bool:
        """Whether a WebSocket that did not leave was neither taken nor refused."""
        return self.status == LEFT and self.code is None

    def received(self, message: Message) -> None:
        if message["type"] == "websocket.receive":
            self.messages += 1
        elif message["type"] == "websocket.disconnect" and self.code is None:
            self.code = message.get("code")

    def sent(self, message: Message) -> None:
        match message["type"]:
            case "http.response.start" | "websocket.http.response.start":
                self.status = message["status"]
            case "http.response.body" | "websocket.http.response.body":
                self.size += len(message.get("body", b""))
            case "websocket.send":
                self.size += len(message.get("bytes") or message.get("text") or "")
            case "websocket.accept":
                self.accepted, self.status = True, 101
            case "websocket.close":
                self.code = message.get("code", 1000)
                self.status = self.status if self.accepted else 403

    def log(self, scope: Scope) -> None:
        seconds = round(time.perf_counter() - self.begun, 4)
        path = local_path(scope)
        said = {"path": path, "status": self.status, "seconds": seconds, "bytes": self.size}
        if scope["type"] == "websocket":
            level = logging.ERROR if self.unanswered else logging.INFO
            log.log(level, "websocket", **said, messages=self.messages, code=self.code)
            return
        fine = self.status < 400 and path.startswith(COMMON)
        log.log(logging.DEBUG if fine else logging.INFO, "request", method=scope["method"], **said)
