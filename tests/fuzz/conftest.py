"""A running server to be asked strange things."""

import time
from collections.abc import Iterator
from contextlib import suppress
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.serving import Server, serving

PATIENCE = 60  # seconds until it can compute


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real server, which must be there at the end and have nothing to complain of."""
    with serving(tmp_path_factory.mktemp("fuzzed") / "log.txt") as server:
        wait_until_ready(server)
        yield server
        assert server.running
        assert "Traceback" not in server.said()


def wait_until_ready(server: Server) -> None:
    """Return when the server can compute."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(HTTPError), urlopen(f"{server.url}/readyz"):
            return
        time.sleep(0.1)
    raise AssertionError(f"the server cannot compute:\n{server.said()}")
