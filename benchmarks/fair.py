"""Fair comparisons: eleven racers each at its best, and a race with 256 seeds, to the last byte.

Both are asked of a server process of its own, which has the cores that the machine can spare. What
the server's processor spent is told too: on a busy machine it says more than the clock does.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import Request, urlopen

from benchmarks.eleven_rules import RATES
from benchmarks.report import Report, Row, Target, at_most, milliseconds
from tests.serving import Server, serving

ROSENBROCK = {"kind": "surface", "name": "rosenbrock"}
FOUR = ("sgd", "momentum", "rmsprop", "adam")


def best(rounds: int = 7, steps: int = 500) -> Report:
    """Rates and momenta of eleven racers, without noise and with it."""
    rows: list[Row] = []
    targets = []
    with _server() as server:
        for name, noise in (("without noise", 0.0), ("with noise, over nine seeds", 1.0)):
            race = _race(list(RATES), steps, noise)
            found, target = _timed(server, "best", {"race": race}, rounds, 1.5, name)
            rows += found
            targets.append(target)
    notes = [f"eleven rules, {steps} steps on Rosenbrock; medians of {rounds} answers"]
    return Report("Each at its best", rows, targets, notes)


def cloud(rounds: int = 7, steps: int = 500, seeds: int = 256) -> Report:
    """A race of four with many seeds."""
    with _server() as server:
        asked = {"race": _race(list(FOUR), steps, 1.0), "seeds": seeds, "threshold": 0.01}
        rows, target = _timed(server, "cloud", asked, rounds, 1.0, f"{seeds} seeds, 4 racers")
    notes = [f"{steps} steps on Rosenbrock with noise 1; medians of {rounds} answers"]
    return Report("A cloud of seeds", rows, [target], notes)


def _race(names: list[str], steps: int, noise: float) -> dict[str, Any]:
    runs = [{"optimizer": name} for name in names]
    return {"problem": {**ROSENBROCK, "noise": noise}, "runs": runs, "steps": steps}


def _timed(
    server: Server, door: str, asked: dict[str, Any], rounds: int, aim: float, name: str
) -> tuple[list[Row], Target]:
    """The time from the first byte that is sent to the last that comes, once warm."""
    took, worked = [], []
    for _ in range(rounds + 1):
        begun, spent = time.perf_counter(), server.cpu_seconds()
        _ask(server, door, asked)
        took.append(time.perf_counter() - begun)
        worked.append(server.cpu_seconds() - spent)
    seconds, processor = median(took[1:]), median(worked[1:])
    rows = [
        Row(name, milliseconds(seconds)),
        Row(f"{name}: time of the processor", milliseconds(processor)),
    ]
    return rows, at_most(f"{door}, {name}", aim, seconds, "s")


def _ask(server: Server, door: str, asked: dict[str, Any]) -> bytes:
    body, headers = json.dumps(asked).encode(), {"Content-Type": "application/json"}
    with urlopen(Request(f"{server.url}/api/{door}", body, headers)) as answer:
        found: bytes = answer.read()
    return found


@contextmanager
def _server() -> Iterator[Server]:
    with TemporaryDirectory() as folder, serving(Path(folder) / "log.txt") as server:
        yield server
