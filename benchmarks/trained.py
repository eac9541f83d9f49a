"""Networks for our own side of a measurement, and what its peers are given of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.catalogue import ACTIVATIONS, DATASETS, INITIALIZERS, LOSSES, OPTIMIZERS, SCHEDULES
from app.engine.contracts import Floats
from app.engine.network.problem import Network
from app.engine.race import descents_of
from app.engine.samples import split
from app.engine.training import Trainee

RATES = {  # small enough that no rule zigzags, which would magnify roundings
    "sgd": 1e-2,
    "momentum": 1e-3,
    "nesterov": 1e-3,
    "adagrad": 1e-2,
    "rmsprop": 1e-4,
    "adadelta": 0.1,
    "adam": 1e-3,
    "adamw": 1e-3,
}


@dataclass(frozen=True)
class Task:
    """A network, and how many mini-batches of 32 it is trained on.

    The train part is a multiple of 32, so that all batches are full: compilers see one shape.
    """

    dataset: str
    test_fraction: float
    hidden: tuple[int, ...]
    steps: int

    @property
    def name(self) -> str:
        """The shape, as in 2-8-8-1."""
        return "-".join(str(size) for size in self.network().shape.sizes)

    def network(self) -> Network:
        """The network as the engine has it: tanh, cross-entropy, drawn from seed 0."""
        samples = split(DATASETS[self.dataset]().table(0), self.test_fraction, 0)
        return Network(
            samples,
            self.hidden,
            ACTIVATIONS["tanh"](),
            INITIALIZERS["xavier_uniform"](),
            LOSSES["cross_entropy"](),
        )


MOONS = Task("moons", 0.36, (8, 8), 1000)  # 320 examples to train on
DIGITS = Task("digits", 549 / 1797, (32,), 2000)  # 1,248


@dataclass(frozen=True)
class Lesson:
    """What every contestant gets: the start, the examples, and which of them each step sees."""

    sizes: tuple[int, ...]
    start: Floats  # (D,)
    inputs: Floats  # (n, F)
    targets: Floats  # (n,) 0 or 1 for one output, else (n, K) of 0 and 1
    batches: NDArray[np.intp]  # (steps, 32) row numbers


def lesson(network: Network, steps: int) -> Lesson:
    """The same task in plain arrays."""
    outputs = network.shape.sizes[-1]
    chosen = network.samples.train_targets
    return Lesson(
        network.shape.sizes,
        network.initial(network.seed),
        network.samples.train_inputs,
        np.eye(outputs)[chosen] if outputs > 1 else chosen.astype(float),
        np.stack([network.batches.rows(step) for step in range(steps)]),
    )


def team(network: Network, rates: Mapping[str, float], convention: str) -> list[Trainee]:
    """One racer for each rule, in a library's own form."""
    return [
        Trainee(
            OPTIMIZERS[name],
            OPTIMIZERS[name].convention(convention),
            {**OPTIMIZERS[name].convention(convention).defaults, "lr": rate},
            SCHEDULES["constant"](),
            network,
        )
        for name, rate in rates.items()
    ]


def train(runs: Sequence[Trainee], steps: int) -> Floats:
    """Where each run ends, (P, D). Loss, gradient norm and move of every step are recorded."""
    ((descent, order),) = descents_of(runs, 0)
    descent.follow(steps)
    return descent.point[np.argsort(order)]
