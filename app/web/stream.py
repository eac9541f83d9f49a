"""/ws/run: races streamed as they are computed. docs/protocol.md describes every message."""

import asyncio
from contextlib import suppress

from fastapi import APIRouter, WebSocket

from app.compute.learning import begun
from app.compute.pace import points_of
from app.compute.racing import Racing
from app.compute.room import Room
from app.spec import NetworkSpec, Refused
from app.spec.orders import Grant, Look, Memory, Open, Order, Start, Steer, Stop, WeightPlane
from app.web.line import Gone, Inbox, Line
from app.web.looking import Looking
from app.web.running import Course, Running

router = APIRouter()

MAX_KEPT = 25_000_000  # points of all trainings that are not forgotten: 1 GB

_room = Room(MAX_KEPT)


@router.websocket("/ws/run")
async def stream(socket: WebSocket) -> None:
    """Do what the client asks for until it leaves."""
    await socket.accept()
    line = Line(socket)
    inbox = Inbox(socket, line)
    async with asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(inbox.read())
        desk = _Desk(line, inbox, tasks)
        try:
            with suppress(Gone):
                while True:
                    await desk.obey(await inbox.order())
            reading.cancel()
            await desk.leave()
        finally:
            desk.take(0)


class _Desk:
    """Hands a client's orders to its newest race."""

    def __init__(self, line: Line, inbox: Inbox, tasks: asyncio.TaskGroup) -> None:
        self._line = line
        self._inbox = inbox
        self._tasks = tasks
        self._running: Running | None = None
        self._looking = Looking(line, tasks)
        self._taken = 0

    async def obey(self, order: Order) -> None:
        """Do one thing. Grants for a race that has ended come late by nature, and mean nothing."""
        try:
            if isinstance(order, Start):
                await self._start(order)
            elif self._running is None or self._running.number != order.race:
                if isinstance(order, Steer | Look | WeightPlane | Open | Memory):
                    raise Refused([(("race",), f"race {order.race} is not running")])
            elif isinstance(order, Stop):
                await self._end()
                self.take(0)
            elif isinstance(order, Steer):
                self._running.steer(order)
            elif isinstance(order, Grant):
                self._running.grant(order.blocks)
            else:
                self._looking.ask(order)
        except Refused as error:
            await self._line.refuse(order.race, error)

    async def _start(self, order: Start) -> None:
        """A race that is refused changes nothing; one that starts ends the one before it."""
        if order.from_step > order.spec.steps:
            words = (
                f"from_step = {order.from_step} is after the end; "
                f"the last step is {order.spec.steps}"
            )
            raise Refused([(("from_step",), words)])
        if isinstance(order.spec.problem, NetworkSpec):
            await self._train(order)
        else:
            race = await asyncio.to_thread(order.spec.race)
            await self._begin(order, Racing(order.race, race))
            self.take(0)

    async def _train(self, order: Start) -> None:
        """Draw the data, unless nobody wants them any more; go on from what is there."""
        if self._inbox.outdated:
            return
        training = await asyncio.to_thread(order.spec.training)
        if self._inbox.outdated:
            return
        self.take(points_of(training))
        before = self._running and self._running.course
        await self._end()
        learning = await asyncio.to_thread(begun, order, training, before)
        await self._begin(order, learning)
        self._looking.at(learning.race)

    async def _begin(self, order: Start, course: Course) -> None:
        await self._end()
        self._running = Running(self._line, order, course)
        await self._running.announce()
        self._running.task = self._tasks.create_task(self._running.run())

    async def _end(self) -> None:
        """End the race, and forget it: nothing of it is sent any more."""
        await self._looking.forget()
        if self._running is not None:
            await self._running.end()
        self._running = None

    async def leave(self) -> None:
        """End everything, and wait until it has ended."""
        await self._end()
        await self._looking.end()

    def take(self, points: int) -> None:
        """Have room for so many points, instead of what was taken before. Raises Refused."""
        if not _room.take(points - self._taken):
            words = "too much is being trained and kept for others; try again in a minute"
            raise Refused([((), words)])
        self._taken = points
