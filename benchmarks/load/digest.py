"""The hash of a trajectory: equal for a race that was interrupted and one that was not."""

import hashlib
import json
import struct
from typing import Any

FIRST_AND_LENGTH = struct.Struct("<II")
AT = 8  # where a block of any kind says its first step and its length


class Trajectory:
    """Blocks in the order of their steps, each once, and how every run ended."""

    def __init__(self) -> None:
        self.next_step = 0
        self.blocks = 0
        self._hash = hashlib.sha256()

    def add(self, block: bytes) -> None:
        """Take a block. One that is known already is dropped; a gap is a ValueError."""
        first, length = FIRST_AND_LENGTH.unpack_from(block, AT)
        if first + length <= self.next_step:
            return
        if first != self.next_step:
            raise ValueError(f"a block of step {first} came; step {self.next_step} is next")
        self._hash.update(block[:4])
        self._hash.update(block[AT:])  # without the race's number, which is the client's own
        self.next_step = first + length
        self.blocks += 1

    def end(self, outcomes: list[dict[str, Any]]) -> str:
        """The hash of all."""
        self._hash.update(json.dumps(outcomes, sort_keys=True).encode())
        return self._hash.hexdigest()
