"""Networks against PyTorch itself, wherever it is installed.

The extra `oracles` brings it; the default run has its numbers frozen (test_torch_frozen.py).
"""

import numpy as np
import pytest

from tests.engine.network.torch_cases import (
    CASES,
    STEPS,
    TOLERANCE,
    TRAININGS,
    Case,
    Training,
    agree,
)
from tests.engine.network.torch_networks import loss_and_gradient
from tests.engine.oracles import oracle, present

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.filterwarnings("default"),  # the library's own warnings are not ours to mend
    pytest.mark.skipif(not present("pytorch"), reason="torch is not installed"),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_loss_and_gradient_are_autograds(case: Case) -> None:
    value, gradient = case.network.value_and_gradient(case.x, case.step)

    theirs, slopes = loss_and_gradient(case.network, case.x, case.step)

    assert float(value) == pytest.approx(theirs, rel=TOLERANCE)
    agree(gradient, slopes)


@pytest.mark.parametrize("training", TRAININGS, ids=[training.name for training in TRAININGS])
def test_every_mini_batch_step_ends_where_pytorch_ends(training: Training) -> None:
    path = training.path()
    rate = training.numbers()["lr"]
    step = oracle("pytorch", training.optimizer, training.numbers())

    assert len(path) == STEPS + 1
    assert np.isfinite(path).all()
    for t in range(STEPS):
        _, gradient = loss_and_gradient(training.network, path[t], t)
        theirs = step(path[t][None], gradient[None], rate)[0]
        missed = np.abs(path[t + 1] - theirs) / (1 + np.abs(theirs))
        assert missed.max() <= TOLERANCE, t
