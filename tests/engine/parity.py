"""What the libraries are compared on: which rules, with which numbers, on which problems.

Each step is compared alone: the library is put on the engine's own point, keeps its own state,
and its next point is held against the engine's. A path compared as a whole would say little,
because on a curved surface one unit in the last place can grow to a visible distance.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from app.engine.catalogue import OPTIMIZERS, SCHEDULES, SURFACES
from app.engine.contracts import Convention, Floats, Problem, Schedule
from app.engine.descend import Lanes, descend

STEPS = 500
TOLERANCE = 1e-12  # of |difference| / (1 + |x|)
FROZEN = Path(__file__).parents[1] / "fixtures" / "parity"


class Probe(Problem):
    """f(x, y) = (x^2 + 10 y^2) / 2 + 0.3 x y + 0.1 x^4: a bent bowl."""

    def value_and_gradient(self, x: Floats, step: int) -> tuple[Floats, Floats]:
        a, b = x[..., 0], x[..., 1]
        value = 0.5 * (a**2 + 10 * b**2) + 0.3 * a * b + 0.1 * a**4
        return value, np.stack((a + 0.3 * b + 0.4 * a**3, 10 * b + 0.3 * a), axis=-1)


class Pushes(Problem):
    """Gradients from a fixed list, wherever the point is: no feedback, so no chaos.

    They change sign, rest at zero for a while and reach from 1e-8 to 1e4.
    """

    def __init__(self) -> None:
        self.gradients = np.array(list(_pushes()))[:, None, :]

    def value_and_gradient(self, x: Floats, step: int) -> tuple[Floats, Floats]:
        gradient = np.broadcast_to(self.gradients[step], x.shape)
        return np.zeros(x.shape[:-1]), gradient


def _pushes() -> Iterator[tuple[float, float]]:
    seed = 1
    for step in range(STEPS + 1):
        pair = []
        for _ in range(2):
            seed = (1103515245 * seed + 12345) % 2**31
            size = float(f"{1 + seed % 8999}e{-3 + (seed // 8192) % 4 - 9 * (step % 97 == 5)}")
            pair.append(-size if (seed // 65536) % 3 == 0 else size)
        yield (0.0, pair[1]) if 200 <= step < 210 else (pair[0], 0.0 if step % 50 == 7 else pair[1])


PLACES: dict[str, tuple[Problem, tuple[float, float]]] = {
    "pushes": (Pushes(), (1.0, -0.7)),
    "probe": (Probe(), (1.0, -0.7)),
    "rosenbrock": (SURFACES["rosenbrock"](), (-1.2, 1.0)),
    "beale": (SURFACES["beale"](), (1.0, 1.5)),
    "himmelblau": (SURFACES["himmelblau"](), (0.5, -1.0)),
    "six_hump_camel": (SURFACES["six_hump_camel"](), (1.5, 0.9)),
    "ravine": (SURFACES["ravine"](), (-1.7, -0.3)),
}

RATES = {
    "sgd": 5e-4, "momentum": 5e-4, "nesterov": 5e-4, "adagrad": 0.3, "adadelta": 1.0,
    "amsgrad": 0.05,
}
RATE = 0.01  # of every other rule


class Setting(NamedTuple):
    """One way of turning the knobs: epsilon, weight decay, and how the rate changes."""

    eps: float
    weight_decay: float
    schedule: Schedule


CLIMB = {"warmup": 20, "total": STEPS}
SETTINGS = {
    "small eps": Setting(1e-8, 0.0, SCHEDULES.build("constant", {})),
    "large eps": Setting(1e-2, 0.0, SCHEDULES.build("warmup_cosine", CLIMB)),
    "weight decay": Setting(1e-8, 0.05, SCHEDULES.build("exponential", {"decay": 0.003})),
}


@dataclass(frozen=True)
class Case:
    """One convention of one optimizer in one setting."""

    optimizer: str
    library: str
    setting: str

    @property
    def name(self) -> str:
        """A heading for it."""
        return f"{self.optimizer} / {self.library} / {self.setting}"

    @property
    def convention(self) -> Convention:
        """The engine's side of it."""
        return OPTIMIZERS[self.optimizer].convention(self.library)

    def numbers(self) -> dict[str, float]:
        """Every hyperparameter of the convention, as this setting has it."""
        setting = SETTINGS[self.setting]
        ours = {
            "lr": RATES.get(self.optimizer, RATE), "beta": 0.9, "beta1": 0.9, "beta2": 0.99,
            "eps": setting.eps, "weight_decay": setting.weight_decay,
        }
        return {name: ours[name] for name in self.convention.defaults}

    def rates(self) -> Floats:
        """The rate of every step."""
        scale = SETTINGS[self.setting].schedule.scale(np.arange(STEPS, dtype=float))
        return np.asarray(self.numbers().get("lr", 1.0) * scale)


CASES = [
    Case(optimizer, library, setting)
    for optimizer, entry in OPTIMIZERS.items()
    for library in ("pytorch", "optax", "keras")
    if library in {convention.name for convention in entry.conventions}
    for setting in SETTINGS
    if not (
        setting == "weight decay" and "weight_decay" not in entry.convention(library).defaults
    )
]


@cache
def engine_path(
    case: Case, place: str, *, convention: str = "", nudge: float = 0.0
) -> Floats:
    """The engine's own points of steps 0 to STEPS, (STEPS + 1, 2)."""
    problem, start = PLACES[place]
    entry = OPTIMIZERS[case.optimizer]
    chosen = entry.convention(convention or case.library)
    numbers = {k: v for k, v in case.numbers().items() if k in chosen.defaults}
    first = np.array([start]) * (1 + nudge)
    lanes = Lanes(chosen, numbers, SETTINGS[case.setting].schedule, first)
    return np.concatenate([block.point for block in descend(problem, [lanes], STEPS)])[:, 0]


def library_points(
    step: Callable[[Floats, Floats, float], Floats], rates: Floats, paths: Mapping[str, Floats]
) -> dict[str, Floats]:
    """The library's next point from each of the engine's own points, (STEPS, 2) per place.

    All places are rows of one array: every rule works on each number alone.
    """
    problems = [PLACES[place][0] for place in paths]
    own = np.stack(list(paths.values()), axis=1)
    found = np.empty((STEPS, len(paths), 2))
    for t in range(STEPS):
        gradient = np.concatenate(
            [problem.value_and_gradient(own[t, [i]], t)[1] for i, problem in enumerate(problems)]
        )
        found[t] = step(own[t], gradient, float(rates[t]))
    return dict(zip(paths, found.swapaxes(0, 1), strict=True))


def apart(ours: Floats, theirs: Floats) -> Floats:
    """How far two points are apart for their size: |difference| / (1 + |x|), the worse number."""
    return np.asarray((np.abs(ours - theirs) / (1 + np.abs(theirs))).max(-1))


@cache
def frozen() -> dict[str, Any]:
    """The recorded library numbers, all files in one."""
    files = sorted(FROZEN.glob("*.json"))
    return {file.stem: json.loads(file.read_text()) for file in files}
