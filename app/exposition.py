"""/metrics, on a port of its own, with the numbers of all processes added up.

The launcher calls `gathered` before it starts a process that counts, and `exposed` to serve them.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from prometheus_client import CollectorRegistry, Metric, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

# Read once by each process, when it first imports prometheus_client.
WHERE = "PROMETHEUS_MULTIPROC_DIR"


@contextmanager
def gathered() -> Iterator[Path]:
    """A fresh folder in which all processes started meanwhile leave their numbers."""
    with tempfile.TemporaryDirectory(prefix="descent-lab-metrics-") as folder:
        os.environ[WHERE] = folder
        try:
            yield Path(folder)
        finally:
            del os.environ[WHERE]


@contextmanager
def exposed(folder: Path, host: str, port: int) -> Iterator[int]:
    """Serve what lies in the folder, in a thread. Gives the port; OSError if it is taken."""
    registry = CollectorRegistry()
    registry.register(_OfTheLiving(folder))
    server, thread = start_http_server(port, host, registry)
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _OfTheLiving(Collector):
    """All counts, and the gauges of processes that live: one that was killed tidied up nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterable[Metric]:
        for file in self._folder.glob("gauge_live*_*.db"):
            number = int(file.stem.rpartition("_")[2])
            if not _lives(number):
                with suppress(FileNotFoundError):  # another scrape was quicker
                    mark_process_dead(number, str(self._folder))
        collected: Iterable[Metric] = MultiProcessCollector(None, str(self._folder)).collect()
        return collected


def _lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True
