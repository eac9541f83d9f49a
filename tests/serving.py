"""A real service in processes of its own, for tests that need one they can stop and start."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import Self
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from app.settings import PREFIX

ROOT = Path(__file__).resolve().parents[1]
LAUNCHER = (sys.executable, "-m", "app")
PATIENCE = 30  # seconds until /healthz answers; the first start may compress plotly.js


class Server:
    """`python -m app` on a free port of this machine, the same one after every start.

    `settings` are named as in app/settings.py. A command that is uvicorn's own gets its own flags.
    """

    def __init__(
        self,
        log: Path,
        command: Sequence[str] = LAUNCHER,
        cwd: Path = ROOT,
        environment: Mapping[str, str] = os.environ,
        settings: Mapping[str, object] = MappingProxyType({}),
    ) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = log
        own = {"host": "127.0.0.1", "port": self.port, **settings}
        flags = ["--host", "127.0.0.1", "--port", str(self.port)] if "uvicorn" in command else []
        self._command = [*command, *flags]
        self._cwd = cwd
        self._environment = {
            **environment,
            **{PREFIX + name.upper(): str(value) for name, value in own.items()},
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        """Start it, and wait until it answers."""
        assert self._process is None, "the server is running"
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=self._cwd,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            self._wait_until_healthy(self._process)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> int | None:
        """End it, and give its exit code; a second call does nothing."""
        if self._process is None:
            return None
        process, self._process = self._process, None
        process.terminate()
        try:
            return process.wait(10)
        except subprocess.TimeoutExpired:
            for one in _family(process.pid):
                with suppress(psutil.NoSuchProcess):
                    one.kill()
            return process.wait()

    @property
    def running(self) -> bool:
        """Whether it was started, and not stopped since."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The number of the process that was started, which must be running: the launcher."""
        assert self._process is not None, "the server is not running"
        return self._process.pid

    @property
    def processes(self) -> list[psutil.Process]:
        """The launcher, and all that came of it."""
        return _family(self.pid)

    @property
    def web_processes(self) -> list[psutil.Process]:
        """The launcher's own children that talk to browsers, oldest first."""
        return [one for one in psutil.Process(self.pid).children() if _is_python_at_work(one)]

    @property
    def compute_processes(self) -> list[psutil.Process]:
        """The processes that compute: the last ones of their line below a web process."""
        below = [one for web in self.web_processes for one in web.children(recursive=True)]
        parents = {one.ppid() for one in below}
        return [one for one in below if _is_python_at_work(one) and one.pid not in parents]

    def cpu_seconds(self) -> float:
        """Time of the processor that all processes together have used so far."""
        total = 0.0
        for one in self.processes:
            with suppress(psutil.NoSuchProcess):
                spent = one.cpu_times()
                total += spent.user + spent.system
        return total

    def said(self) -> str:
        """Its log so far."""
        return self.log.read_text() if self.log.exists() else ""

    def _wait_until_healthy(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if process.poll() is not None:
                break
            try:
                with urlopen(f"{self.url}/healthz", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (URLError, OSError):
                time.sleep(0.05)
        raise AssertionError(f"the server did not come up:\n{self.said()}")


@contextmanager
def serving(log: Path, **settings: object) -> Iterator[Server]:
    """A server for the length of a `with` block."""
    server = Server(log, settings=settings)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _family(number: int) -> list[psutil.Process]:
    try:
        first = psutil.Process(number)
        return [first, *first.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _is_python_at_work(process: psutil.Process) -> bool:
    """Not the small process with which multiprocessing keeps track of what to tidy up."""
    with suppress(psutil.NoSuchProcess):
        return any("spawn_main" in word or "forkserver" in word for word in process.cmdline())
    return False
