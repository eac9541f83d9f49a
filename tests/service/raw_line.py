"""A WebSocket spoken by hand, for clients that do what no library lets them."""

import json
import socket
from pathlib import Path
from typing import Self

from tests.serving import Server

MASK = b"\x00\x00\x00\x00"


class RawLine:
    """A connection of which nothing is read that is not asked for."""

    def __init__(self, server: Server, receive_buffer: int = 4096) -> None:
        self.line = socket.socket()
        self.line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.line.settimeout(20)
        self.line.connect(("127.0.0.1", server.port))
        self.port = int(self.line.getsockname()[1])
        self._server = server

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.line.close()

    def open(self) -> None:
        """Shake hands."""
        self.ask(
            "/ws/run",
            "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", f"Origin: {self._server.url}",
        )  # fmt: skip
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self.line.recv(1)
        assert head.startswith(b"HTTP/1.1 101"), head

    def ask(self, path: str, *headers: str) -> None:
        """Send a GET request."""
        lines = (f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{self._server.port}", *headers, "", "")
        self.line.sendall("\r\n".join(lines).encode())

    def say(self, **message: object) -> None:
        """Send a message in one frame, masked with zeros."""
        text = json.dumps(message).encode()
        assert len(text) < 1 << 16
        length = bytes([0xFE]) + len(text).to_bytes(2, "big")
        self.line.sendall(b"\x81" + length + MASK + text)

    def owed(self) -> int | None:
        """Bytes that the server's kernel keeps for this client; None once it let go of it."""
        ours = f":{self.port:04X}"
        here = f":{self._server.port:04X}"
        with Path("/proc/net/tcp").open() as table:
            for row in table:
                fields = row.split()
                if fields[1].endswith(here) and fields[2].endswith(ours):
                    return int(fields[4].partition(":")[0], 16)
        return None
