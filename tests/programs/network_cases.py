"""Races of networks whose programs are tested: small nets of every kind, a few steps each."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from app.engine.catalogue import ACTIVATIONS, LOSSES, OPTIMIZERS, SCHEDULES
from app.engine.contracts import Floats
from app.engine.network.problem import Network
from app.engine.race import Change, descents_of
from app.engine.training import Trainee, Training
from app.programs import training_program
from tests.engine.network.building import built, made_up

STEPS = 24
SERVER = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Case:
    """One run that trains a network on `classes` classes, or, with 0 of them, on numbers."""

    classes: int = 2
    network: dict[str, Any] = field(default_factory=dict)
    optimizer: str = "adam"
    convention: str = "pytorch"
    numbers: dict[str, float] = field(default_factory=lambda: {"lr": 0.05})
    schedule: str = "constant"
    changes: tuple[tuple[Any, ...], ...] = ()

    def race(self) -> Training:
        """The race of this run alone."""
        entry = OPTIMIZERS[self.optimizer]
        convention = entry.convention(self.convention)
        samples = made_up(3, self.classes, 40)
        loss = {"loss": "cross_entropy" if self.classes else "mse"}
        settings = {"hidden": (5, 4), "batch_size": 8, "seed": 3, **loss, **self.network}
        trainee = Trainee(
            entry,
            convention,
            {**convention.defaults, **self.numbers},
            SCHEDULES.build(self.schedule, {}),
            built(samples, **settings),
        )
        return Training([trainee], STEPS, 3, [_change(*change) for change in self.changes])


def _change(step: int, numbers: Any, optimizer: str = "", convention: str = "") -> Change:
    if not optimizer:
        return Change(step, 0, numbers)
    entry = OPTIMIZERS[optimizer]
    return Change(step, 0, numbers, entry, entry.convention(convention))


CASES = {
    **{f"network / {name}": Case(network={"activation": name}) for name in ACTIVATIONS},
    **{
        f"network / {name} / {classes} classes": Case(classes, {"loss": name})
        for name, loss in LOSSES.items()
        for classes in (0, 2, 3)
        if classes or not loss.needs_classes
    },
    "network / dropout": Case(3, {"dropout": 0.3}),
    "network / penalties": Case(0, {"l1": 0.01, "l2": 0.02, "dropout": 0.2}),
    "network / full batch": Case(network={"batch_size": None}),
    "network / one example": Case(network={"batch_size": 1}),
    "network / no hidden layer": Case(3, {"hidden": ()}),
    "network / by hand": Case(optimizer="nadam", convention="paper"),
    "network / keras": Case(
        convention="keras", optimizer="adamw", numbers={"lr": 0.02, "weight_decay": 0.1}
    ),
    "network / optax": Case(optimizer="adagrad", convention="optax", numbers={"lr": 0.1}),
    "network / plateau": Case(optimizer="sgd", schedule="plateau", numbers={"lr": 0.3}),
    "network / changed": Case(
        changes=((8, {"lr": 0.01}), (15, {"lr": 0.1}, "momentum", "textbook"))
    ),
}


def text_of(name: str, language: str) -> str:
    """The program of a case."""
    asked = {"problem": {"kind": "network"}, "runs": [{}], "steps": STEPS, "seed": 3}
    return training_program(CASES[name].race(), language, 0, asked, SERVER).text


@cache
def engine_path(name: str) -> Floats:
    """The engine's points of steps 0 to STEPS, (STEPS + 1, D)."""
    race = CASES[name].race()
    ((descent, _),) = descents_of(race.runs, race.seed)
    points = []
    for step in range(STEPS + 1):
        for change in race.changes:
            if change.step == step:
                change.made_on(descent, 0)
        points.append(descent.point[0])
        descent.skip(1)
    return np.array(points)


def told(name: str) -> dict[str, Any]:
    """What the server answers to the request that a program makes."""
    race = CASES[name].race()
    network: Network = race.runs[0].network
    samples = network.samples
    while not race.over:
        race.advance(STEPS + 1)
    return {
        "runs": [{
            "initial_parameters": race.runs[0].start.tolist(),
            "loss": race.records()[0].value.tolist(),
        }],
        "train_inputs": samples.train_inputs.tolist(),
        "train_targets": samples.train_targets.tolist(),
        "batches": [network.batches.rows(step).tolist() for step in range(STEPS + 1)],
    }
