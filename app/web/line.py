"""One client's connection: what it sends, in order, and what is sent to it."""

import asyncio
import json
from collections.abc import Awaitable
from typing import Any, NamedTuple

from fastapi import WebSocket, WebSocketDisconnect

from app.compute.busy import Busy
from app.spec import Refused
from app.spec.orders import Order, Start, Stop, order_from, race_number
from app.web.mistakes import log_no_error
from app.web.share import Share

MAX_WAITING = 4 * 1024 * 1024  # bytes of messages read ahead; then the client has to wait
PRICE = 1024  # bytes that a message takes at least
SWELLING = 16  # bytes that one of its text takes once it is read, about and at most


class Gone(Exception):
    """The client has left: the end of a conversation, not an error."""


log_no_error()


class Line:
    """What is sent, in messages of the protocol. Every method raises Gone when it is over."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket

    async def tell(self, kind: str, race: int | None, /, **content: Any) -> None:
        """Send a JSON message."""
        message = {"type": kind, "race": race, **content}
        text = json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        await self.pass_on(text)

    async def pass_on(self, text: str) -> None:
        """Send a message that is JSON already."""
        await self._sent(self._socket.send_text(text))

    async def refuse(self, race: int | None, error: Refused) -> None:
        """Say why something is not done."""
        await self.tell("refused", race, detail=error.detail())

    async def put_off(self, race: int | None, busy: Busy) -> None:
        """Say that something is not done now, and when to ask again."""
        detail = [{"loc": [], "msg": busy.words}]
        await self.tell("refused", race, detail=detail, retry_after=busy.seconds)

    async def give_up(self, race: int, busy: Busy) -> None:
        """Say that a race that had begun ends before its time, and when to go on with it."""
        detail = [{"loc": [], "msg": busy.words}]
        await self.tell("ended", race, detail=detail, retry_after=busy.seconds)

    async def hand_over(self, block: bytes) -> None:
        """Send a binary message."""
        await self._sent(self._socket.send_bytes(block))

    async def _sent(self, sending: Awaitable[None]) -> None:
        try:
            await sending
        except (WebSocketDisconnect, RuntimeError):  # the second while the connection is closing
            raise Gone from None


class Inbox:
    """What has come and is not dealt with yet: read ahead, so that newer wishes are seen early."""

    def __init__(self, socket: WebSocket, line: Line) -> None:
        self.share = Share()
        self._socket = socket
        self._line = line
        # Each with its bytes. A list, for an empty deque takes 0.7 KB of each socket that idles.
        self._waiting: list[tuple[int, Order | _Mistake]] = []
        self._bytes = 0
        self._moved = asyncio.Event()
        self._over = False
        self._starts = 0  # races and stops among what waits
        self._newer: asyncio.Event | None = None  # made when it is first asked for

    async def read(self) -> None:
        """Read until the client leaves."""
        while (message := await self._socket.receive())["type"] != "websocket.disconnect":
            text = message.get("text")
            with self.share.taken():
                order = _read(text)
            self._put(PRICE + SWELLING * len(text or ""), order)
            await self.share.turn()  # receiving does not yield while messages are there
            while self._bytes > MAX_WAITING:
                self._moved.clear()
                await self._moved.wait()
        self._over = True
        self._moved.set()
        self._mark()

    @property
    def newer(self) -> asyncio.Event:
        """Set while something waits that may mean that a race is not wanted any more."""
        if self._newer is None:
            self._newer = asyncio.Event()
            self._mark()
        return self._newer

    def outdates(self, race: int) -> bool:
        """Whether a race that is not begun yet is not wanted any more."""
        return self._over or any(
            isinstance(order, Start) or (isinstance(order, Stop) and order.race == race)
            for _, order in self._waiting
        )

    async def order(self) -> Order:
        """The next order. A message that is none is refused here. Raises Gone at the end."""
        while True:
            while not (self._waiting or self._over):
                self._moved.clear()
                await self._moved.wait()
            if self._over:
                raise Gone
            await self.share.turn()  # other connections have theirs between two orders
            if self._over:
                raise Gone
            found = self._take()
            if not isinstance(found, _Mistake):
                return found
            await self._line.refuse(found.race, found.error)

    def _put(self, size: int, order: "Order | _Mistake") -> None:
        self._bytes += size
        self._waiting.append((size, order))
        self._starts += isinstance(order, Start | Stop)
        self._moved.set()
        self._mark()

    def _take(self) -> "Order | _Mistake":
        size, order = self._waiting.pop(0)
        self._bytes -= size
        self._starts -= isinstance(order, Start | Stop)
        self._moved.set()
        self._mark()
        return order

    def _mark(self) -> None:
        if self._newer is None:
            return
        if self._over or self._starts:
            self._newer.set()
        else:
            self._newer.clear()


class _Mistake(NamedTuple):
    """A message that is no order, and what is wrong with it."""

    race: int | None
    error: Refused


def _read(text: str | None) -> Order | _Mistake:
    try:
        return order_from(text)
    except Refused as error:
        return _Mistake(race_number(text), error)
