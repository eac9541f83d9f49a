"""Waiting until something is so, with a deadline that only a broken service misses."""

import time
from collections.abc import Callable


def until(holds: Callable[[], bool], seconds: float = 20.0) -> float:
    """Wait until it holds, and give how long that took."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < seconds, f"not so after {seconds} seconds"
        time.sleep(0.02)
    return time.monotonic() - begun
