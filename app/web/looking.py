"""Looks at networks while they are trained and afterwards: one at a time, the newest next."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from threading import Event

from app.engine.training import Training
from app.spec import Refused
from app.web.details import told_details
from app.web.line import Gone, Line
from app.web.network_wire import look
from app.web.orders import Look, WeightPlane
from app.web.threads import off_the_loop

Wish = Look | WeightPlane


class Looking:
    """Answers what is asked about one training. Of wishes of a kind only the newest waits."""

    task: asyncio.Task[None] | None = None

    def __init__(self, line: Line, training: Training) -> None:
        self._line = line
        self._training = training
        # Networks of its own: what they remember of an epoch is not what the training is at.
        own = {run.network: replace(run.network) for run in training.runs}
        self._networks = [own[run.network] for run in training.runs]
        self._wishes: dict[type[Wish], Wish] = {}
        self._asked = asyncio.Event()
        self._unwanted = Event()

    def ask(self, wish: Wish) -> None:
        """Remember what is to be shown next."""
        self._wishes.pop(type(wish), None)
        self._wishes[type(wish)] = wish
        self._asked.set()

    async def run(self) -> None:
        """Answer until nobody asks any more."""
        with suppress(Gone):
            while True:
                await self._asked.wait()
                wish = self._wishes.pop(next(iter(self._wishes)))
                if not self._wishes:
                    self._asked.clear()
                await self._answer(wish)

    async def end(self) -> None:
        """Answer nothing more, and wait until nothing is computed any more."""
        if self.task is not None:
            self.task.cancel()
            await asyncio.wait([self.task])

    async def _answer(self, wish: Wish) -> None:
        try:
            answer = await off_the_loop(self._unwanted, self._shown, wish)
        except Refused as error:
            await self._line.refuse(wish.race, error)
        else:
            await self._line.hand_over(answer)

    def _shown(self, wish: Wish) -> bytes:
        if isinstance(wish, WeightPlane):
            raise Refused([((), "weight planes are not computed yet")])
        return self._seen(wish)

    def _seen(self, wish: Look) -> bytes:
        seen = self._training.at(wish.step)
        told = told_details(self._networks, seen) if wish.details else {}
        return look(wish.race, wish.step, seen, told)
