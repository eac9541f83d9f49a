"""The service as it is shipped, on this machine, with its numbers to be seen."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks.load.scraped import Seen
from tests.serving import Server, free_port, serving

PATIENCE = 30.0  # seconds until something has to have come about


@dataclass(frozen=True)
class Service:
    """A server that is ready, and the port of its metrics."""

    server: Server
    metrics_port: int

    @property
    def url(self) -> str:
        """Where it is."""
        return self.server.url

    def seen(self) -> Seen | None:
        """What it says of itself; None where it does not."""
        try:
            return Seen(self.metrics_port)
        except (URLError, OSError):
            return None

    def wait_until_ready(self) -> None:
        """Wait until /readyz says that new visitors are welcome: compute processes are up."""
        wait_until(self._ready, "the service to be ready")

    def _ready(self) -> bool:
        try:
            with urlopen(f"{self.url}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False


@contextmanager
def service(**settings: object) -> Iterator[Service]:
    """A service for the length of a `with` block, with the defaults except for these settings."""
    port = free_port()
    with (
        TemporaryDirectory() as folder,
        serving(Path(folder) / "log.txt", metrics_port=port, **settings) as server,
    ):
        started = Service(server, port)
        started.wait_until_ready()
        yield started


def wait_until(true: Callable[[], object], what: str, patience: float = PATIENCE) -> float:
    """Wait for something; gives how long it took, or raises AssertionError."""
    begun = time.monotonic()
    while not true():
        if time.monotonic() - begun > patience:
            raise AssertionError(f"waited {patience:g} s for {what}, in vain")
        time.sleep(0.05)
    return time.monotonic() - begun
