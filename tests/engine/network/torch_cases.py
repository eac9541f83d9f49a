"""What is compared with PyTorch: which networks, where, and which trainings.

Cases are numbered, and everything that is not named in them follows from the number, so that
every activation meets every loss and every regularizer on a shape of its own.
"""

import json
import math
import random
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from app.engine.catalogue import ACTIVATIONS, LOSSES, OPTIMIZERS, SCHEDULES
from app.engine.contracts import Convention, Floats, Table
from app.engine.descend import Lanes, descend
from app.engine.network.problem import Network
from app.engine.samples import Samples, split
from tests.engine.network.building import built

TOLERANCE = 1e-10
FROZEN = Path(__file__).parents[2] / "fixtures" / "network" / "pytorch.json"

REGULARIZERS: dict[str, dict[str, float]] = {
    "none": {},
    "l1": {"l1": 0.013},
    "l2": {"l2": 0.021},
    "both": {"l1": 0.004, "l2": 0.007},
    "dropout": {"dropout": 0.35},
    "all": {"l1": 0.004, "l2": 0.007, "dropout": 0.2},
}


@dataclass(frozen=True)
class Case:
    """One activation, loss and regularizer; `number` decides on shape, data and batch."""

    number: int
    activation: str
    loss: str
    regularizer: str

    @property
    def name(self) -> str:
        """A heading for it."""
        return f"{self.activation} / {self.loss} / {self.regularizer}"

    @cached_property
    def network(self) -> Network:
        """Up to six hidden layers of up to 64 units on a few rows."""
        choose = random.Random(self.number)
        depth = self.number % 7
        regularizer = REGULARIZERS[self.regularizer]
        if "dropout" in regularizer:
            depth = max(1, depth)
        hidden = tuple(
            choose.choice((choose.randint(1, 9), choose.randint(1, 64))) for _ in range(depth)
        )
        plain = self.loss in ("mse", "huber")
        classes = choose.choice((0, 2, 3, 6) if plain else (2, 2, 3, 6))
        samples = waves(choose.randint(1, 12), classes, choose.randint(20, 50))
        return built(
            samples, hidden=hidden, activation=self.activation, loss=self.loss,
            batch_size=choose.choice((None, 1, 8, 13)), seed=self.number, scale=1.5, **regularizer,
        )

    @property
    def step(self) -> int:
        """The step whose batch and masks are used."""
        return self.number % 11

    @cached_property
    def x(self) -> Floats:
        """The point, (D,): weights and biases from the start's distribution."""
        return self.network.initial(self.number)


CASES = [
    Case(number, activation, loss, regularizer)
    for number, (activation, loss, regularizer) in enumerate(
        (activation, loss, regularizer)
        for activation in ACTIVATIONS
        for loss in LOSSES
        for regularizer in REGULARIZERS
    )
]


def waves(features: int, classes: int, rows: int) -> Samples:
    """Rows on sine waves, and targets that bend with them: the same on every machine."""
    row, feature = np.arange(rows)[:, None], np.arange(features)
    inputs = 2 * np.sin(1.7 * row * (feature + 1) + 0.3 * feature**2 + row / 7)
    score = np.sin(2 * inputs).sum(1) + inputs[:, 0]
    names = tuple(f"x{number}" for number in feature)
    if not classes:
        return split(Table(inputs, score, names), 0.2, 0)
    places = np.argsort(np.argsort(score)) * classes // rows
    return split(Table(inputs, places, names, tuple("abcdef"[:classes])), 0.2, 0)


def digest(x: Floats) -> list[float]:
    """Twelve numbers that stand for a vector: its length, sums with waves, and some of it."""
    places = np.arange(len(x))
    sums = [float(x @ np.cos(k * (places + 1.0))) for k in (1, 2, 3)]
    some = [float(x[place]) for place in np.linspace(0, len(x) - 1, 8).astype(int)]
    return [math.sqrt(float(x @ x)), *sums, *some]


def agree(ours: Floats, theirs: Floats) -> None:
    """Hold numbers against PyTorch's, each to its own size.

    Only what is nothing beside the largest may differ by more: a sum whose terms cancel is zero
    here and 1e-19 there.
    """
    np.testing.assert_allclose(ours, theirs, rtol=TOLERANCE, atol=1e-15 * np.abs(theirs).max())


STEPS = 300
KEPT = (0, 1, 2, 9, 49, 99, 199, 299)  # moves whose end is frozen
RATES = {"sgd": 0.05, "momentum": 0.02, "nesterov": 0.02, "adagrad": 0.05, "adadelta": 1.0}


@dataclass(frozen=True)
class Training:
    """One of PyTorch's optimizers on mini-batches of a small network, with its own defaults."""

    optimizer: str
    setting: str

    @property
    def name(self) -> str:
        """A heading for it."""
        return f"{self.optimizer} / {self.setting}"

    @cached_property
    def network(self) -> Network:
        """2-8-8-1 with tanh, or a softmax of three classes with dropout and an L2 penalty."""
        if self.setting == "binary":
            return built(waves(2, 2, 100), batch_size=16, initializer="xavier_uniform")
        return built(
            waves(4, 3, 90), hidden=(6,), activation="gelu", batch_size=10, l2=0.001, dropout=0.1,
        )

    @property
    def convention(self) -> Convention:
        """The engine's side of it."""
        return OPTIMIZERS[self.optimizer].convention("pytorch")

    def numbers(self) -> dict[str, float]:
        """The hyperparameters, by our names."""
        lr = RATES.get(self.optimizer, 0.01)
        return {**self.convention.defaults, "lr": lr}

    def path(self, nudge: float = 0.0) -> Floats:
        """The engine's own points of steps 0 to STEPS, (STEPS + 1, D)."""
        start = self.network.initial(1)[None] * (1 + nudge)
        lanes = Lanes(self.convention, self.numbers(), SCHEDULES.build("constant", {}), start)
        return np.concatenate([b.point for b in descend(self.network, [lanes], STEPS)])[:, 0]


TRAININGS = [
    Training(optimizer, setting)
    for optimizer, entry in OPTIMIZERS.items()
    if "pytorch" in {convention.name for convention in entry.conventions}
    for setting in ("binary", "softmax")
]


def frozen() -> dict[str, Any]:
    """PyTorch's recorded numbers."""
    found: dict[str, Any] = json.loads(FROZEN.read_text(encoding="utf-8"))
    return found
