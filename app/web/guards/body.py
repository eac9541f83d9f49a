"""How long a request's body may be, and how long it may take to come."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.metrics import REFUSALS
from app.web.errors import refusal, told

PATIENCE = 32  # times as much of a body too long is read and dropped before the answer


class Body:
    """Answer 413 to a body of more bytes, 408 to one that comes too slowly, and never keep one.

    What is too long is read and dropped first: a client that is still sending hears no answer.
    """

    def __init__(self, app: ASGIApp, longest: int, seconds: float) -> None:
        self._app = app
        self._longest = longest
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = bytearray()
        length = 0
        more = True
        try:
            async with asyncio.timeout(self._seconds):
                while more and length <= PATIENCE * self._longest:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return
                    part = message.get("body", b"")
                    length += len(part)
                    body += part if length <= self._longest else b""
                    more = message.get("more_body", False)
        except TimeoutError:
            words = f"the request took longer than {self._seconds:g} seconds to come; send it again"
            await self._refuse(scope, receive, send, 408, words, more)
            return
        if length > self._longest:
            words = f"the request is longer than {self._longest} bytes; send a shorter one"
            await self._refuse(scope, receive, send, 413, words, more)
            return
        whole: list[Message] = [{"type": "http.request", "body": bytes(body), "more_body": False}]

        async def replay() -> Message:
            return whole.pop() if whole else await receive()

        await self._app(scope, replay, send)

    async def _refuse(
        self, scope: Scope, receive: Receive, send: Send, status: int, words: str, more: bool
    ) -> None:
        REFUSALS.labels("body").inc()
        answer = refusal(status, told(words, "body"))
        if more:  # there is no end to it
            answer.headers["Connection"] = "close"
        await answer(scope, receive, send)
