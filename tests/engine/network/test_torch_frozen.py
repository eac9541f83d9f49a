"""Networks against PyTorch's own numbers, frozen in tests/fixtures/network/.

scripts/freeze_network.py makes them anew; test_torch_live.py compares with PyTorch directly.
"""

import numpy as np
import pytest

from app.engine.catalogue import ACTIVATIONS, LOSSES
from tests.engine.network.torch_cases import (
    CASES,
    FROZEN,
    KEPT,
    TOLERANCE,
    TRAININGS,
    Case,
    Training,
    agree,
    digest,
    frozen,
)

FILE = frozen()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_loss_and_gradient_are_the_frozen_ones(case: Case) -> None:
    value, gradient = case.network.value_and_gradient(case.x, case.step)
    theirs = FILE["gradients"][case.name]

    assert float(value) == pytest.approx(theirs[0], rel=TOLERANCE)
    agree(np.array(digest(gradient)), np.array(theirs[1:]))


@pytest.mark.parametrize("training", TRAININGS, ids=[training.name for training in TRAININGS])
def test_frozen_mini_batch_steps_end_where_pytorch_ended(training: Training) -> None:
    path = training.path()

    for step, theirs in FILE["trainings"][training.name].items():
        ours = np.array(digest(path[int(step) + 1]))
        missed = np.abs(ours - theirs) / (1 + np.abs(theirs))
        assert missed.max() <= TOLERANCE, step


def test_every_activation_meets_every_loss_and_regularizer_in_every_depth() -> None:
    assert {(case.activation, case.loss) for case in CASES} == {
        (activation, loss) for activation in ACTIVATIONS for loss in LOSSES
    }
    assert list(FILE["gradients"]) == [case.name for case in CASES]
    assert {len(case.network.hidden) for case in CASES} == set(range(7))
    assert {case.network.shape.sizes[-1] for case in CASES} == {1, 3, 6}
    assert {case.network.batch_size for case in CASES} == {None, 1, 8, 13}
    assert max(max(case.network.hidden, default=0) for case in CASES) > 60


def test_at_least_six_optimizers_are_frozen_to_the_last_of_300_mini_batches() -> None:
    assert list(FILE["trainings"]) == [training.name for training in TRAININGS]
    whole = {
        training.optimizer
        for training in TRAININGS
        if list(FILE["trainings"][training.name]) == [str(step) for step in KEPT]
    }
    assert len(whole) >= 6
    assert all(len(steps) >= 4 for steps in FILE["trainings"].values())
    assert FILE["versions"]


def test_the_frozen_file_stays_small() -> None:
    assert FROZEN.stat().st_size < 500_000
