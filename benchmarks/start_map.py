"""A map of 256 × 256 starts, each followed by Adam for 300 steps on Rosenbrock."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from app.engine.descend import destinations
from benchmarks import ours
from benchmarks.clock import in_turns, times, usual
from benchmarks.peers import present
from benchmarks.report import Report, Row, Target, at_least

RATE = 0.01
OURS = "ours"
AUTOGRAD = "PyTorch, autograd"
FUSED = "PyTorch, fused, autograd"
GIVEN = "PyTorch, gradient given"
FUSED_GIVEN = "PyTorch, fused, gradient given"
COMPILED = "Optax, compiled scan"
CLOSE = {"float64": 1e-6, "float32": 1e-2}  # float32 loses digits on the way, differently in each


def measure(rounds: int = 5, side: int = 256, steps: int = 300) -> Report:
    """Time all in turns in both precisions, once it is sure that they end at the same places."""
    rows: list[Row] = []
    targets: list[Target] = []
    for precision in ("float64", "float32"):
        starts = _starts(side).astype(precision)
        contestants = _contestants(starts, steps)
        mine = contestants[OURS]()
        for run in contestants.values():
            np.testing.assert_allclose(run(), mine, rtol=0, atol=CLOSE[precision])
        seconds = in_turns(contestants, rounds)
        ratios = {name: times(seconds, name, OURS) for name in contestants if name != OURS}
        for name in contestants:
            speed = side**2 * steps / usual(seconds, name) / 1e6
            rows.append(Row(f"{precision}  {name}", f"{speed:,.0f} M/s", ratios.get(name)))
        targets += _targets(precision, ratios)
    notes = [
        f"{side} × {side} starts × {steps} steps, one thread; million steps of one lane a second; "
        f"medians of {rounds} rounds in turns",
        "only the last points are kept; Optax without its compiling",
    ]
    return Report("A map of starts", rows, targets, notes)


def _starts(side: int) -> Any:
    (x0, x1), (y0, y1) = ours.SURFACE.domain
    x, y = np.meshgrid(np.linspace(x0, x1, side), np.linspace(y0, y1, side))
    return np.stack([x.ravel(), y.ravel()])


def _contestants(starts: Any, steps: int) -> dict[str, Callable[[], Any]]:
    lanes = ours.team("adam", "pytorch", RATE, starts.T)
    field: dict[str, Callable[[], Any]] = {
        OURS: lambda: destinations(ours.SURFACE, lanes, steps).point[0].T
    }
    if present("torch"):
        from benchmarks.peers import torch

        for name, fused, given in (
            (AUTOGRAD, False, False),
            (FUSED, True, False),
            (GIVEN, False, True),
            (FUSED_GIVEN, True, True),
        ):
            field[name] = partial(
                torch.settled, starts, RATE, steps, fused=fused, given=given
            )
    if present("optax"):
        from benchmarks.peers import optax

        settled = optax.Settled(RATE, steps)
        field[COMPILED] = lambda: settled.points(starts)
    return field


def _targets(precision: str, ratios: dict[str, float]) -> list[Target]:
    what = f"map of starts in {precision}, against PyTorch"
    return [
        at_least(f"{what}, fused, autograd", 3, ratios.get(FUSED)),
        at_least(f"{what}, gradient given", 0.8, ratios.get(GIVEN)),
        at_least(f"{what}, fused, gradient given", 0.8, ratios.get(FUSED_GIVEN)),
    ]
