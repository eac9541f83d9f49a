"""/ws/run: races streamed as they are computed. docs/protocol.md describes every message."""

import asyncio
from contextlib import suppress

from fastapi import APIRouter, WebSocket

from app import metrics
from app.compute.busy import Busy
from app.compute.courses import Opened
from app.compute.flights import Flight, flights
from app.spec import Refused
from app.spec.orders import Grant, Look, Memory, Open, Order, Start, Steer, Stop, WeightPlane
from app.web.line import Gone, Inbox, Line
from app.web.looking import Looking
from app.web.running import AHEAD, Running
from app.web.waiting import patiently

router = APIRouter()


@router.websocket("/ws/run")
async def stream(socket: WebSocket) -> None:
    """Do what the client asks for until it leaves."""
    await socket.accept()
    line = Line(socket)
    inbox = Inbox(socket, line)
    metrics.SOCKETS.inc()
    try:
        async with asyncio.TaskGroup() as tasks:
            reading = tasks.create_task(inbox.read())
            desk = _Desk(line, inbox, tasks)
            try:
                with suppress(Gone):
                    while True:
                        await desk.obey(await inbox.order())
                reading.cancel()
            finally:
                await desk.leave()
    finally:
        metrics.SOCKETS.dec()


class _Desk:
    """Hands a client's orders to its newest race."""

    def __init__(self, line: Line, inbox: Inbox, tasks: asyncio.TaskGroup) -> None:
        self._line = line
        self._inbox = inbox
        self._tasks = tasks
        self._running: Running | None = None
        self._looking = Looking(line, tasks)

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
            elif isinstance(order, Steer):
                with self._inbox.share.taken():
                    self._running.steer(order)
            elif isinstance(order, Grant):
                self._running.grant(order.blocks)
            else:
                self._looking.ask(order)
        except Refused as error:
            await self._line.refuse(order.race, error)
        except Busy as error:
            await self._line.put_off(order.race, error)

    async def _start(self, order: Start) -> None:
        """A race that is refused changes nothing; one that starts ends the one before it."""
        if order.from_step > order.spec.steps:
            words = (
                f"from_step = {order.from_step} is after the end; "
                f"the last step is {order.spec.steps}"
            )
            raise Refused([(("from_step",), words)])
        before = self._running.flight if self._running is not None else None
        with self._inbox.share.taken():
            flight = flights.join(order.spec, before)
        try:
            opened = await self._opened(order, flight)
            if opened is not None:
                await self._end()
        except BaseException:
            flights.leave(flight)
            raise
        if opened is None:
            flights.leave(flight)
            return
        self._running = Running(self._line, self._inbox.share, flights, order, flight, opened)
        await self._running.announce()
        self._running.task = self._tasks.create_task(self._running.run())
        if flight.trains:
            self._looking.at(self._running)

    async def _opened(self, order: Start, flight: Flight) -> Opened | None:
        """What is known of a race before it runs; None where a newer one is wanted by then."""
        if flight.opened.done():
            return flight.opened.result()
        flight.want(min(order.blocks, AHEAD))
        opening = asyncio.ensure_future(
            patiently(flight.opened, flight.place, self._line, order.race)
        )
        newer = asyncio.ensure_future(self._inbox.newer.wait())
        try:
            await asyncio.wait([opening, newer], return_when=asyncio.FIRST_COMPLETED)
            if not opening.done() and self._inbox.outdates(order.race):
                return None
            return await opening
        finally:
            newer.cancel()
            opening.cancel()

    async def _end(self) -> None:
        """End the race, and forget it: nothing of it is sent any more."""
        running, self._running = self._running, None
        try:
            await self._looking.forget()
        finally:  # a client that is thrown out leaves nothing behind either
            if running is not None:
                await running.end()

    async def leave(self) -> None:
        """End everything, and wait until it has ended."""
        await self._end()
