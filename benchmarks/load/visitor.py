"""One client, as docs/protocol.md describes it, that remembers what it met."""

import asyncio
import json
import random
import socket
import struct
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin

from benchmarks.load.digest import Trajectory
from benchmarks.load.plan import PATIENCE, Plan, Visit

RACE = 1
SMALL = 8 * 1024  # bytes that the kernel keeps for a client that never reads
GRANTED = 64  # blocks, the most that can be
OFTEN = 0.05  # seconds between two probes
LOST = (ConnectionClosed, InvalidHandshake, OSError, EOFError, TimeoutError)


class Refused(Exception):
    """The server would not do what was asked. `seconds` is when to ask again, or None."""

    def __init__(self, words: str, seconds: float | None) -> None:
        super().__init__(words)
        self.seconds = seconds


@dataclass
class Visitor:
    """Does what its plan says. `home` is set when the crowd is sent home.

    `under_way` is set once it has a block, or is connected where it wants none, or is done.
    """

    url: str
    plan: Plan
    home: asyncio.Event
    patience: float = PATIENCE
    trajectory: Trajectory = field(default_factory=Trajectory)
    visit: Visit = field(default_factory=lambda: Visit(time.monotonic()))
    under_way: asyncio.Event = field(default_factory=asyncio.Event)

    async def go(self, wanted: float) -> Visit:
        """Do it, and say how it went. Whatever goes wrong is an error of the visit.

        `wanted` is when it should begin: if the clients are late, it is the server's loss.
        """
        self.visit.wanted = wanted
        await asyncio.sleep(max(0.0, wanted - time.monotonic()))
        try:
            async with asyncio.timeout(self.patience):
                await getattr(self, f"_{self.plan.does}")()
        except TimeoutError:
            self._wrong(f"not done after {self.patience:g} s, {self.trajectory.blocks} blocks")
        except Exception as error:
            self._wrong(f"{type(error).__name__}: {error}")
        self.visit.blocks = self.trajectory.blocks
        self.under_way.set()
        return self.visit

    async def _race(self) -> None:
        """Run a race to its end, over as many connections as it takes."""
        attempt = 0
        while self.visit.done is None:
            steps, code = self.trajectory.next_step, 0
            try:
                await self._race_once()
            except LOST as error:
                code = self._lost(error)
                if not self.plan.returns:
                    raise
                attempt = 0 if self.trajectory.next_step > steps else attempt + 1
                await asyncio.sleep(wait_before(max(0, attempt - 1), code))
            except Refused as error:
                if error.seconds is None or not self.plan.returns:
                    raise
                await asyncio.sleep(error.seconds * (1 + random.random() / 2))

    async def _race_once(self) -> None:
        async with await self._connect() as line:
            order = {"type": "race", "race": RACE, "spec": self.plan.spec}
            step = self.trajectory.next_step
            await line.send(json.dumps({**order, "from_step": step, "blocks": self.plan.blocks}))
            async for message in line:
                if len(self.visit.resumed) < len(self.visit.back):
                    self.visit.resumed.append(time.monotonic())
                if isinstance(message, bytes):
                    await self._take(line, message)
                elif self._hear(json.loads(message)):
                    return
            raise ConnectionClosed(line.protocol.close_rcvd, line.protocol.close_sent)

    async def _take(self, line: ClientConnection, block: bytes) -> None:
        self.visit.first = self.visit.first or time.monotonic()
        self.trajectory.add(block)
        self.under_way.set()
        if self.plan.pace:
            with suppress(TimeoutError):  # whoever is hung up on hears it at once
                await asyncio.wait_for(line.wait_closed(), self.plan.pace)
        await line.send(f'{{"type":"grant","race":{RACE},"blocks":1}}')

    def _hear(self, told: dict[str, Any]) -> bool:
        """Note what was told; whether the race is over."""
        now = time.monotonic()
        match told["type"]:
            case "queued":
                self.visit.queued.append((now, told["place"]))
            case "refused":
                words = "; ".join(str(reason["msg"]) for reason in told["detail"])
                raise Refused(f"refused: {words}", told.get("retry_after"))
            case "finished":
                self.visit.digest = self.trajectory.end(told["outcomes"])
                self.visit.done = now
                return True
        return False

    async def _stay(self) -> None:
        async with await self._connect() as line:
            self.under_way.set()
            staying = asyncio.ensure_future(line.wait_closed())
            home = asyncio.ensure_future(self.home.wait())
            await asyncio.wait([staying, home], return_when=asyncio.FIRST_COMPLETED)
            if not home.done():
                code, reason = line.close_code or 1006, line.close_reason or ""
                self.visit.closed.append((time.monotonic(), code, reason))
            home.cancel()
        self.visit.done = time.monotonic()

    async def _leave(self) -> None:
        async with await self._connect():
            pass
        self.visit.done = time.monotonic()

    async def _reset(self) -> None:
        """Go without a word, in the middle of a race if there is one."""
        line = await self._connect()
        if self.plan.spec is not None:
            await line.send(json.dumps({"type": "race", "race": RACE, "spec": self.plan.spec}))
            await line.recv()
        linger = struct.pack("ii", 1, 0)
        line.transport.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, linger
        )
        line.transport.abort()
        self.visit.done = time.monotonic()

    async def _never_read(self) -> None:
        """Ask for all that can be asked for, and read nothing of it."""
        where = urlsplit(self.url)
        plain = socket.socket()
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
        plain.setblocking(False)
        await asyncio.get_running_loop().sock_connect(plain, (where.hostname, where.port))
        line = await self._connect(plain)
        line.transport.pause_reading()
        order = {"type": "race", "race": RACE, "spec": self.plan.spec, "blocks": GRANTED}
        await line.send(json.dumps(order))
        self.under_way.set()
        await self.home.wait()
        line.transport.abort()
        self.visit.done = time.monotonic()

    async def _probe(self) -> None:
        """Ask again and again by a new connection, until sent home. A refusal is an error.

        One that was accepted by a process which died before it answered is lost, as its others are.
        """
        where = urlsplit(self.url)
        asked = f"GET /healthz HTTP/1.1\r\nHost: {where.netloc}\r\nConnection: close\r\n\r\n"
        while not self.home.is_set():
            begun = time.monotonic()
            self.visit.attempts.append(begun)
            try:
                reader, writer = await asyncio.open_connection(where.hostname, where.port)
                writer.write(asked.encode())
                answer = await reader.read()
                self.under_way.set()
                writer.close()
                if not answer:
                    self.visit.closed.append((time.monotonic(), 1006, ""))
                elif not answer.startswith(b"HTTP/1.1 200"):
                    self._wrong(f"a probe got {answer[:40]!r}")
            except ConnectionResetError:
                self.visit.closed.append((time.monotonic(), 1006, ""))
            except OSError as error:
                self._wrong(f"a probe: {type(error).__name__}: {error}")
            self.visit.slowest = max(self.visit.slowest, time.monotonic() - begun)
            with suppress(TimeoutError):
                await asyncio.wait_for(self.home.wait(), OFTEN)
        self.visit.done = time.monotonic()

    async def _connect(self, plain: socket.socket | None = None) -> ClientConnection:
        self.visit.attempts.append(time.monotonic())
        line = await connect(
            f"{self.url.replace('http', 'ws', 1)}/ws/run",
            origin=Origin(self.url),
            compression=None,
            max_size=None,
            ping_interval=self.plan.heartbeat,
            ping_timeout=self.plan.heartbeat,
            open_timeout=self.plan.heartbeat or self.patience,
            close_timeout=2,
            proxy=None,
            sock=plain,
        )
        now = time.monotonic()
        if self.visit.connected is None:
            self.visit.connected = now
        else:
            self.visit.back.append(now)
        return line

    def _lost(self, error: BaseException) -> int:
        """Note a connection that was lost, or that did not come about; its close code."""
        if not isinstance(error, ConnectionClosed):
            return 0
        code = error.rcvd.code if error.rcvd else 1006
        self.visit.closed.append((time.monotonic(), code, error.rcvd.reason if error.rcvd else ""))
        return code

    def _wrong(self, words: str) -> None:
        self.visit.errors.append(words[:200])


def wait_before(attempt: int, code: int) -> float:
    """Seconds until a client comes back: the rule of static/js/link/comeback.js."""
    rung = attempt + (2 if code in (1008, 1012) else 0)
    return random.random() * min(10.0, 0.5 * 4**rung)
