"""/ws/run: a race streamed as it is computed. docs/protocol.md describes every message."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict
from typing import Annotated, Any, Literal, TypeVar

import numpy as np
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import from_json

from app.engine.catalogue import BadChoice
from app.engine.descend import Frames
from app.engine.outcome import outcomes
from app.engine.race import Change, Race, joined
from app.spec import (
    MAX_BODY,
    MAX_CHANGES,
    MAX_RUNS,
    MAX_STEPS,
    Numbers,
    RaceSpec,
    Refused,
    Spec,
    Whole,
    check_change,
    refused,
)
from app.web.results import ended, named
from app.web.wire import Packer, lengths

router = APIRouter()

HEED = 25  # steps between looks at whether the race is still wanted
MAX_CREDIT = 64  # blocks that a client may have granted at a time
MAX_RACE_NUMBER = 2**32 - 1

RaceNumber = Annotated[Whole, Field(ge=0, le=MAX_RACE_NUMBER)]
Credit = Annotated[Whole, Field(ge=1, le=MAX_CREDIT)]
T = TypeVar("T")


class Start(Spec):
    """Run this race and end the one before. `from_step` skips what the client already has."""

    type: Literal["race"]
    race: RaceNumber
    spec: RaceSpec
    from_step: Annotated[Whole, Field(ge=0, le=MAX_STEPS)] = 0
    blocks: Credit = 4


class Grant(Spec):
    """The client can take this many more blocks."""

    type: Literal["grant"]
    race: RaceNumber
    blocks: Credit


class Steer(Spec):
    """Change hyperparameters of a run from the next step on."""

    type: Literal["steer"]
    race: RaceNumber
    run: Annotated[Whole, Field(ge=0, le=MAX_RUNS - 1)]
    hyperparameters: Numbers


class Stop(Spec):
    """End the race; nothing more of it is sent."""

    type: Literal["stop"]
    race: RaceNumber


Order = Start | Grant | Steer | Stop
ORDER = TypeAdapter[Order](Annotated[Order, Field(discriminator="type")])
RACE = TypeAdapter[int](RaceNumber, config=ConfigDict(strict=True))


class _Gone(Exception):
    """The client has left: the end of a conversation, not an error."""


def _without_traceback(record: logging.LogRecord) -> bool:
    """Text that is not UTF-8 is the client's mistake; uvicorn logs it as if it were a bug."""
    if record.exc_info and isinstance(record.exc_info[1], UnicodeDecodeError):
        record.exc_info = None
    return True


logging.getLogger("uvicorn.error").addFilter(_without_traceback)


@router.websocket("/ws/run")
async def stream(socket: WebSocket) -> None:
    """Do what the client asks for until it leaves."""
    await socket.accept()
    line = _Line(socket)
    async with asyncio.TaskGroup() as tasks:
        desk = _Desk(line, tasks)
        with suppress(_Gone):
            while True:
                await desk.obey(await line.order())
        await desk.end()


class _Line:
    """The connection, in messages of the protocol. Every method raises _Gone when it is over."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket

    async def order(self) -> Order:
        """The next order. A message that is none is refused here."""
        while (message := await self._socket.receive())["type"] != "websocket.disconnect":
            text = message.get("text")
            try:
                return _order(text)
            except Refused as error:
                await self.refuse(_race_number(text), error)
        raise _Gone

    async def tell(self, kind: str, race: int | None, **content: Any) -> None:
        """Send a JSON message."""
        message = {"type": kind, "race": race, **content}
        text = json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        await self._sent(self._socket.send_text(text))

    async def refuse(self, race: int | None, error: Refused) -> None:
        """Say why something is not done."""
        await self.tell("refused", race, detail=error.detail())

    async def hand_over(self, block: bytes) -> None:
        """Send a block."""
        await self._sent(self._socket.send_bytes(block))

    async def _sent(self, sending: Awaitable[None]) -> None:
        try:
            await sending
        except (WebSocketDisconnect, RuntimeError):  # the second while the connection is closing
            raise _Gone from None


def _order(text: str | None) -> Order:
    """Read a message. Raises Refused, with places as they are in the race's spec."""
    if text is None:
        raise Refused([((), "a binary message was given; send JSON as text")])
    if len(text.encode()) > MAX_BODY:
        raise Refused([((), f"the message is longer than {MAX_BODY} bytes; send a shorter one")])
    try:
        return ORDER.validate_json(text)
    except ValidationError as error:
        problems = refused(error).problems
    inside = [where[2:] if where[:2] == ("race", "spec") else where[1:] for where, _ in problems]
    raise Refused(zip(inside, (words for _, words in problems), strict=True))


def _race_number(text: str | None) -> int | None:
    """The race that a refused message is about, where that can be read."""
    if text is None or len(text) > MAX_BODY:
        return None
    try:
        return RACE.validate_python(from_json(text)["race"])
    except (ValueError, LookupError, TypeError):
        return None


