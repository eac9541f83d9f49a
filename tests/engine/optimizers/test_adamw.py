import numpy as np
import pytest

from app.engine.catalogue import OPTIMIZERS, SCHEDULES
from app.engine.descend import Lanes, descend
from tests.engine.parity import Pushes


def _alone(convention: str, steps: int, schedule: str = "constant", **numbers: float) -> np.ndarray:
    """The way of a point with no gradient: nothing but decay."""
    calm = Pushes()
    calm.gradients = np.zeros((steps + 1, 1, 2))
    lanes = Lanes(
        OPTIMIZERS["adamw"].convention(convention),
        numbers,
        SCHEDULES.build(schedule, {}),
        np.ones((1, 2)),
    )
    return np.concatenate([block.point for block in descend(calm, [lanes], steps)])[:, 0, 0]


def test_half_of_a_coordinate_is_gone_after_6932_steps_at_the_papers_default() -> None:
    path = _alone("paper", 6932)

    assert path[6931] > 0.5 > path[6932]


@pytest.mark.parametrize("lr", [1e-4, 1.0])
def test_in_the_paper_the_rate_does_not_scale_the_decay(lr: float) -> None:
    path = _alone("paper", 50, lr=lr, weight_decay=0.1)

    np.testing.assert_allclose(path, 0.9 ** np.arange(51), rtol=1e-12)


@pytest.mark.parametrize("convention", ["pytorch", "optax", "keras"])
def test_in_the_libraries_it_does(convention: str) -> None:
    path = _alone(convention, 50, lr=0.5, weight_decay=0.1)

    np.testing.assert_allclose(path, 0.95 ** np.arange(51), rtol=1e-12)


def test_in_the_paper_the_schedule_does_scale_the_decay() -> None:
    factors = SCHEDULES.build("cosine", {}).scale(np.arange(50.0))
    path = _alone("paper", 50, "cosine", weight_decay=0.1)

    np.testing.assert_allclose(path[1:], np.cumprod(1 - 0.1 * factors), rtol=1e-12)
