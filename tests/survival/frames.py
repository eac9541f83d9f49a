"""WebSocket frames as no library sends them."""

import base64
import os
import socket
import struct
from contextlib import suppress
from typing import Self
from urllib.parse import urlsplit

TEXT, BINARY, CONTINUED, CLOSE, PING = 1, 2, 0, 8, 9
PATIENCE = 10  # seconds


def frame(
    content: bytes,
    kind: int = TEXT,
    last: bool = True,
    masked: bool = True,
    reserved: int = 0,
    length: int | None = None,
) -> bytes:
    """One frame, which may lie about its length, lack its mask or set bits that mean nothing."""
    told = len(content) if length is None else length
    head = bytes([last << 7 | reserved << 4 | kind])
    flag = masked << 7
    if told < 126:
        head += bytes([flag | told])
    elif told < 2**16:
        head += struct.pack(">BH", flag | 126, told)
    else:
        head += struct.pack(">BQ", flag | 127, told)
    return head + (bytes(4) if masked else b"") + content  # a mask of zeros changes nothing


def fragments(content: bytes, pieces: int) -> bytes:
    """One message in so many frames."""
    size = -(-len(content) // pieces)
    parts = [content[at : at + size] for at in range(0, len(content), size)]
    return b"".join(
        frame(part, TEXT if place == 0 else CONTINUED, place == len(parts) - 1)
        for place, part in enumerate(parts)
    )


class Wire:
    """A connection that was opened properly, on which anything can be said."""

    def __init__(self, url: str) -> None:
        where = urlsplit(url)
        self._socket = socket.create_connection((where.hostname, where.port), PATIENCE)
        key = base64.b64encode(os.urandom(16)).decode()
        self.say(
            f"GET /ws/run HTTP/1.1\r\nHost: {where.netloc}\r\nOrigin: {url}\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        self._heard = b""
        while b"\r\n\r\n" not in self._heard:
            if not (more := self._socket.recv(4096)):
                raise ConnectionError(f"closed before it was opened: {self._heard[:200]!r}")
            self._heard += more
        head, _, self._heard = self._heard.partition(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise ConnectionError(f"not opened: {head[:200]!r}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._socket.close()

    def say(self, content: bytes) -> None:
        """Send bytes. OSError if it is over."""
        self._socket.sendall(content)

    def hear(self, seconds: float = PATIENCE) -> tuple[int, bytes] | None:
        """The next frame as kind and content; None if there is none any more."""
        self._socket.settimeout(seconds)
        with suppress(OSError):
            head = self._take(2)
            size = head[1] & 127
            if size == 126:
                (size,) = struct.unpack(">H", self._take(2))
            elif size == 127:
                (size,) = struct.unpack(">Q", self._take(8))
            return head[0] & 15, self._take(size)
        return None

    def end(self, seconds: float = PATIENCE) -> int | None:
        """Hear everything until it is closed: the code, or None where there was none."""
        while (found := self.hear(seconds)) is not None:
            kind, content = found
            if kind == CLOSE:
                return int.from_bytes(content[:2]) if content else None
        return None

    def _take(self, count: int) -> bytes:
        while len(self._heard) < count:
            if not (more := self._socket.recv(65_536)):
                raise ConnectionError("over")
            self._heard += more
        taken, self._heard = self._heard[:count], self._heard[count:]
        return taken
