"""A client written from docs/protocol.md alone."""

import itertools
import json
import struct
from dataclasses import dataclass, field
from socket import SHUT_RD, SO_LINGER, SOL_SOCKET
from typing import Any, Self

import numpy as np
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

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


NETWORK_HEADER = struct.Struct("<4sIIIIIII")


@dataclass
class NetworkBlock:
    """One binary message about networks, read."""

    content: bytes
    race: int
    first: int
    rates: np.ndarray  # (P, K)
    loss: np.ndarray  # (P, K)
    gradient_norm: np.ndarray  # (P, K)
    moves: np.ndarray  # (P, K)
    flow: np.ndarray  # (L, P, K)
    scored: list[int]  # E steps
    scores: np.ndarray  # (E, P, 4)


def read_network(content: bytes) -> NetworkBlock:
    """Read a block of a training."""
    magic, race, first, steps, lanes, flags, scored, layers = NETWORK_HEADER.unpack_from(content)
    assert magic == b"DLN1"
    rates = np.frombuffer(content, "<f8", lanes, NETWORK_HEADER.size).reshape(lanes, 1)
    rest = np.frombuffer(content, "<f4", offset=NETWORK_HEADER.size + 8 * lanes)
    varying = flags & 1
    count = 3 + varying + layers
    columns = rest[: count * lanes * steps].reshape(count, lanes, steps)
    rest = rest[columns.size :]
    assert len(rest) == scored * (1 + 4 * lanes)
    return NetworkBlock(
        content,
        race,
        first,
        columns[3] if varying else np.broadcast_to(rates, (lanes, steps)),
        *columns[:3],
        columns[3 + varying :],
        [int(step) for step in rest[:scored]],
        rest[scored:].reshape(scored, lanes, 4),
    )


LOOK_HEADER = struct.Struct("<4sIIII")


@dataclass
class Look:
    """One binary message with the weights of all networks, read."""

    content: bytes
    race: int
    step: int
    steps: list[int]  # each run's own
    details: dict[str, Any]
    weights: np.ndarray  # of all runs, one after the other


def read_look(content: bytes) -> Look:
    """Read a look."""
    magic, race, step, lanes, size = LOOK_HEADER.unpack_from(content)
    assert magic == b"DLW1"
    assert size % 4 == 0
    at = LOOK_HEADER.size
    steps = np.frombuffer(content, "<u4", lanes, at).tolist()
    at += 4 * lanes
    details = json.loads(content[at : at + size])
    weights = np.frombuffer(content, "<f4", offset=at + size)
    return Look(content, race, step, steps, details, weights)


def size_of(run: dict[str, Any]) -> int:
    """How many weights and biases a run of `started` has."""
    return sum((ins + 1) * outs for ins, outs in itertools.pairwise(run["sizes"]))


@dataclass
class Race:
    """What came of one race."""

    started: dict[str, Any] = field(default_factory=dict)
    blocks: list[Any] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    outcomes: list[dict[str, Any]] = field(default_factory=list)

    def joined(self, column: str) -> np.ndarray:
        """A column of all blocks, (P, steps); the flow of networks is (L, P, steps)."""
        axis = 2 if column == "flow" else 1
        return np.concatenate([getattr(block, column) for block in self.blocks], axis=axis)

    def scores(self, lane: int, column: int) -> list[tuple[int, float]]:
        """The scores of a run as (step, value): train loss, test loss, train and test quality."""
        return [
            (step, float(row[lane, column]))
            for block in self.blocks
            for step, row in zip(block.scored, block.scores, strict=True)
        ]


class Client:
    """One connection. `bytes` counts what was received, frames' headers included.

    Words about places in the line are put into `queued`.
    """

    def __init__(self, url: str) -> None:
        address = f"{url.replace('http', 'ws', 1)}/ws/run"
        self._connection = connect(address, origin=Origin(url), compression=None, max_size=None)
        self.bytes = 0
        self.queued: list[dict[str, Any]] = []

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

    def receive(self, timeout: float = 20) -> Any:
        """The next message, whatever it is."""
        message = self.socket.recv(timeout)
        size = len(message.encode() if isinstance(message, str) else message)
        self.bytes += size + (2 if size < 126 else 4 if size < 65536 else 10)
        if isinstance(message, str):
            told = json.loads(message)
            if told["type"] == "queued":  # only says that others come first
                self.queued.append(told)
                return self.receive(timeout)
            return told
        return {b"DLB1": read, b"DLN1": read_network, b"DLW1": read_look}[message[:4]](message)

    def look(self, race: int, step: int, details: bool = False) -> Look:
        """Look at networks, and drop everything that comes before the answer."""
        self.send(type="look", race=race, step=step, details=details)
        while not isinstance(message := self.receive(), Look):
            assert not isinstance(message, dict) or message["type"] != "refused", message
        return message

    def ask(self, kind: str, **message: Any) -> dict[str, Any]:
        """Send a message that is answered in JSON, and drop everything before the answer."""
        self.send(type=kind, **message)
        while True:
            answer = self.receive()
            if isinstance(answer, dict) and answer["type"] in (kind, "refused"):
                return answer

    def race(self, spec: dict[str, Any], number: int = 1, **fields: Any) -> Race:
        """Run a race to its end, granting a block for each that came."""
        self.send(type="race", race=number, spec=spec, **fields)
        return self.finish(number)

    def finish(self, number: int, race: Race | None = None) -> Race:
        """Take everything of a race until its end. What belongs to another one is dropped."""
        race = race or Race()
        while True:
            message = self.receive()
            if isinstance(message, Block | NetworkBlock):
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
