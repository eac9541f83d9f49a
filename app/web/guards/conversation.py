"""What one WebSocket may do: speak so often, and not be silent for ever."""

import asyncio
import json
from contextlib import suppress
from itertools import count

from limits import RateLimitItemPerSecond
from limits.strategies import RateLimiter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.metrics import DROPS
from app.web.errors import told

OVER, FLOODING, TOO_LONG = 1000, 1008, 1009  # close codes


class Conversation:
    """Close a WebSocket that floods (1008) or is idle (1000), with the reason in words."""

    def __init__(self, app: ASGIApp, limiter: RateLimiter, often: int, idle: float) -> None:
        self._app = app
        self._limiter = limiter
        self._often = RateLimitItemPerSecond(often)
        self._idle = idle
        self._numbers = count()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        number = str(next(self._numbers))
        accepted = closed = False

        async def close(code: int, reason: str, why: str) -> Message:
            nonlocal closed
            if not closed:
                closed = True
                DROPS.labels(why).inc()
                with suppress(OSError, RuntimeError):  # the client was quicker
                    await send({"type": "websocket.close", "code": code, "reason": reason})
            return {"type": "websocket.disconnect", "code": code, "reason": reason}

        async def heard() -> Message:
            if closed:
                return {"type": "websocket.disconnect", "code": OVER, "reason": ""}
            try:
                async with asyncio.timeout(self._idle if accepted else None):
                    message = await receive()
            except TimeoutError:
                words = f"nothing was asked for in {self._idle:g} seconds; come again"
                return await close(OVER, words, "idle")
            if message["type"] == "websocket.disconnect" and message.get("code") == TOO_LONG:
                DROPS.labels("too_long").inc()  # the server closes these itself
            if message["type"] != "websocket.receive":
                return message
            if not self._limiter.hit(self._often, "socket", number):
                words = f"more than {self._often.amount} messages in a second; send fewer"
                refused = {"type": "refused", "race": None, "detail": told(words)}
                with suppress(OSError, RuntimeError):
                    await send({"type": "websocket.send", "text": json.dumps(refused)})
                return await close(FLOODING, words, "flooding")
            return message

        async def said(message: Message) -> None:
            nonlocal accepted
            if closed:  # Starlette makes of it that the client has left
                raise OSError("the connection was closed")
            accepted = accepted or message["type"] == "websocket.accept"
            await send(message)

        await self._app(scope, heard, said)
