"""A race on its way to a client: blocks as they are granted, then how every run ended."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from time import monotonic
from typing import Any

from app import metrics
from app.compute.busy import Busy
from app.compute.courses import Opened
from app.compute.flights import Flight, Flights
from app.engine.catalogue import BadChoice
from app.engine.race import Change, Follower
from app.spec import MAX_CHANGES, ChangeSpec, RaceSpec, Refused, change_from, changes_from
from app.spec.orders import MAX_CREDIT, Start, Steer
from app.web.line import Gone, Line
from app.web.share import Share
from app.web.waiting import patiently

AHEAD = 1  # blocks that are computed before the client can take them: each may have 64 KiB
NUMBER = slice(4, 8)  # where a block says which race it is of


class Running:
    """One race on its way to one client, computed for whoever wants the same."""

    task: asyncio.Task[None] | None = None

    def __init__(
        self,
        line: Line,
        share: Share,
        flights: Flights,
        order: Start,
        flight: Flight,
        opened: Opened,
    ) -> None:
        self.number = order.race
        self.flight = flight
        self.flights = flights
        self.spec = order.spec
        self._line = line
        self._share = share
        self._opened = opened
        self._from_step = order.from_step
        self._credit = order.blocks
        self._granted = asyncio.Event()
        self._steers: list[Steer] = []
        self._first = 0  # step of the next block
        self._block = 0  # number of the next block

    @cached_property
    def _rules(self) -> Sequence[Follower]:
        return self.spec.rules()

    @cached_property
    def _changes(self) -> list[Change]:
        """All changes so far; those of the spec first."""
        return changes_from(self.spec.changes, self._rules, self.spec.steps)

    def grant(self, blocks: int) -> None:
        """Let this many more blocks be sent."""
        self._credit = min(self._credit + blocks, MAX_CREDIT)
        self._granted.set()

    def steer(self, order: Steer) -> None:
        """Remember a change for the next block. Raises Refused."""
        if self._first > self.spec.steps or (self.task is not None and self.task.done()):
            raise self._too_late()
        if len(self.spec.changes) + len(self._steers) >= MAX_CHANGES:
            raise Refused([((), f"the race has {MAX_CHANGES} changes; it can have no more")])
        self._checked(order)
        self._steers.append(order)

    async def announce(self) -> None:
        """Say that this race is the one that runs."""
        introduced = self._opened.introduced
        await self._tell(
            "started", steps=self.spec.steps, from_step=self._from_step, **introduced
        )

    async def run(self) -> None:
        """Send blocks as they are granted, then how every run ended."""
        with suppress(Gone):
            try:
                for length in self._opened.lengths:
                    await self._go_on(length)
                for order in self._steers:
                    await self._line.refuse(order.race, self._too_late())
                ends = await self._wait(self.flight, lambda: self.flight.ends)
                await self._tell("finished", outcomes=ends)
            except Busy as error:
                await self._line.give_up(self.number, error)

    async def end(self) -> None:
        """End the race and wait until it is over, so that nothing of it comes later."""
        try:
            if self.task is not None:
                self.task.cancel()
                await asyncio.wait([self.task])
        finally:
            self.flights.leave(self.flight)

    async def _go_on(self, length: int) -> None:
        """Wait for a block, and send it if the client wants it."""
        wanted = self._first + length > self._from_step
        if wanted:
            await self._take_credit()
        await self._apply_steers()
        if wanted:
            since = monotonic()
            self.flight.want(self._block + 1 + min(self._credit, AHEAD))
            block = await self._wait(self.flight, lambda: self.flight.block(self._block))
            await self._line.hand_over(_numbered(block, self.number))
            kind = "network" if self.flight.trains else "surface"
            metrics.BLOCK_SECONDS.labels(kind).observe(monotonic() - since)
        self._block += 1
        self._first += length
        await asyncio.sleep(0)  # sending does not yield while the socket has room

    async def _take_credit(self) -> None:
        while self._credit == 0:
            self._granted.clear()
            await self._granted.wait()
        self._credit -= 1

    async def _apply_steers(self) -> None:
        """Make the changes that were asked for: from here on it is another race."""
        orders, self._steers = self._steers, []
        made = []
        for order in orders:
            try:
                change = self._checked(order)
            except Refused as error:  # the run has turned to another rule meanwhile
                await self._line.refuse(order.race, error)
                continue
            self._changes.append(change)
            numbers = dict(change.hyperparameters)
            made.append(ChangeSpec(step=change.step, run=change.run, hyperparameters=numbers))
        if not made:
            return
        given = {"changes": [*self.spec.changes, *made]}
        try:
            await self._turn_to(self.spec.model_copy(update=given))
        except Busy as error:  # the race goes on as it was
            del self._changes[-len(made) :]
            await self._line.put_off(self.number, error)
            return
        for each in made:
            await self._tell("steered", change=each.model_dump(exclude_unset=True))

    async def _turn_to(self, spec: RaceSpec) -> None:
        """Go on with another race that has the same past."""
        with self._share.taken():
            flight = self.flights.join(spec, self.flight)
        try:
            await self._wait(flight, lambda: flight.opened)
        except BaseException:
            self.flights.leave(flight)
            raise
        self.flights.leave(self.flight)
        self.flight, self.spec = flight, spec

    def _checked(self, order: Steer) -> Change:
        """A change, held against the rule that its run follows now. Raises Refused."""
        step = min(self._first, self.spec.steps)
        change = ChangeSpec(step=step, run=order.run, hyperparameters=order.hyperparameters)
        try:
            return change_from(change, self._rules, self.spec.steps, self._changes)
        except BadChoice as error:
            raise Refused([(error.where, error.message)]) from None

    async def _wait(self, flight: Flight, what: Callable[[], Any]) -> Any:
        """What a flight comes to; the client hears its place in the line meanwhile."""
        return await patiently(what(), flight.place, self._line, self.number)

    def _too_late(self) -> Refused:
        return Refused([(("race",), f"race {self.number} has taken its last step")])

    async def _tell(self, kind: str, /, **content: Any) -> None:
        await self._line.tell(kind, self.number, **content)


def _numbered(block: bytes, race: int) -> bytes:
    """A block, which says that it is of this race."""
    own = bytearray(block)
    own[NUMBER] = race.to_bytes(4, "little")
    return bytes(own)
