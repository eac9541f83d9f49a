"""Clients that read slowly, or never, or do not say what they want, and what they may hold."""

import sys
import time
from collections.abc import Iterator

import pytest

from tests.service.raw_line import RawLine
from tests.service.waiting import until
from tests.serving import Server, serving

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's own clock for it")

SILENT = 3  # seconds
OWED = 96 * 1024  # bytes that the kernel may keep for one client; a piece of 64 KiB is one of them
RUNS = [{"optimizer": "adam", "hyperparameters": {"lr": 0.001 * n}} for n in range(1, 33)]
LARGE = {"problem": {"name": "beale"}, "runs": RUNS, "steps": 10_000}  # some megabytes


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A service that soon loses patience."""
    log = tmp_path_factory.mktemp("readers") / "log.txt"
    with serving(log, silent_seconds=SILENT, head_seconds=2) as server:
        yield server


def test_a_websocket_that_never_reads_holds_little_and_is_dropped(server: Server) -> None:
    with RawLine(server) as line:
        line.open()
        line.say(type="race", race=1, spec=LARGE, blocks=64)
        until(lambda: (line.owed() or 0) > 4 * 1024)
        most = 0

        def gone() -> bool:
            nonlocal most
            owed = line.owed()
            most = max(most, owed or 0)
            return owed is None

        until(gone, SILENT + 12)
        until(lambda: "websocket path=/ws/run" in server.said())  # nobody serves it any more
        assert most <= OWED


def test_a_download_that_is_never_read_is_dropped(server: Server) -> None:
    with RawLine(server) as line:
        line.ask("/api/catalog", "Accept-Encoding: identity")
        until(lambda: (line.owed() or 0) > 0)

        until(lambda: line.owed() is None, SILENT + 12)


def test_a_client_that_reads_slowly_gets_all_of_it(server: Server) -> None:
    with RawLine(server) as line:
        line.open()
        line.say(type="race", race=1, spec=LARGE, blocks=64)
        got, begun = 0, time.monotonic()
        while time.monotonic() - begun < 3 * SILENT:
            part = line.line.recv(4096)
            assert part, "it was dropped"
            got += len(part)
            time.sleep(0.02)

        assert got > 500_000
        assert line.owed() is not None


@pytest.mark.parametrize("said", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nA: "])
def test_who_does_not_say_what_it_wants_is_not_waited_for(server: Server, said: bytes) -> None:
    with RawLine(server) as line:
        line.line.sendall(said)
        begun = time.monotonic()

        assert line.line.recv(100) == b""

        assert 1 < time.monotonic() - begun < 15


def test_who_was_answered_may_ask_again_later(server: Server) -> None:
    with RawLine(server) as line:
        for _ in range(2):
            line.ask("/healthz")
            heard = b""
            while b"}" not in heard:  # its head and its body may come apart
                heard += line.line.recv(4096)
            assert heard.startswith(b"HTTP/1.1 200")
            time.sleep(3)  # longer than a request may take to come
