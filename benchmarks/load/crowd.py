"""Many clients at a time, in processes of their own."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import IO, Any, Self, cast

from benchmarks.load.plan import PATIENCE, Plan, Visit
from tests.serving import ROOT

COMMAND = (sys.executable, "-m", "benchmarks.load.clients")
START = 0.3  # seconds until all have heard when to begin


class Crowd:
    """Clients that are ready within the `with` block, begin at a word and go home at a word.

    `within` is a command that starts another one somewhere else, as `nsenter` does.
    """

    def __init__(
        self,
        url: str,
        plans: Sequence[Plan],
        processes: int = 2,
        patience: float = PATIENCE,
        within: Sequence[str] = (),
    ) -> None:
        self.began = 0.0
        self._under_way = False
        self._processes: list[subprocess.Popen[str]] = []
        self._plans = [plans[place::processes] for place in range(processes)]
        self._command = [*within, *COMMAND]
        self._asked: dict[str, Any] = {"url": url, "patience": patience}

    def __enter__(self) -> Self:
        for plans in self._plans:
            process = subprocess.Popen(
                self._command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            self._processes.append(process)
            self._say(process, {**self._asked, "plans": [plan.plain() for plan in plans]})
        for process in self._processes:
            self._expect(process, "ready")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self._processes:
            process.kill()
            process.communicate()

    def begin(self) -> float:
        """Let all begin, together; gives the moment."""
        self.began = time.monotonic() + START
        for process in self._processes:
            self._say(process, self.began)
        return self.began

    def wait_until_under_way(self) -> float:
        """Wait until every client has a block, or is connected where it wants none; the moment."""
        for process in self._processes:
            self._expect(process, "under way")
        self._under_way = True
        return time.monotonic()

    def go_home(self) -> None:
        """Let those leave who stay until they hear this."""
        for process in self._processes:
            self._say(process, "home")

    def visits(self) -> list[Visit]:
        """Wait for all clients; what each met."""
        if not self._under_way:
            self.wait_until_under_way()
        met = [json.loads(self._hear(process)) for process in self._processes]
        return [Visit.read(plain) for visits in met for plain in visits]

    def _expect(self, process: subprocess.Popen[str], word: str) -> None:
        if (heard := self._hear(process)) != f"{word}\n":
            raise AssertionError(f"a process of clients said {heard!r}; {word!r} was due")

    def _say(self, process: subprocess.Popen[str], word: Any) -> None:
        stream = cast("IO[str]", process.stdin)
        stream.write(json.dumps(word) + "\n")
        stream.flush()

    def _hear(self, process: subprocess.Popen[str]) -> str:
        return cast("IO[str]", process.stdout).readline()


def visited(url: str, plans: Sequence[Plan], patience: float = PATIENCE) -> list[Visit]:
    """What clients met that need no further word."""
    with Crowd(url, plans, patience=patience) as crowd:
        crowd.begin()
        return crowd.visits()
