"""The rules against the libraries' own numbers, frozen in tests/fixtures/parity/.

scripts/freeze_parity.py makes them anew; test_parity_live.py compares with the libraries directly.
"""

import json
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from app.engine.catalogue import OPTIMIZERS
from app.engine.descend import Lanes, descend
from tests.engine.parity import (
    CASES,
    PLACES,
    SETTINGS,
    STEPS,
    TOLERANCE,
    Case,
    Probe,
    apart,
    engine_path,
    frozen,
)

FILES = frozen()
GOLDEN = json.loads((Path(__file__).parents[1] / "fixtures" / "golden.json").read_text())


def _distances(case: Case, convention: str = "") -> dict[tuple[str, int], float]:
    """How far the engine is from the frozen numbers, at each place and step."""
    found = {}
    for place, points in FILES[case.library]["cases"][case.name]["points"].items():
        path = engine_path(case, place, convention=convention)
        for step, theirs in points.items():
            found[place, int(step)] = float(apart(path[int(step)], np.array(theirs)))
    return found


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_frozen_step_ends_where_the_library_ended(case: Case) -> None:
    distances = _distances(case)

    assert max(distances.values()) <= TOLERANCE, distances


def test_every_library_convention_is_frozen_in_every_setting() -> None:
    for library, file in FILES.items():
        assert list(file["cases"]) == [case.name for case in CASES if case.library == library]
        assert file["steps"] == STEPS
        assert file["versions"]


def test_frozen_steps_reach_the_end_and_every_surface() -> None:
    for file in FILES.values():
        for name, case in file["cases"].items():
            assert len(case["points"]["pushes"]) == 18, name
            assert "500" in case["points"]["pushes"], name
            assert set(case["points"]) == set(PLACES), name
            assert all(len(points) >= 4 for points in case["points"].values()), name
            assert case["worst"] <= TOLERANCE, name


OTHERS = [
    (Case(optimizer, library, setting), other.name)
    for optimizer, entry in OPTIMIZERS.items()
    for mine, other in permutations(entry.conventions, 2)
    if (library := mine.name) in FILES and other.rule is not mine.rule
    for setting in ("large eps",)
]


@pytest.mark.parametrize(
    ("case", "other"), OTHERS, ids=[f"{case.name} by {other}" for case, other in OTHERS]
)
def test_another_formula_misses_the_frozen_numbers(case: Case, other: str) -> None:
    distances = _distances(case, other)

    assert max(distances.values()) > 1e-6
    assert np.mean(np.array(list(distances.values())) > TOLERANCE) > 0.5


GOLDEN_RUNS: dict[str, tuple[str, str, dict[str, float]]] = {
    "torch.SGD(lr=.05)": ("sgd", "pytorch", {"lr": 0.05}),
    "torch.SGD(lr=.05,momentum=.9)": ("momentum", "pytorch", {"lr": 0.05}),
    "torch.SGD(lr=.05,momentum=.9,nesterov=True)": ("nesterov", "pytorch", {"lr": 0.05}),
    "optax.chain(ema(.9,debias=False),scale(-.05))": ("momentum", "textbook", {"lr": 0.05}),
    "torch.Adagrad(lr=.1)": ("adagrad", "pytorch", {"lr": 0.1}),
    "optax.adagrad(.1)": ("adagrad", "optax", {"lr": 0.1}),
    "torch.Adadelta()": ("adadelta", "pytorch", {}),
    "torch.RMSprop(lr=.01)": ("rmsprop", "pytorch", {}),
    "optax.rmsprop(.01)": ("rmsprop", "optax", {"lr": 0.01}),
    "torch.Adam(lr=.01)": ("adam", "pytorch", {"lr": 0.01}),
    "torch.AdamW(lr=.01,weight_decay=.1)": ("adamw", "pytorch", {"lr": 0.01, "weight_decay": 0.1}),
    "torch.Adam(lr=.01,weight_decay=.1)": ("adam", "pytorch", {"lr": 0.01, "weight_decay": 0.1}),
    "keras.Adam(.01,epsilon=1e-7)": ("adam", "keras", {"lr": 0.01}),
    "torch.Adam(lr=.1,betas=(.9,.9),amsgrad=True)": (
        "amsgrad", "pytorch", {"lr": 0.1, "beta2": 0.9},
    ),
    "optax.amsgrad(.1,b2=.9)": ("amsgrad", "optax", {"lr": 0.1, "beta2": 0.9}),
    "torch.Adamax(lr=.02)": ("adamax", "pytorch", {"lr": 0.02}),
    "torch.NAdam(lr=.01)": ("nadam", "pytorch", {"lr": 0.01}),
    "optax.nadam(.01)": ("nadam", "optax", {"lr": 0.01}),
}


def test_every_golden_run_is_compared() -> None:
    assert set(GOLDEN_RUNS) == set(GOLDEN["runs"])


@pytest.mark.parametrize("name", GOLDEN_RUNS)
def test_whole_paths_on_the_bent_bowl_are_the_golden_ones(name: str) -> None:
    optimizer, convention, numbers = GOLDEN_RUNS[name]
    lanes = Lanes(
        OPTIMIZERS[optimizer].convention(convention),
        numbers,
        SETTINGS["small eps"].schedule,
        np.array([[1.0, -0.7]]),
    )

    path = np.concatenate([block.point for block in descend(Probe(), [lanes], 40)])[:, 0]

    for step, point in GOLDEN["runs"][name].items():
        np.testing.assert_allclose(path[int(step[1:])], point, rtol=1e-12, atol=1e-13)
