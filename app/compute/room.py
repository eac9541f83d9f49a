"""How much the process computes and keeps for others at a time."""

from threading import Lock


class Room:
    """So many points and no more, each of 40 bytes."""

    def __init__(self, most: int) -> None:
        self._free = most
        self._lock = Lock()

    @property
    def free(self) -> int:
        """The points that there is room for."""
        return self._free

    def take(self, points: int, returned: int = 0) -> bool:
        """Whether there was room, which is taken then. Fewer than none are given back.

        So many points are going to be `returned`, and count as free.
        """
        with self._lock:
            enough = points <= max(0, self._free + returned)
            self._free -= points * enough
        return enough

    def give_back(self, points: int) -> None:
        """Make room for others."""
        self.take(-points)
