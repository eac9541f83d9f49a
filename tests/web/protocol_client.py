"""A client written from docs/protocol.md alone."""

import json
import struct
from dataclasses import dataclass, field
from socket import SHUT_RD, SO_LINGER, SOL_SOCKET
from typing import Any, Self

import numpy as np
from websockets.sync.client import ClientConnection, connect

HEADER = struct.Struct("<4sIIIII")


@dataclass
class Block:
    """One binary message, read."""

    content: bytes
    race: int
    first: int
    points: np.ndarray  # (P, K, 2)
    rates: np.ndarray  # (P, K)
    gap: np.ndarray  # (P, K)
    gradient_norm: np.ndarray  # (P, K)
    moves: np.ndarray  # (P, K, 2)


def read(content: bytes) -> Block:
    """Read a block."""
    magic, race, first, steps, lanes, flags = HEADER.unpack_from(content)
    assert magic == b"DLB1"
    at = HEADER.size
    start = np.frombuffer(content, "<f8", lanes * 2, at).reshape(lanes, 1, 2)
    at += lanes * 16
    rates = np.frombuffer(content, "<f8", lanes, at).reshape(lanes, 1)
    at += lanes * 8
    columns = np.frombuffer(content, "<f4", offset=at).reshape(-1, lanes, steps)
    assert len(columns) == 4 + (flags & 1)
    moves = np.stack([columns[2], columns[3]], axis=-1).astype(float)
    later = np.cumsum(moves[:, 1:], axis=1)
    points = start + np.concatenate([np.zeros((lanes, 1, 2)), later], axis=1)
    rates = columns[4] if flags & 1 else np.broadcast_to(rates, (lanes, steps))
    return Block(content, race, first, points, rates, columns[0], columns[1], moves)


@dataclass
class Race:
    """What came of one race."""

    started: dict[str, Any] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    outcomes: list[dict[str, Any]] = field(default_factory=list)

    def joined(self, column: str) -> np.ndarray:
        """A column of all blocks, (P, steps)."""
        return np.concatenate([getattr(block, column) for block in self.blocks], axis=1)


class Client:
    """One connection. `bytes` counts what was received, frames' headers included."""

    def __init__(self, url: str) -> None:
        address = f"{url.replace('http', 'ws', 1)}/ws/run"
        self._connection = connect(address, compression=None, max_size=None)
        self.bytes = 0

    def __enter__(self) -> Self:
        self.socket: ClientConnection = self._connection.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._connection.__exit__(*error)

    def vanish(self) -> None:
        """Leave with a reset, without a word."""
        linger = struct.pack("ii", 1, 0)
        self.socket.socket.setsockopt(SOL_SOCKET, SO_LINGER, linger)
        self.socket.socket.shutdown(SHUT_RD)
        self.socket.socket.close()

    def send(self, **message: Any) -> None:
        """Send a message."""
        self.socket.send(json.dumps(message))

    def receive(self, timeout: float = 20) -> dict[str, Any] | Block:
        """The next message, whatever it is."""
        message = self.socket.recv(timeout)
        size = len(message.encode() if isinstance(message, str) else message)
        self.bytes += size + (2 if size < 126 else 4 if size < 65536 else 10)
        return json.loads(message) if isinstance(message, str) else read(message)

    def race(self, spec: dict[str, Any], number: int = 1, **fields: Any) -> Race:
        """Run a race to its end, granting a block for each that came."""
        self.send(type="race", race=number, spec=spec, **fields)
        return self.finish(number)

    def finish(self, number: int, race: Race | None = None) -> Race:
        """Take everything of a race until its end. What belongs to another one is dropped."""
        race = race or Race()
        while True:
            message = self.receive()
            if isinstance(message, Block):
                if message.race == number:
                    race.blocks.append(message)
                    self.send(type="grant", race=number, blocks=1)
            elif message["race"] != number:
                continue
            elif message["type"] == "started":
                race.started = message
            elif message["type"] == "steered":
                race.changes.append(message["change"])
            elif message["type"] == "finished":
                race.outcomes = message["outcomes"]
                return race
            else:
                raise AssertionError(message)
