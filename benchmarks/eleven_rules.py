"""Eleven different optimizers, 500 steps each on Rosenbrock."""

from collections.abc import Callable
from typing import Any

import numpy as np

from app.engine.descend import Lanes
from benchmarks import ours
from benchmarks.clock import in_turns, times, usual
from benchmarks.peers import present
from benchmarks.report import Report, Row, Target, at_least, milliseconds

RATES = {  # small enough that no rule zigzags, which would magnify roundings
    "sgd": 1e-3,
    "momentum": 1e-4,
    "nesterov": 1e-4,
    "adagrad": 0.3,
    "rmsprop": 3e-4,
    "adadelta": 0.1,
    "adam": 0.02,
    "adamax": 0.02,
    "nadam": 0.02,
    "amsgrad": 0.02,
    "adamw": 0.02,
}
TORCH = "PyTorch, eager"
STEPS = "Optax, each step compiled"
UNREAD = "Optax, each step compiled, nothing read back"
FIRST = "Optax, one compiled scan: first answer"
SCAN = "Optax, one compiled scan: once compiled"
AS_TORCH, AS_OPTAX = "ours, PyTorch's forms", "ours, Optax's forms"


def measure(rounds: int = 7, steps: int = 500) -> Report:
    """Time all in turns, once it is sure that they record the same numbers."""
    contestants = {**_ours(steps), **_torch(steps), **_optax(steps)}
    seconds = in_turns(contestants, rounds)
    ratios = {
        name: times(seconds, name, AS_TORCH if name == TORCH else AS_OPTAX)
        for name in contestants
        if name not in (AS_TORCH, AS_OPTAX)
    }
    rows = [Row(name, milliseconds(usual(seconds, name)), ratios.get(name)) for name in contestants]
    notes = [
        f"{len(RATES)} rules × {steps} steps; point, value and gradient norm recorded at each; "
        f"medians of {rounds} rounds in turns; float64"
    ]
    return Report("Eleven optimizers on Rosenbrock", rows, _targets(ratios), notes)


def _ours(steps: int) -> dict[str, Callable[[], Any]]:
    def teams(convention: str) -> list[Lanes]:
        return [ours.team(name, convention, rate) for name, rate in RATES.items()]

    return {
        AS_TORCH: lambda: ours.race(teams("pytorch"), steps),
        AS_OPTAX: lambda: ours.race(teams("optax"), steps),
    }


def _torch(steps: int) -> dict[str, Callable[[], Any]]:
    if not present("torch"):
        return {}
    from benchmarks.peers import torch

    contestants = {TORCH: lambda: torch.race(RATES, ours.START, steps)}
    return _checked(contestants, _ours(steps)[AS_TORCH]())


def _optax(steps: int) -> dict[str, Callable[[], Any]]:
    if not present("optax"):
        return {}
    from benchmarks.peers import optax

    stepped, scanned = optax.Stepped(RATES), optax.Scanned(RATES, steps)
    contestants = {
        STEPS: lambda: stepped.race(ours.START, steps),
        FIRST: lambda: optax.Scanned(RATES, steps).race(ours.START),
        SCAN: lambda: scanned.race(ours.START),
    }
    checked = _checked(contestants, _ours(steps)[AS_OPTAX]())
    return {**checked, UNREAD: lambda: stepped.unread(ours.START, steps)}


def _checked(contestants: dict[str, Callable[[], Any]], mine: Any) -> dict[str, Callable[[], Any]]:
    """The same contestants, warm. Raises AssertionError unless all their numbers are ours."""
    for run in contestants.values():
        np.testing.assert_allclose(run(), mine, rtol=1e-6, atol=1e-8)
    return contestants


def _targets(ratios: dict[str, float]) -> list[Target]:
    return [
        at_least("eleven optimizers, against PyTorch eager", 40, ratios.get(TORCH)),
        at_least("eleven optimizers, against Optax's compiled steps", 3, ratios.get(STEPS)),
        at_least("eleven optimizers, against Optax's first answer", 1, ratios.get(FIRST)),
    ]
