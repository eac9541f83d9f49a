"""Counts what really comes over the wire: a relay between browsers and a server."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

CHUNK = 65_536


class Wire:
    """A relay on a port of its own; `down` is how many bytes the server has sent through it."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._to = (str(parts.hostname), int(parts.port or 80))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.down = 0
        self._counting = threading.Lock()

    def run(self) -> None:
        """Relay until the wire is closed."""
        with suppress(OSError):
            while True:
                browser, _ = self._listener.accept()
                server = socket.create_connection(self._to)
                for one, other, down in ((browser, server, False), (server, browser, True)):
                    threading.Thread(
                        target=self._relay, args=(one, other, down), daemon=True
                    ).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _relay(self, one: socket.socket, other: socket.socket, down: bool) -> None:
        with suppress(OSError):
            while chunk := one.recv(CHUNK):
                if down:
                    with self._counting:
                        self.down += len(chunk)
                other.sendall(chunk)
        with suppress(OSError):
            other.shutdown(socket.SHUT_WR)


@contextmanager
def relayed(url: str) -> Iterator[Wire]:
    """A wire to a server, for the length of a `with` block."""
    wire = Wire(url)
    threading.Thread(target=wire.run, daemon=True).start()
    try:
        yield wire
    finally:
        wire.close()