class _Desk:
    """Hands a client's orders to its newest race."""

    def __init__(self, line: _Line, tasks: asyncio.TaskGroup) -> None:
        self._line = line
        self._tasks = tasks
        self._running: _Running | None = None

    async def obey(self, order: Order) -> None:
        """Do one thing. Grants for a race that has ended come late by nature, and mean nothing."""
        try:
            if isinstance(order, Start):
                await self._start(order)
            elif self._running is None or self._running.number != order.race:
                if isinstance(order, Steer):
                    raise Refused([(("race",), f"race {order.race} is not running")])
            elif isinstance(order, Stop):
                await self.end()
            elif isinstance(order, Steer):
                self._running.steer(order)
            else:
                self._running.grant(order.blocks)
        except Refused as error:
            await self._line.refuse(order.race, error)

    async def _start(self, order: Start) -> None:
        """A race that is refused changes nothing; one that starts ends the one before it."""
        race = await asyncio.to_thread(order.spec.race)
        if order.from_step > race.steps:
            words = f"from_step = {order.from_step} is after the end; the last step is {race.steps}"
            raise Refused([(("from_step",), words)])
        await self.end()
        self._running = _Running(self._line, order, race)
        self._running.task = self._tasks.create_task(self._running.run())

    async def end(self) -> None:
        """End the race and wait until it is over, so that nothing of it comes later."""
        if self._running is not None and self._running.task is not None:
            self._running.task.cancel()
            await asyncio.wait([self._running.task])
        self._running = None


class _Running:
    """One race on its way to one client."""

    task: asyncio.Task[None] | None = None

    def __init__(self, line: _Line, order: Start, race: Race) -> None:
        self.number = order.race
        self._line = line
        self._race = race
        self._from_step = order.from_step
        self._credit = order.blocks
        self._granted = asyncio.Event()
        self._steers: list[Steer] = []
        self._unwanted = False
        lowest = np.array([run.surface.lowest() or 0.0 for run in race.runs])
        self._packer = Packer(order.race, lowest)

    def grant(self, blocks: int) -> None:
        """Let this many more blocks be sent."""
        self._credit = min(self._credit + blocks, MAX_CREDIT)
        self._granted.set()

    def steer(self, order: Steer) -> None:
        """Remember a change for the next block. Raises Refused."""
        race = self._race
        if race.over:
            raise Refused([(("race",), f"race {self.number} has taken its last step")])
        if len(race.changes) + len(self._steers) >= MAX_CHANGES:
            raise Refused([((), f"the race has {MAX_CHANGES} changes; it can have no more")])
        try:
            check_change(race.runs, race.steps, Change(0, order.run, order.hyperparameters))
        except BadChoice as error:
            raise Refused([(error.where, error.message)]) from None
        self._steers.append(order)

    async def run(self) -> None:
        """Send blocks as they are granted, then how every run ended."""
        with suppress(_Gone):
            await self._announce()
            blocks = []
            for length in lengths(self._race.steps + 1, len(self._race.runs)):
                wanted = self._race.step + length > self._from_step
                if wanted:
                    await self._take_credit()
                await self._apply_steers()
                block, packed = await self._off_the_loop(self._advance, length)
                blocks.append(block)
                if wanted:
                    await self._line.hand_over(packed)
                await asyncio.sleep(0)  # sending does not yield while the socket has room
            for order in self._steers:
                too_late = Refused([(("race",), f"race {self.number} has taken its last step")])
                await self._line.refuse(order.race, too_late)
            ends = await self._off_the_loop(outcomes, self._race, blocks)
            await self._tell("finished", outcomes=[ended(end) for end in ends])

    async def _announce(self) -> None:
        runs = [
            {**named(run), "lowest": run.surface.lowest(), "start": list(run.start)}
            for run in self._race.runs
        ]
        await self._tell("started", steps=self._race.steps, from_step=self._from_step, runs=runs)

    async def _take_credit(self) -> None:
        while self._credit == 0:
            self._granted.clear()
            await self._granted.wait()
        self._credit -= 1

    async def _apply_steers(self) -> None:
        orders, self._steers = self._steers, []
        for order in orders:
            change = self._race.steer(order.run, order.hyperparameters)
            await self._tell("steered", change=asdict(change))

    def _advance(self, length: int) -> tuple[Frames, bytes]:
        """Compute and pack a block; give up on the way when nobody wants it any more."""
        parts: list[Frames] = []
        while length > 0 and not (parts and self._unwanted):
            parts.append(self._race.advance(min(HEED, length)))
            length -= HEED
        block = joined(parts)
        return block, self._packer.pack(block)

    async def _off_the_loop(self, work: Callable[..., T], *arguments: Any) -> T:
        """Do work in a thread. Who cancels it waits until the thread has noticed."""
        running = asyncio.ensure_future(asyncio.to_thread(work, *arguments))
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            self._unwanted = True
            await asyncio.wait([running])
            raise

    async def _tell(self, kind: str, **content: Any) -> None:
        await self._line.tell(kind, self.number, **content)
