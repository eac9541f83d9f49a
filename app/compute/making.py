"""How compute processes are made, and ended."""

import multiprocessing
import os
import signal
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import suppress
from time import monotonic, sleep

from app.compute.process import begin

PATIENCE = 0.5  # seconds that processes have to end, once nobody needs them


def process_executor() -> Executor:
    """One process, which begins as soon as something is submitted."""
    return ProcessPoolExecutor(1, multiprocessing.get_context(_method()), begin)


def see_off(pids: Sequence[int]) -> None:
    """Let processes end their turn, if that is short; they keep nothing that matters."""
    until = monotonic() + PATIENCE
    while pids and monotonic() < until:
        sleep(PATIENCE / 50)
        pids = [pid for pid in pids if _is_there(pid)]
    for pid in pids:
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def _method() -> str:
    """How processes are made: from one that has everything imported, where the system can."""
    methods = multiprocessing.get_all_start_methods()
    if "forkserver" not in methods:
        return "spawn"
    multiprocessing.get_context("forkserver").set_forkserver_preload(["app.compute.everything"])
    return "forkserver"
