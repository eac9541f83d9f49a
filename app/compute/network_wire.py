"""Blocks and looks of networks as bytes. docs/protocol.md says the same for other languages."""

import struct
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from pydantic_core import to_json

from app.compute.wire import RATE_COLUMN, varies
from app.engine.contracts import Floats
from app.engine.training import Progress, Standing

MAGIC = b"DLN1"
HEADER = struct.Struct("<4sIIIIIII")  # race, first step, steps, lanes, flags, evaluations, layers
LOOK = b"DLW1"
LOOK_HEADER = struct.Struct("<4sIIII")  # race, step asked for, lanes, bytes of JSON

LENGTHS = 10, 30, 100  # steps of a training's first block, of its second, and of the others


def lengths(points: int, longest: int) -> Iterator[int]:
    """How many steps each block of a training holds: always the same for the same training."""
    first, second, others = (min(length, longest) for length in LENGTHS)
    length, later = first, second
    while points > 0:
        yield min(length, points)
        points -= length
        length, later = later, others


class NetworkPacker:
    """Turns the blocks of one training into messages."""

    def __init__(self, race: int) -> None:
        self._race = race

    def pack(self, part: Progress) -> bytes:
        """One binary message: header, rates at the first step, float32 columns, then scores."""
        steps, lanes, layers = part.flow.shape
        varying = varies(part.rate)
        flags = RATE_COLUMN * varying
        header = HEADER.pack(
            MAGIC, self._race, part.first, steps, lanes, flags, len(part.evaluations), layers
        )
        columns = [part.value, part.gradient_norm, part.moved]
        if varying:
            columns.append(part.rate)
        columns.extend(np.moveaxis(part.flow, -1, 0))
        return b"".join(
            [
                header,
                part.rate[0].astype("<f8").tobytes(),
                _float32([column.T for column in columns]),
                _float32([step for step, _ in part.evaluations]),
                _float32([scores for _, scores in part.evaluations]),
            ]
        )


def look(race: int, step: int, seen: Sequence[Standing], details: Any) -> bytes:
    """One binary message: header, the step of each run, details as JSON, then the weights."""
    text = to_json(details, inf_nan_mode="null")
    text += b" " * (-len(text) % 4)
    return b"".join(
        [
            LOOK_HEADER.pack(LOOK, race, step, len(seen), len(text)),
            np.array([each.step for each in seen], "<u4").tobytes(),
            text,
            *(_float32(each.x) for each in seen),
        ]
    )


@np.errstate(all="ignore")
def _float32(numbers: Floats | Sequence[Any]) -> bytes:
    return np.asarray(numbers).astype("<f4").tobytes()
