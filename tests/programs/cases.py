"""Races whose programs are tested: every form of every rule, every surface, and much beside."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from app.engine.catalogue import OPTIMIZERS, SCHEDULES, SURFACES
from app.engine.contracts import Floats
from app.engine.race import Change, Race, Run

LANGUAGES = ("pytorch", "optax", "keras")  # beside NumPy
FROZEN = Path(__file__).parents[1] / "fixtures" / "programs"
STEPS = 60
TOLERANCE = 1e-10  # of |difference| / (1 + |x|)
RATES = {"sgd": 2e-3, "momentum": 2e-3, "nesterov": 2e-3, "adagrad": 0.3, "adadelta": 1.0}
RATE = 0.02  # of every other rule
BENT = {"beta": 0.8, "beta1": 0.85, "beta2": 0.97, "eps": 1e-2, "weight_decay": 0.05}
START = (0.5, -1.0)


@dataclass(frozen=True)
class Case:
    """One run on one surface. `changes` are (step, numbers) or (step, numbers, rule, form)."""

    optimizer: str = "adam"
    convention: str = "textbook"
    numbers: tuple[tuple[str, float], ...] = ()
    surface: str = "himmelblau"
    parameters: tuple[tuple[str, float], ...] = ()
    start: tuple[float, float] | None = None
    schedule: str = "constant"
    settings: tuple[tuple[str, float], ...] = ()
    noise: float = 0.0
    changes: tuple[tuple[Any, ...], ...] = ()

    def race(self, nudge: float = 0.0) -> Race:
        """The race of this run alone, a little noisier by `nudge`."""
        entry = OPTIMIZERS[self.optimizer]
        convention = entry.convention(self.convention)
        surface = SURFACES.build(self.surface, dict(self.parameters))
        x, y = self.start or surface.start
        run = Run(
            entry,
            convention,
            {**convention.defaults, **dict(self.numbers)},
            SCHEDULES.build(self.schedule, dict(self.settings)),
            surface,
            (x, y),
            self.noise + nudge,
        )
        return Race([run], STEPS, 7, [_change(*change) for change in self.changes])


def _change(step: int, numbers: Any, optimizer: str = "", convention: str = "") -> Change:
    if not optimizer:
        return Change(step, 0, dict(numbers))
    entry = OPTIMIZERS[optimizer]
    return Change(step, 0, dict(numbers), entry, entry.convention(convention))


def _forms() -> dict[str, Case]:
    found = {}
    for optimizer, entry in OPTIMIZERS.items():
        for convention in entry.conventions:
            name = f"{optimizer} / {convention.name}"
            rate = {"lr": RATES.get(optimizer, RATE)} if "lr" in convention.defaults else {}
            plain = tuple(rate.items())
            known = {k: v for k, v in BENT.items() if k in convention.defaults}
            found[f"{name} / plain"] = Case(optimizer, convention.name, plain, start=START)
            found[f"{name} / bent"] = Case(
                optimizer, convention.name, tuple({**rate, **known}.items()), start=START,
                schedule="exponential", settings=(("decay", 0.01),),
            )
    return found


def _surfaces() -> dict[str, Case]:
    return {
        f"{name} / surface": Case("adam", "pytorch", (("lr", RATE),), surface=name)
        for name in SURFACES
    }


def _schedules() -> dict[str, Case]:
    settings: dict[str, dict[str, float]] = {
        "cosine": {"total": 40, "floor": 0.1},
        "exponential": {"decay": 0.02},
        "inverse_sqrt": {"warmup": 10},
        "plateau": {"factor": 0.5, "patience": 2},
        "step": {"factor": 0.5, "every": 15},
        "warmup_cosine": {"warmup": 8, "total": 50},
    }
    return {
        f"{optimizer} / {convention} / {name}": Case(
            optimizer, convention, numbers, surface="ravine", schedule=name,
            settings=tuple(settings.get(name, {}).items()),
        )
        for name in SCHEDULES
        for optimizer, convention, numbers in (
            ("sgd", "pytorch", (("lr", 0.039),)),
            ("momentum", "keras", (("lr", 0.01),)),
            ("adadelta", "textbook", ()),
            ("adamw", "paper", (("lr", 0.05), ("weight_decay", 0.02))),
        )
    }


def _others() -> dict[str, Case]:
    adam = ("adam", "pytorch", (("lr", 0.05),))
    steered: tuple[tuple[int, dict[str, float]], ...] = (
        (20, {"lr": 0.02, "beta1": 0.5}), (20, {"lr": 0.01}),
        (40, {"eps": 1e-3, "beta2": 0.9, "weight_decay": 0.1}),
    )
    keras = ("adam", "keras", (("lr", 0.05),))
    optax = ("adam", "optax", (("lr", 0.05),))
    return {
        "noise": Case(*adam, surface="ravine", noise=0.5),
        "noise by keras": Case(*keras, surface="ravine", noise=0.5),
        "steered": Case(*adam, surface="ravine", changes=steered),
        "steered by keras": Case(*keras, surface="ravine", changes=steered),
        "steered by optax": Case(
            *optax, surface="ravine", changes=tuple(
                (step, {k: v for k, v in new.items() if k != "weight_decay"})
                for step, new in steered
            ),
        ),
        "steered under a schedule": Case(
            *adam, surface="ravine", schedule="cosine", settings=(("total", 60),), changes=steered
        ),
        "steered decay": Case(
            "rmsprop", "keras", (("lr", 0.01), ("weight_decay", 0.1)), surface="ravine",
            changes=((10, {"weight_decay": 0.3}), (30, {"lr": 0.02})),
        ),
        "steered from the start": Case(*adam, changes=((0, {"lr": 0.01}),)),
        "beta to and from 0": Case(
            "momentum", "pytorch", (("lr", 0.004), ("beta", 0.0)), surface="ravine",
            changes=((10, {"beta": 0.9}), (40, {"beta": 0.0}), (50, {"beta": 0.5})),
        ),
        "beta 0": Case("nesterov", "pytorch", (("lr", 0.004), ("beta", 0.0)), surface="ravine"),
        "branched": Case(
            "sgd", "pytorch", (("lr", 0.004),), changes=(
                (15, {"lr": 0.05}, "adam", "eps_inside"),
                (30, {"lr": 0.02}, "nadam", "paper"),
                (35, {"lr": 0.01}),
                (45, {"lr": 0.002}, "momentum", "pytorch"),
            ),
        ),
        "branched by keras": Case(
            "sgd", "keras", (("lr", 0.004),), schedule="plateau", settings=(("patience", 1),),
            changes=(
                (15, {"lr": 0.05}, "adam", "textbook"), (30, {"lr": 0.02}, "adam", "keras"),
            ),
        ),
        "tip": Case(*adam, surface="ackley", start=(0.0, 0.0)),
        "turned ravine": Case(
            *adam, surface="ravine", parameters=(("condition", 300.0), ("rotation", 70.0))
        ),
        "rare gradient": Case(
            "amsgrad", "paper", (("lr", 0.05),), surface="period_three", parameters=(("rare", 3.0),)
        ),
        "nothing seen": Case(
            "adamax", "paper", (("lr", 0.05),), surface="saddle", start=(1.0, 0.0)
        ),
    }


CASES = {**_forms(), **_surfaces(), **_schedules(), **_others()}


@cache
def engine_path(name: str, nudge: float = 0.0) -> Floats:
    """The engine's points of steps 0 to STEPS, (STEPS + 1, 2)."""
    return np.asarray(CASES[name].race(nudge).advance(STEPS + 1).point[:, 0])


def apart(ours: Any, theirs: Any) -> Floats:
    """How far points are apart for their size: |difference| / (1 + |x|), the worse number."""
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    return np.asarray((np.abs(ours - theirs) / (1 + np.abs(ours))).max(-1))


@cache
def frozen() -> dict[str, Any]:
    """What the libraries made of the programs, by language."""
    return {name: json.loads((FROZEN / f"{name}.json").read_text()) for name in LANGUAGES}


def calm(name: str) -> bool:
    """Whether a last digit of each gradient is no visible distance at the end."""
    nudged = engine_path(name, 2.0**-50)
    return bool((apart(engine_path(name), nudged) <= TOLERANCE / 10).all())
