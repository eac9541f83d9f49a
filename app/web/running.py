"""A race on its way to a client: blocks as they are granted, then how every run ended."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from threading import Event
from typing import Any, Protocol

from app.compute.results import ended
from app.engine.catalogue import BadChoice
from app.engine.outcome import Outcome
from app.engine.race import Race
from app.engine.training import Training
from app.spec import MAX_CHANGES, ChangeSpec, Refused, change_from
from app.spec.orders import MAX_CREDIT, Start, Steer
from app.web.line import Gone, Line
from app.web.threads import off_the_loop


class Course(Protocol):
    """What a kind of race adds: what is told of it, and how its blocks are made."""

    @property
    def race(self) -> Race | Training:
        """The engine's race, where it has come to."""

    def introduced(self) -> dict[str, Any]:
        """What `started` says of this kind of race."""

    def lengths(self) -> Iterator[int]:
        """How many steps each block has: always the same for the same race."""

    def block(self, first: int, count: int, unwanted: Callable[[], bool]) -> bytes:
        """Compute so many steps and pack them; give up on the way when nobody wants them."""

    def ends(self) -> Sequence[Outcome]:
        """How every run ended, when all steps are taken."""


class Running:
    """One race on its way to one client."""

    task: asyncio.Task[None] | None = None

    def __init__(self, line: Line, order: Start, course: Course) -> None:
        self.number = order.race
        self.course = course
        self._line = line
        self._from_step = order.from_step
        self._credit = order.blocks
        self._granted = asyncio.Event()
        self._steers: list[Steer] = []
        self._unwanted = Event()

    def grant(self, blocks: int) -> None:
        """Let this many more blocks be sent."""
        self._credit = min(self._credit + blocks, MAX_CREDIT)
        self._granted.set()

    def steer(self, order: Steer) -> None:
        """Remember a change for the next block. Raises Refused."""
        race = self.course.race
        if race.over:
            raise self._too_late()
        if len(race.changes) + len(self._steers) >= MAX_CHANGES:
            raise Refused([((), f"the race has {MAX_CHANGES} changes; it can have no more")])
        self._check(order)
        self._steers.append(order)

    async def announce(self) -> None:
        """Say that this race is the one that runs."""
        race = self.course.race
        introduced = self.course.introduced()
        await self._tell("started", steps=race.steps, from_step=self._from_step, **introduced)

    async def run(self) -> None:
        """Send blocks as they are granted, then how every run ended."""
        with suppress(Gone):
            first = 0
            for length in self.course.lengths():
                await self._go_on(first, length)
                first += length
            for order in self._steers:
                await self._line.refuse(order.race, self._too_late())
            ends = await off_the_loop(self._unwanted, self.course.ends)
            await self._tell("finished", outcomes=[ended(end) for end in ends])

    async def end(self) -> None:
        """End the race and wait until it is over, so that nothing of it comes later."""
        if self.task is not None:
            self.task.cancel()
            await asyncio.wait([self.task])

    async def _go_on(self, first: int, length: int) -> None:
        """Compute a block, and send it if the client wants it."""
        wanted = first + length > self._from_step
        if wanted:
            await self._take_credit()
        await self._apply_steers()
        unwanted = self._unwanted
        block = await off_the_loop(unwanted, self.course.block, first, length, unwanted.is_set)
        if wanted:
            await self._line.hand_over(block)
        await asyncio.sleep(0)  # sending does not yield while the socket has room

    async def _take_credit(self) -> None:
        while self._credit == 0:
            self._granted.clear()
            await self._granted.wait()
        self._credit -= 1

    async def _apply_steers(self) -> None:
        orders, self._steers = self._steers, []
        for order in orders:
            try:
                self._check(order)
            except Refused as error:  # the run has turned to another rule meanwhile
                await self._line.refuse(order.race, error)
                continue
            change = self.course.race.steer(order.run, order.hyperparameters)
            told: dict[str, Any] = {"step": change.step, "run": change.run}
            told["hyperparameters"] = dict(change.hyperparameters)
            await self._tell("steered", change=told)

    def _check(self, order: Steer) -> None:
        """Hold a change against the rule that its run follows now. Raises Refused."""
        race = self.course.race
        step = min(race.step, race.steps)
        change = ChangeSpec(step=step, run=order.run, hyperparameters=order.hyperparameters)
        try:
            change_from(change, race.runs, race.steps, race.changes)
        except BadChoice as error:
            raise Refused([(error.where, error.message)]) from None

    def _too_late(self) -> Refused:
        return Refused([(("race",), f"race {self.number} has taken its last step")])

    async def _tell(self, kind: str, /, **content: Any) -> None:
        await self._line.tell(kind, self.number, **content)
