"""How soon the door answers with an opened step: any racer, any step, by HTTP on this machine."""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from app.engine.catalogue import OPTIMIZERS, SURFACES
from app.engine.rates import rates_of
from benchmarks.report import Report, Row, at_most
from benchmarks.slider import p95
from tests.serving import serving

STEPS = 500
LONG = 10_000

Ask = Callable[[str, dict[str, Any]], float]


def measure(times: int = 150) -> Report:
    """Open steps of races never seen before, then of one that is kept, then of a long one."""
    rng = random.Random(0)
    with _asked() as ask:
        new = [_opened(ask, 1, rng, STEPS) for _ in range(times)]
        two = [_opened(ask, 2, rng, STEPS) for _ in range(times)]
        kept = _of_one(ask, rng, STEPS, times)
        long = _of_one(ask, rng, LONG, times)
        memory = [ask("/api/memory", {"race": _race(rng, 1, STEPS)}) for _ in range(20)]
    cases = {
        "a new race, one racer": new,
        "a new race, two racers": two,
        "the same race again": kept,
        f"the same race of {LONG} steps": long[1:],
        "a memory over all steps": memory,
    }
    rows = [
        Row(f"{what}, {which}", f"{of(found):.1f} ms")
        for what, found in cases.items()
        for which, of in (("p50", median), ("p95", p95))
    ]
    rows.append(Row(f"the first time in {LONG} steps", f"{long[0]:.1f} ms"))
    notes = [f"{times} openings of each kind; any rule, form and surface, {STEPS} steps"]
    target = at_most("an opened step from the door, p95", 50, p95(new), "ms")
    return Report("Opening a step", rows, [target], notes)


def _opened(ask: Ask, racers: int, rng: random.Random, steps: int) -> float:
    race = _race(rng, racers, steps)
    return ask("/api/step", {"race": race, "step": rng.randrange(steps + 1)})


def _of_one(ask: Ask, rng: random.Random, steps: int, times: int) -> list[float]:
    """The last step of one race first, then any."""
    run = {"optimizer": "adam", "hyperparameters": {"lr": 0.001}}
    race = {"problem": {"name": "rosenbrock"}, "runs": [run], "steps": steps}
    at = [steps, *(rng.randrange(steps + 1) for _ in range(times))]
    return [ask("/api/step", {"race": race, "step": step}) for step in at]


def _race(rng: random.Random, racers: int, steps: int) -> dict[str, Any]:
    """Any rules in any form on any surface, at most at the rates that work there."""
    surface = rng.choice(list(SURFACES))
    runs = [_run(rng, rates_of(surface)) for _ in range(racers)]
    return {"problem": {"name": surface}, "runs": runs, "steps": steps}


def _run(rng: random.Random, rates: Mapping[str, Mapping[str, float]]) -> dict[str, Any]:
    name, forms = rng.choice(list(rates.items()))
    form, rate = rng.choice(list(forms.items()))
    numbers = {}
    if "lr" in OPTIMIZERS[name].convention(form).defaults:
        numbers["lr"] = max(1e-8, rate * 10 ** rng.uniform(-1, 0))
    return {"optimizer": name, "convention": form, "hyperparameters": numbers}


@contextmanager
def _asked() -> Iterator[Ask]:
    """Ask a running server, on one connection; the answer is how many milliseconds it took."""
    with TemporaryDirectory() as folder, serving(Path(folder) / "log.txt") as server:
        connection = HTTPConnection("127.0.0.1", server.port)
        headers = {"Content-Type": "application/json"}

        def ask(address: str, body: dict[str, Any]) -> float:
            text = json.dumps(body)
            begun = perf_counter()
            connection.request("POST", address, text, headers)
            answer = connection.getresponse()
            content = answer.read()
            took = perf_counter() - begun
            if answer.status != 200:
                raise RuntimeError(f"{answer.status}: {content[:300]!r}")
            return 1e3 * took

        _opened(ask, 1, random.Random(1), 1)
        yield ask
        connection.close()
