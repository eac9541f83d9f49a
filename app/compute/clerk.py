"""One thread that does what is noted, in order, and holds no lock when it begins.

Executors and futures call back in threads and under locks of others. So what they say is only
noted there.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from queue import SimpleQueue
from threading import Thread
from typing import Any

logger = logging.getLogger(__name__)


class Clerk:
    """Does what is noted, from its start until it is told to stop."""

    def __init__(self) -> None:
        self._notes: SimpleQueue[Callable[[], None] | None] = SimpleQueue()

    def start(self) -> None:
        """Begin with what was noted first."""
        Thread(target=self._work, name="clerk", daemon=True).start()

    def stop(self) -> None:
        """End when all is done that was noted before."""
        self._notes.put(None)

    def note(self, what: Callable[..., None], *given: Any) -> None:
        """Let this be done soon."""
        self._notes.put(partial(what, *given))

    def when(self, answer: "Future[Any]", what: Callable[..., None], *given: Any) -> None:
        """Let this be done when an answer is there, which is given last."""
        answer.add_done_callback(lambda done: self.note(what, *given, done))

    def _work(self) -> None:
        while (what := self._notes.get()) is not None:
            try:
                what()
            except Exception:  # a bug; without a clerk nobody else would be answered either
                logger.exception("what was noted of a compute process could not be done")
