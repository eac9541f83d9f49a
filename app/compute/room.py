"""How much the process computes and keeps for others at a time."""

from threading import Lock


class Room:
    """So many points and no more, each of 40 bytes."""

    def __init__(self, most: int) -> None:
        self._free = most
        self._lock = Lock()

    def take(self, points: int) -> bool:
        """Whether there was room, which is taken then. Fewer than none are given back."""
        with self._lock:
            enough = points <= max(0, self._free)
            self._free -= points * enough
        return enough

    def give_back(self, points: int) -> None:
        """Make room for others."""
        self.take(-points)
