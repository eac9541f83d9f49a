"""/ws/run: a race streamed as it is computed. docs/protocol.md describes every message."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

import numpy as np
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import Field, TypeAdapter, ValidationError

from app.engine.catalogue import BadChoice, check
from app.engine.descend import Frames
from app.engine.outcome import outcomes
from app.engine.race import Change, Race, joined
from app.spec import MAX_BODY, MAX_CHANGES, MAX_RUNS, MAX_STEPS, Numbers, RaceSpec, Refused, Spec
from app.spec import sentences
from app.web.run import named, told
from app.web.wire import Packer

router = APIRouter()

BLOCK = 125  # steps in a message; a quarter of the usual race
MAX_CREDIT = 64  # messages that a client may have granted at a time
MAX_RACE_NUMBER = 2**32 - 1

RaceNumber = Annotated[int, Field(ge=0, le=MAX_RACE_NUMBER)]
Credit = Annotated[int, Field(ge=1, le=MAX_CREDIT)]


class Start(Spec):
    """Run this race and end the one before. `from_step` skips what the client already has."""

    type: Literal["race"]
    race: RaceNumber
    spec: RaceSpec
    from_step: Annotated[int, Field(ge=0, le=MAX_STEPS)] = 0
    blocks: Credit = 4


class Grant(Spec):
    """The client can take this many more blocks."""

    type: Literal["grant"]
    race: RaceNumber
    blocks: Credit


class Steer(Spec):
    """Change hyperparameters of a run: from the next step on, or again from an earlier one."""

    type: Literal["steer"]
    race: RaceNumber
    run: Annotated[int, Field(ge=0, lt=MAX_RUNS)]
    hyperparameters: Numbers


class Stop(Spec):
    """End the race; nothing more of it is sent."""

    type: Literal["stop"]
    race: RaceNumber


Order = TypeAdapter[Start | Grant | Steer | Stop](
    Annotated[Start | Grant | Steer | Stop, Field(discriminator="type")]
)


@router.websocket("/ws/run")
async def stream(socket: WebSocket) -> None:
    """Read orders until the client leaves. A new race ends the one before it."""
    await socket.accept()
    running: _Running | None = None
    async with asyncio.TaskGroup() as tasks:
        try:
            async for text in socket.iter_text():
                order = await _read(socket, text)
                if isinstance(order, Start):
                    await _end(running)
                    running = await _begin(socket, order, tasks)
                elif order is not None and running is not None and order.race == running.number:
                    if isinstance(order, Stop):
                        await _end(running)
                        running = None
                    else:
                        await running.obey(order)
        except (WebSocketDisconnect, KeyError):
            pass
        await _end(running)


async def _read(socket: WebSocket, text: str) -> Start | Grant | Steer | Stop | None:
    if len(text) > MAX_BODY:
        words = f"the message is longer than {MAX_BODY} characters; send a shorter one"
        await _refuse(socket, None, [{"loc": [], "msg": words}])
        return None
    try:
        return Order.validate_json(text)
    except ValidationError as error:
        found = Refused(list(sentences(error.errors(include_url=False))))
        await _refuse(socket, None, [{**d, "loc": _inside(d["loc"])} for d in found.detail()])
        return None


def _inside(where: list[str | int]) -> list[str | int]:
    """A place in the race's spec, without the message around it."""
    return where[2:] if where[:2] == ["race", "spec"] else where[1:]


async def _begin(
    socket: WebSocket, order: Start, tasks: asyncio.TaskGroup
) -> "_Running | None":
    try:
        race = await asyncio.to_thread(order.spec.race)
    except Refused as error:
        await _refuse(socket, order.race, error.detail())
        return None
    running = _Running(socket, order.race, race, order.from_step, order.blocks)
    running.task = tasks.create_task(running.run())
    return running


async def _end(running: "_Running | None") -> None:
    """Cancel a race and wait until it is over, so that no block of it comes later."""
    if running is not None and running.task is not None:
        running.task.cancel()
        await asyncio.wait([running.task])


async def _refuse(socket: WebSocket, race: int | None, detail: list[dict[str, Any]]) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        await socket.send_json({"type": "refused", "race": race, "detail": detail})


@dataclass
class _Running:
    """One race on its way to one client."""

    socket: WebSocket
    number: int
    race: Race
    from_step: int
    credit: int
    task: asyncio.Task[None] | None = None
    _granted: asyncio.Event = field(default_factory=asyncio.Event)
    _steers: list[Steer] = field(default_factory=list)

    async def obey(self, order: Grant | Steer) -> None:
        if isinstance(order, Grant):
            self.credit = min(self.credit + order.blocks, MAX_CREDIT)
            self._granted.set()
            return
        try:
            self._check(order)
        except BadChoice as error:
            await _refuse(self.socket, self.number, [{"loc": [*error.where], "msg": error.message}])
            return
        self._steers.append(order)

    async def run(self) -> None:
        """Send blocks as they are granted, then how every run ended."""
        with suppress(WebSocketDisconnect):
            await self._announce()
            packer = Packer(self.number, _lowest(self.race))
            blocks = []
            while not self.race.over:
                await self._credit()
                for change in self._steer():
                    await self._send("steered", change=_written(change))
                frames = await asyncio.to_thread(self.race.advance, BLOCK)
                blocks.append(frames)
                await self._pass_on(packer, frames)
            ends = await asyncio.to_thread(outcomes, self.race, joined(blocks))
            await self._send("finished", outcomes=[told(end) for end in ends])

    async def _announce(self) -> None:
        runs = [
            {**named(run), "lowest": run.surface.lowest(), "start": list(run.start)}
            for run in self.race.runs
        ]
        await self._send("started", steps=self.race.steps, from_step=self.from_step, runs=runs)

    async def _credit(self) -> None:
        while self.credit == 0:
            self._granted.clear()
            await self._granted.wait()

    async def _pass_on(self, packer: Packer, frames: Frames) -> None:
        """Send what the client has not yet: blocks before `from_step` cost no credit."""
        last = frames.first + len(frames.value) - 1
        message = await asyncio.to_thread(packer.pack, frames)
        if last >= self.from_step:
            self.credit -= 1
            await self.socket.send_bytes(message)
        await asyncio.sleep(0)

    async def _send(self, kind: str, **content: Any) -> None:
        await self.socket.send_json({"type": kind, "race": self.number, **content})

    def _check(self, order: Steer) -> None:
        if order.run >= len(self.race.runs):
            last = len(self.race.runs) - 1
            raise BadChoice(f"there is no run {order.run}; the last one is {last}", ("run",))
        if len(self.race.changes) + len(self._steers) >= MAX_CHANGES:
            raise BadChoice(f"a race keeps at most {MAX_CHANGES} changes", ("changes",))
        run = self.race.runs[order.run]
        owner = f"{run.optimizer.label} ({run.convention.label})"
        try:
            check(order.hyperparameters, run.convention.sliders, owner)
        except BadChoice as error:
            raise BadChoice(error.message, ("hyperparameters", *error.where)) from None

    def _steer(self) -> list[Change]:
        orders, self._steers = self._steers, []
        return [self.race.steer(order.run, order.hyperparameters) for order in orders]


def _lowest(race: Race) -> np.ndarray[Any, Any]:
    return np.array([run.surface.lowest() or 0.0 for run in race.runs])


def _written(change: Change) -> dict[str, Any]:
    return {
        "step": change.step,
        "run": change.run,
        "hyperparameters": dict(change.hyperparameters),
    }
