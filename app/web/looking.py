"""Looks at networks while they are trained and afterwards: one at a time, the newest next."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from threading import Event
from typing import Any

from pydantic_core import to_json

from app.compute.details import told_details
from app.compute.network_steps import Opener
from app.compute.network_wire import look
from app.compute.openings import listed
from app.compute.planes import told_plane
from app.engine.contracts import Floats
from app.engine.training import Training
from app.spec import Refused
from app.spec.orders import Look, Memory, Open, WeightPlane
from app.web.line import Gone, Line

Wish = Look | WeightPlane | Open | Memory


class Looking:
    """Answers what a client asks about its newest training. Of each kind the newest wish waits.

    What is being computed when the training is forgotten is given up soon. That is not waited
    for, but nothing else is begun before.
    """

    def __init__(self, line: Line, tasks: asyncio.TaskGroup) -> None:
        self._line = line
        self._tasks = tasks
        self._wishes: dict[type[Wish], Wish] = {}
        self._asked = asyncio.Event()
        self._answering: asyncio.Task[None] | None = None
        self._computing: asyncio.Future[bytes] | None = None
        self._unwanted = Event()

    def at(self, training: Training) -> None:
        """Look at this training from now on."""
        self._unwanted = Event()
        eye = _Eye(training, self._unwanted)
        self._answering = self._tasks.create_task(self._answer_all(eye))

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
        self._unwanted.set()
        if self._answering is not None:
            self._answering.cancel()
            await asyncio.wait([self._answering])
        self._answering = None
        self._wishes.clear()

    async def end(self) -> None:
        """Forget the training, and wait until nothing is computed any more."""
        await self.forget()
        await self._computed()

    async def _answer_all(self, eye: "_Eye") -> None:
        with suppress(Gone):
            while True:
                while not self._wishes:
                    self._asked.clear()
                    await self._asked.wait()
                await self._computed()
                await self._answer(eye, self._wishes.pop(next(iter(self._wishes))))

    async def _answer(self, eye: "_Eye", wish: Wish) -> None:
        self._computing = asyncio.ensure_future(asyncio.to_thread(eye.seen, wish))
        try:
            answer = await asyncio.shield(self._computing)
        except Refused as error:
            await self._line.refuse(wish.race, error)
            return
        if isinstance(wish, Look):
            await self._line.hand_over(answer)
        else:
            await self._line.pass_on(answer.decode())

    async def _computed(self) -> None:
        if self._computing is not None:
            await asyncio.wait([self._computing])
            self._computing.exception()  # nobody else may be there to ask for it


class _Unwanted(Exception):
    """Nobody waits for the answer any more."""


class _Eye:
    """What computes answers, in any thread, as long as they are not unwanted."""

    def __init__(self, training: Training, unwanted: Event) -> None:
        self._training = training
        self._unwanted = unwanted
        self._opener = Opener(training)
        self._axes: dict[int, Floats] = {}  # of the latest weight plane, for the runs in it
        # Networks of its own: what they remember of an epoch is not what the training is at.
        own = {run.network: replace(run.network) for run in training.runs}
        self._networks = [own[run.network] for run in training.runs]

    def seen(self, wish: Wish) -> bytes:
        """The message that answers a wish. Raises Refused, or _Unwanted on the way."""
        self._heed()
        if not isinstance(wish, Look):
            return to_json(self._told(wish), inf_nan_mode="null", fallback=listed)
        seen = self._training.at(wish.step, self._heed)
        told = told_details(self._networks, seen, self._heed) if wish.details else {}
        return look(wish.race, wish.step, seen, told)

    def _told(self, wish: WeightPlane | Open | Memory) -> dict[str, Any]:
        if isinstance(wish, Open):
            return self._opener.opened(wish, self._axes, self._heed)
        if isinstance(wish, Memory):
            return self._opener.remembered(wish, self._heed)
        told, axes = told_plane(wish, self._training)
        self._axes = dict.fromkeys(told["runs"], axes)
        return told

    def _heed(self) -> None:
        if self._unwanted.is_set():
            raise _Unwanted
