"""The launcher and its web processes: who watches whom, and that nobody outlives the other."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

from tests.service.waiting import until
from tests.serving import Server, serving


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Two web processes, with little time to end."""
    with serving(tmp_path / "log.txt", web_processes=2, drain_seconds=1) as server:
        until(lambda: "Ready" in server.said())
        yield server


def test_a_web_process_that_is_killed_is_replaced_and_nobody_is_refused(server: Server) -> None:
    victim, other = (process.pid for process in server.web_processes)

    os.kill(victim, signal.SIGKILL)

    def replaced() -> bool:
        with urlopen(f"{server.url}/healthz", timeout=20) as answer:
            assert answer.status == 200
        pids = [process.pid for process in server.web_processes]
        return len(pids) == 2 and victim not in pids

    until(replaced)
    assert other in [process.pid for process in server.web_processes]
    assert f"Process {victim} ended; another one takes its place" in server.said()


def test_nothing_outlives_the_launcher(server: Server) -> None:
    family = server.processes

    os.kill(server.pid, signal.SIGKILL)

    _, alive = psutil.wait_procs(family[1:], timeout=20)
    assert alive == []


def test_nothing_outlives_the_end(server: Server) -> None:
    family = server.processes

    assert server.stop() == 0

    _, alive = psutil.wait_procs(family, timeout=20)
    assert alive == []


def test_a_web_process_that_hangs_keeps_nobody_from_ending(server: Server) -> None:
    hung = server.web_processes[0]
    hung.suspend()
    begun = time.monotonic()

    assert server.stop() == 0

    assert time.monotonic() - begun < 5
    assert not hung.is_running()
    assert f"Process {hung.pid} did not end in time, and was killed" in server.said()


def test_new_visitors_are_refused_while_old_ones_are_still_answered(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as slow:
        slow.sendall(b"POST /api/run HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n")
        time.sleep(0.2)
        os.kill(server.pid, signal.SIGTERM)

        def refused() -> bool:
            try:
                socket.create_connection(("127.0.0.1", server.port), timeout=1).close()
            except ConnectionRefusedError:
                return True
            return False

        until(refused, 5)
        assert server.running


def test_a_hangup_replaces_one_process_after_the_other(server: Server) -> None:
    before = {process.pid for process in server.web_processes}

    os.kill(server.pid, signal.SIGHUP)

    def renewed() -> bool:
        with urlopen(f"{server.url}/healthz", timeout=20) as answer:
            assert answer.status == 200
        now = {process.pid for process in server.web_processes}
        return len(now) == 2 and not now & before

    until(renewed, 60)
