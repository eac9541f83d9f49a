"""Keeps the web processes alive, and ends them in time."""

import logging
import multiprocessing
import signal
import time
from collections.abc import Sequence
from socket import socket

from uvicorn import Config
from uvicorn.supervisors import Multiprocess
from uvicorn.supervisors.multiprocess import Process

HUNG = 20  # seconds without an answer: a process that is starting on a busy machine takes some
STARTING = 60  # seconds in which a new process comes up before the old one is let go
SPARE = 0.5  # seconds that a process has to end once its answers have ended

log = logging.getLogger("descent_lab.launcher")


class Supervisor(Multiprocess):
    """uvicorn's, which replaces a process that died or hangs.

    It differs in that it never waits for one: a hung process keeps nobody from being replaced or
    from ending, new visitors are refused at once when it ends, and a service that never came up is
    not tried for ever.
    """

    def __init__(self, config: Config, listening: socket) -> None:
        super().__init__(config, [listening])
        self.failed = False
        self._came_up = False
        self._asked: dict[Process, float] = {}  # since when an answer is awaited

    def init_processes(self) -> None:
        self.processes = [self._begun() for _ in range(self.processes_num)]

    def _begun(self) -> Process:
        process = Process(self.config, self.sockets)
        process.start()
        return process

    def keep_subprocess_alive(self) -> None:
        self._asked = {each: since for each, since in self._asked.items() if each in self.processes}
        for place, process in enumerate(self.processes):
            if self.should_exit.is_set():
                return
            if process.process.is_alive() and self._answers(process):
                continue
            process.kill()  # if it hangs
            process.join()
            if not self._came_up:
                log.error("A web process ended before it could serve; what is above says why")
                self.failed = True
                self.should_exit.set()
                return
            log.warning("Process %s ended; another one takes its place", process.pid)
            self.processes[place] = self._begun()

    def _answers(self, process: Process) -> bool:
        """Whether a process answered not long ago. It is asked again when it has answered."""
        line = process.parent_conn
        try:
            if process in self._asked:
                if not line.poll():
                    return time.monotonic() - self._asked[process] < HUNG
                if line.recv() and not self._came_up:  # whether it serves
                    self._came_up = True
                    log.info("Ready")
            line.send(b"ping")
        except (OSError, EOFError):
            return False
        self._asked[process] = time.monotonic()
        return True

    def terminate_all(self) -> None:
        for listening in self.sockets:
            listening.close()
        super().terminate_all()

    def join_all(self) -> None:
        self._see_off(self.processes)

    def restart_all(self) -> None:
        """Put a new process in each place, one after the other, and let the old one end."""
        for place, old in enumerate(self.processes):
            new = self._begun()
            if not new.wait_until_ready(STARTING, self.should_exit):
                new.kill()
                new.join()
                log.error("A new process did not come up; those from before go on")
                return
            self.processes[place] = new
            old.terminate()
            self._see_off([old])

    def _see_off(self, leaving: Sequence[Process]) -> None:
        until = time.monotonic() + (self.config.timeout_graceful_shutdown or 0) + SPARE
        for each in leaving:
            each.process.join(max(0.0, until - time.monotonic()))
            if each.exitcode is None:
                log.warning("Process %s did not end in time, and was killed", each.pid)
                each.process.kill()
                each.process.join()


async def end_without_parent() -> None:
    """End this process in good order when nobody is left who would replace or end it."""
    parent = multiprocessing.parent_process()
    if parent is not None and not parent.is_alive():
        signal.raise_signal(signal.SIGTERM)
