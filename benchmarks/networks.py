"""Eight optimizers train a small network: 1,000 mini-batches of moons, 2,000 of digits."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks import trained
from benchmarks.clock import in_turns, times, usual
from benchmarks.peers import present
from benchmarks.report import Report, Row, Target, at_least, milliseconds
from benchmarks.trained import DIGITS, MOONS, RATES, Task

TORCH = "PyTorch, eager, one by one"
VMAP = "PyTorch, gradients by func.vmap"
FIRST = "Optax, one compiled scan: first answer"
SCAN = "Optax, one compiled scan: once compiled"
AS_TORCH, AS_OPTAX = "ours, PyTorch's forms", "ours, Optax's forms"


def moons(rounds: int = 5, steps: int = MOONS.steps) -> Report:
    """(g) A network of 105 parameters."""
    aims = [(20, TORCH), (1, FIRST)]
    return _measured("Eight optimizers on moons", replace(MOONS, steps=steps), rounds, aims)


def digits(rounds: int = 3, steps: int = DIGITS.steps) -> Report:
    """(h) A network of 2,410 parameters."""
    return _measured(
        "Eight optimizers on digits", replace(DIGITS, steps=steps), rounds, [(8, TORCH)]
    )


def _measured(title: str, task: Task, rounds: int, aims: list[tuple[float, str]]) -> Report:
    """Time all in turns, once it is sure that they end in the same place."""
    contestants = {**_ours(task), **_torch(task), **_optax(task)}
    seconds = in_turns(contestants, rounds)
    ratios = {
        name: times(seconds, name, AS_OPTAX if name in (FIRST, SCAN) else AS_TORCH)
        for name in contestants
        if name not in (AS_TORCH, AS_OPTAX)
    }
    rows = [Row(name, milliseconds(usual(seconds, name)), ratios.get(name)) for name in contestants]
    notes = [
        f"{task.name}, {len(RATES)} rules × {task.steps} steps of 32 examples; loss and gradient "
        f"norm recorded at each; medians of {rounds} rounds in turns; float64"
    ]
    return Report(title, rows, _targets(title, aims, ratios), notes)


def _targets(title: str, aims: list[tuple[float, str]], ratios: dict[str, float]) -> list[Target]:
    subject = title[0].lower() + title[1:]
    return [at_least(f"{subject}, against {name}", aim, ratios.get(name)) for aim, name in aims]


def _ours(task: Task) -> dict[str, Callable[[], Any]]:
    network = task.network()
    return {
        name: lambda form=form: trained.train(trained.team(network, RATES, form), task.steps)
        for name, form in ((AS_TORCH, "pytorch"), (AS_OPTAX, "optax"))
    }


def _torch(task: Task) -> dict[str, Callable[[], Any]]:
    if not present("torch"):
        return {}
    from benchmarks.peers import torch_networks

    lesson = trained.lesson(task.network(), task.steps)
    contestants: dict[str, Callable[[], Any]] = {
        TORCH: lambda: torch_networks.one_by_one(lesson, RATES),
        VMAP: lambda: torch_networks.together(lesson, RATES),
    }
    return _checked(contestants, _ours(task)[AS_TORCH]())


def _optax(task: Task) -> dict[str, Callable[[], Any]]:
    if not present("optax"):
        return {}
    from benchmarks.peers import optax_networks

    lesson = trained.lesson(task.network(), task.steps)
    compiled = optax_networks.Trained(lesson, RATES)
    contestants: dict[str, Callable[[], Any]] = {
        FIRST: lambda: optax_networks.Trained(lesson, RATES).run(),
        SCAN: compiled.run,
    }
    return _checked(contestants, _ours(task)[AS_OPTAX]())


def _checked(contestants: dict[str, Callable[[], Any]], mine: Any) -> dict[str, Callable[[], Any]]:
    """The same contestants, warm. Raises AssertionError unless they end where ours do."""
    for run in contestants.values():
        np.testing.assert_allclose(run(), mine, rtol=1e-5, atol=1e-6)
    return contestants
