"""How the cost of training grows with the number of networks that are trained at once."""

from functools import partial

import numpy as np

from app.engine.contracts import Floats
from app.engine.network.problem import Network
from app.engine.training import Trainee
from benchmarks import trained
from benchmarks.clock import in_turns, times, usual
from benchmarks.report import Report, Row, at_most, milliseconds
from benchmarks.trained import MOONS

COUNTS = (1, 2, 4, 8, 16, 32, 64, 128, 256)


def measure(rounds: int = 5, steps: int = 200, counts: tuple[int, ...] = COUNTS) -> Report:
    """(i) Adam at as many learning rates."""
    network = MOONS.network()
    contestants = {
        _name(count): partial(_train, network, np.geomspace(1e-4, 1e-2, count), steps)
        for count in counts
    }
    for run in contestants.values():
        run()
    seconds = in_turns(contestants, rounds)
    one = _name(counts[0])
    ratios = {name: times(seconds, name, one) for name in contestants}
    rows = [
        Row(name, milliseconds(usual(seconds, name)), ratio) for name, ratio in ratios.items()
    ]
    notes = [f"ours, {MOONS.name}, {steps} mini-batches of 32; the last column is against one"]
    target = at_most("64 networks at once, against one", 10, ratios.get(_name(64)), "×")
    return Report("Networks trained at once", rows, [target], notes)


def _name(count: int) -> str:
    return f"ours, {count} at once" if count > 1 else "ours, one"


def _train(network: Network, rates: Floats, steps: int) -> Floats:
    form = trained.team(network, {"adam": 1e-3}, "pytorch")[0]
    runs = [
        Trainee(
            form.optimizer,
            form.convention,
            {**form.hyperparameters, "lr": float(rate)},
            form.schedule,
            network,
        )
        for rate in rates
    ]
    return trained.train(runs, steps)
