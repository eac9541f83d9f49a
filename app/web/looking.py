"""Looks at networks while they are trained and afterwards: one at a time, the newest next."""

import asyncio
from contextlib import suppress
from itertools import count

from app.compute.busy import Busy
from app.compute.courses import see
from app.compute.eye import Wish
from app.compute.pool import Pool
from app.compute.turns import Job
from app.spec import Refused
from app.spec.orders import Look, Memory, Open
from app.web.line import Gone, Line
from app.web.running import Running

_numbers = count(1)  # of those who look


class Looking:
    """Answers what a client asks about its newest training. Of each kind the newest wish waits."""

    _asked: asyncio.Event  # made when it is needed: most sockets never look at networks

    def __init__(self, line: Line, tasks: asyncio.TaskGroup) -> None:
        self._line = line
        self._tasks = tasks
        self._eye = next(_numbers)
        self._wishes: dict[type[Wish], Wish] = {}
        self._answering: asyncio.Task[None] | None = None
        self._pool: Pool | None = None
        self._job: Job | None = None

    def at(self, running: Running) -> None:
        """Look at this training from now on."""
        self._pool = running.flights.pool
        self._asked = asyncio.Event()
        self._answering = self._tasks.create_task(self._answer_all(running))

    def ask(self, wish: Wish) -> None:
        """Remember what is to be shown next. Raises Refused where there is nothing to look at."""
        if self._answering is None:
            words = f"race {wish.race} has no networks to look at; its points are in its blocks"
            if isinstance(wish, Open | Memory):
                door = "step" if isinstance(wish, Open) else "memory"
                words = f"race {wish.race} has no networks; ask POST /api/{door} about surfaces"
            raise Refused([(("race",), words)])
        self._wishes.pop(type(wish), None)
        self._wishes[type(wish)] = wish
        self._asked.set()

    async def forget(self) -> None:
        """Answer nothing more about this training."""
        if self._answering is not None:
            self._answering.cancel()
            await asyncio.wait([self._answering])
        if self._job is not None and self._pool is not None:
            self._pool.drop(self._job)
        self._answering = None
        self._job = None
        self._wishes.clear()

    async def _answer_all(self, running: Running) -> None:
        with suppress(Gone):
            while True:
                while not self._wishes:
                    self._asked.clear()
                    await self._asked.wait()
                await self._answer(running, self._wishes.pop(next(iter(self._wishes))))

    async def _answer(self, running: Running, wish: Wish) -> None:
        flight = running.flight
        done = len(flight.blocks)
        asked = (see, flight.home, flight.text, done, self._eye, wish)
        try:
            self._job = running.flights.pool.submit(*asked, home=flight.home, goes_on=done > 0)
            answer: bytes = await asyncio.wrap_future(self._job.answer)
        except Refused as error:
            await self._line.refuse(wish.race, error)
            return
        except Busy as error:
            if running.flight is not flight:  # it was steered meanwhile
                await self._answer(running, wish)
            else:
                await self._line.put_off(wish.race, error)
            return
        if isinstance(wish, Look):
            await self._line.hand_over(answer)
        else:
            await self._line.pass_on(answer.decode())
