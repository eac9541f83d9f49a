"""A way to a server that is long, narrow, and goes dead: on every system, without any right."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress

PIECE = 1_400  # bytes, as a packet has


class Relay:
    """Passes bytes on after a delay, in pieces, or keeps them while it is dead."""

    def __init__(self, port: int, delay: float) -> None:
        self.url = ""
        self._to = port
        self._delay = delay
        self._alive = asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._over = asyncio.Event()

    def die(self) -> None:
        """Pass nothing on: neither bytes nor the end of a connection."""
        self._loop.call_soon_threadsafe(self._alive.clear)

    def revive(self) -> None:
        """Pass everything on again, what was kept first."""
        self._loop.call_soon_threadsafe(self._alive.set)

    def run(self, opened: "Future[int]") -> None:
        """Work until `stop`; tells its port."""
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve(opened))

    def stop(self) -> None:
        """End it, from another thread."""
        self._loop.call_soon_threadsafe(self._over.set)

    async def _serve(self, opened: "Future[int]") -> None:
        self._alive.set()
        server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        opened.set_result(server.sockets[0].getsockname()[1])
        await self._over.wait()
        server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)  # the aborted connections are closed in the next turn

    async def _join(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        server, there = await asyncio.open_connection("127.0.0.1", self._to)
        try:
            with suppress(OSError):
                await asyncio.gather(self._pass(client, there), self._pass(server, back))
        finally:
            for end in (there, back):
                end.transport.abort()

    async def _pass(self, come: asyncio.StreamReader, go: asyncio.StreamWriter) -> None:
        """One direction. Pieces under way do not wait for each other."""
        loop = asyncio.get_running_loop()
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(1_000)

        async def arrive() -> None:
            while True:
                due, piece = await under_way.get()
                await asyncio.sleep(due - loop.time())
                await self._alive.wait()
                if not piece:
                    break
                go.write(piece)
                await go.drain()
            go.close()

        arriving = asyncio.ensure_future(arrive())
        piece = b"-"
        while piece and not arriving.done():
            try:
                piece = await come.read(PIECE)
            except OSError:
                piece = b""
            await under_way.put((loop.time() + self._delay, piece))
        await arriving


@contextmanager
def relayed(port: int, delay: float) -> Iterator[Relay]:
    """A relay to a port of this machine, for the length of a `with` block."""
    relay = Relay(port, delay)
    opened: Future[int] = Future()
    thread = threading.Thread(target=relay.run, args=[opened])
    thread.start()
    try:
        relay.url = f"http://127.0.0.1:{opened.result(10)}"
        yield relay
    finally:
        relay.stop()
        thread.join()
