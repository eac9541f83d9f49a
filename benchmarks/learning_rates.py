"""Adam at 64 learning rates at once, 500 steps on Rosenbrock."""

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks import ours
from benchmarks.clock import in_turns, times, usual
from benchmarks.peers import present
from benchmarks.report import Report, Row, milliseconds

OURS = "ours, 64 lanes of one call"
LOOPS = "PyTorch, 64 loops"
GROUPS = "PyTorch, 64 parameter groups, one backward pass"
FIRST = "Optax, compiled scan mapped over the rate: first answer"
SCAN = "Optax, compiled scan mapped over the rate: once compiled"


def measure(rounds: int = 3, steps: int = 500) -> Report:
    """Time all in turns, once it is sure that they record the same numbers."""
    rates = np.geomspace(1e-5, 1.0, 64)
    contestants = _contestants(rates, steps)
    mine = contestants[OURS]()
    for run in contestants.values():
        np.testing.assert_allclose(run(), mine, rtol=1e-6, atol=1e-8)
    seconds = in_turns(contestants, rounds)
    rows = [
        Row(
            name,
            milliseconds(usual(seconds, name)),
            None if name == OURS else times(seconds, name, OURS),
        )
        for name in contestants
    ]
    notes = [
        f"64 rates × {steps} steps; point, value and gradient norm recorded at each; "
        f"medians of {rounds} rounds in turns; float64",
        "torch.optim takes one rate a parameter group: a batched tensor has no rate of its own",
    ]
    return Report("Sixty-four learning rates at once", rows, [], notes)


def _contestants(rates: Any, steps: int) -> dict[str, Callable[[], Any]]:
    field: dict[str, Callable[[], Any]] = {
        OURS: lambda: ours.race([ours.team("adam", "pytorch", rates)], steps)
    }
    if present("torch"):
        from benchmarks.peers import torch

        field[LOOPS] = lambda: np.concatenate(
            [torch.race({"adam": rate}, ours.START, steps) for rate in rates.tolist()]
        )
        field[GROUPS] = lambda: torch.grouped(rates, ours.START, steps)
    if present("optax"):
        from benchmarks.peers import optax

        mapped = optax.Rates(steps)
        field[FIRST] = lambda: optax.Rates(steps).race(rates, ours.START)
        field[SCAN] = lambda: mapped.race(rates, ours.START)
    return field
