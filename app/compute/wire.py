"""Blocks of a race as bytes. docs/protocol.md says the same for clients in other languages."""

import struct
from collections.abc import Iterator

import numpy as np

from app.engine.contracts import Floats
from app.engine.descend import Frames

MAGIC = b"DLB1"
HEADER = struct.Struct("<4sIIIII")  # magic, race, first step, steps, lanes, flags
RATE_COLUMN = 1  # flag: the rate changes within the block and has a column of its own

SHORT, LONG = 50, 500  # steps of a race's first block, and of its longest ones
GROWTH = 3  # from block to block: few messages for a usual race, a quick start for a long one
FULL = 64 * 1024  # bytes of columns in a block, about
POINT = 16  # bytes of columns for a point


def lengths(points: int, lanes: int) -> Iterator[int]:
    """How many points each block of a race holds: always the same for the same race."""
    longest = max(SHORT, min(LONG, FULL // (POINT * lanes)))
    length = SHORT
    while points > 0:
        yield min(length, points)
        points -= length
        length = min(length * GROWTH, longest)


class Packer:
    """Turns the blocks of one race into messages. Moves are differences to the point before."""

    def __init__(self, race: int, lowest: Floats) -> None:
        self._race = race
        self._lowest = lowest  # (P,): what values are measured from; 0 where there is no minimum
        self._last: Floats | None = None

    def pack(self, frames: Frames) -> bytes:
        """One binary message: header, points at the first step, rates, then float32 columns."""
        steps, lanes = frames.value.shape
        before = frames.point[:1] if self._last is None else self._last
        moves = np.diff(frames.point, axis=0, prepend=before)
        self._last = frames.point[-1:].copy()  # a view would keep the whole block
        varying = varies(frames.rate)
        header = HEADER.pack(MAGIC, self._race, frames.first, steps, lanes, RATE_COLUMN * varying)
        columns = [frames.value - self._lowest, frames.gradient_norm, moves[..., 0], moves[..., 1]]
        if varying:
            columns.append(frames.rate)
        return b"".join(
            [
                header,
                frames.point[0].astype("<f8").tobytes(),
                frames.rate[0].astype("<f8").tobytes(),
                _float32(columns),
            ]
        )


def varies(rate: Floats) -> bool:
    """Whether any lane's rate changes within the block, the steps after its end left out."""
    return bool((np.isfinite(rate) & (rate != rate[0])).any())


@np.errstate(all="ignore")
def _float32(columns: list[Floats]) -> bytes:
    """Columns (K, P) as float32, column after column, in each lane after lane."""
    return np.stack(columns).transpose(0, 2, 1).astype("<f4").tobytes()
