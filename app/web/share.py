"""What one connection takes of the event loop: a fifth of its time in the long run, and no more.

Messages are counted elsewhere; but two hundred a second of the dearest kind would leave nothing to
all others, and a slider that moves sends sixty cheap ones.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, thread_time

OTHERS = 4  # times as long as it took of the loop, until it is even with the others
AT_ONCE = 0.1  # seconds that it may be ahead of them


class Share:
    """The account of one connection."""

    def __init__(self) -> None:
        self._even = 0.0  # when it has waited for all it took

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Count the processor's time that work takes which does not wait for anything."""
        began, spent = monotonic(), thread_time()
        try:
            yield
        finally:
            self._even = max(self._even, began) + (1 + OTHERS) * (thread_time() - spent)

    async def turn(self) -> None:
        """Let others go on, and wait while too much was taken."""
        await asyncio.sleep(max(0.0, self._even - AT_ONCE - monotonic()))
