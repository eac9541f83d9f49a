"""Keeps the web processes alive, and ends them in time."""

import logging
import multiprocessing
import signal
import time
from socket import socket

from uvicorn import Config
from uvicorn.supervisors import Multiprocess

SPARE = 1  # seconds that a process has to end once its answers have ended

log = logging.getLogger("descent_lab.launcher")


class Supervisor(Multiprocess):
    """uvicorn's, which replaces a process that died or hangs; and three things more.

    New visitors are refused at once when it ends, no process can keep it from ending, and a
    service that never came up is not tried for ever.
    """

    def __init__(self, config: Config, listening: socket) -> None:
        super().__init__(config, [listening])
        self.came_up = False
        self.failed = False

    def keep_subprocess_alive(self) -> None:
        if not self.came_up:
            self._watch_the_start()
        super().keep_subprocess_alive()

    def _watch_the_start(self) -> None:
        if all(process.exitcode is None for process in self.processes):
            self.came_up = all(process.is_ready() for process in self.processes)
            if self.came_up:
                log.info("Ready")
        elif not self.should_exit.is_set():
            log.error("A web process ended before it could serve; what is above says why")
            self.failed = True
            self.should_exit.set()

    def terminate_all(self) -> None:
        for listening in self.sockets:
            listening.close()
        super().terminate_all()

    def join_all(self) -> None:
        until = time.monotonic() + (self.config.timeout_graceful_shutdown or 0) + SPARE
        for process in self.processes:
            process.process.join(max(0, until - time.monotonic()))
            if process.exitcode is None:
                log.warning("Process %s did not end in time, and was killed", process.pid)
                process.process.kill()
                process.process.join()


async def end_without_parent() -> None:
    """End this process in good order when nobody is left who would replace or end it."""
    parent = multiprocessing.parent_process()
    if parent is not None and not parent.is_alive():
        signal.raise_signal(signal.SIGTERM)
