"""Moving without recording ends where recording ends."""

import numpy as np
import pytest

from app.engine import descend as module
from app.engine.catalogue import OPTIMIZERS, SCHEDULES, SURFACES
from app.engine.contracts import Floats
from app.engine.descend import Descent, Frames, Lanes, destinations

STEPS = 60


def some_lanes(schedule: str, dtype: type = np.float64) -> Lanes:
    """Ten lanes: some diverge, some are noisy, each has a rate of its own."""
    rng = np.random.default_rng(0)
    return Lanes(
        OPTIMIZERS["momentum"].conventions[0],
        {"lr": np.geomspace(1e-4, 1.0, 10)},
        SCHEDULES[schedule](),
        rng.uniform(-2, 2, (10, 2)).astype(dtype),
        np.linspace(0, 1, 10),
    )


def last(frames: Frames) -> list[Floats]:
    return [column[-1] for column in frames[1:]]


@pytest.mark.parametrize("schedule", ["constant", "cosine", "plateau"])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_skipped_steps_change_nothing_that_comes_after(schedule: str, dtype: type) -> None:
    lanes = some_lanes(schedule, dtype)
    whole = Descent(SURFACES["rosenbrock"](), [lanes], 3).advance(STEPS + 1)

    descent = Descent(SURFACES["rosenbrock"](), [lanes], 3)
    descent.skip(STEPS // 3)
    descent.skip(0)
    descent.skip(STEPS - STEPS // 3)
    rest = descent.advance(1)

    assert rest.first == STEPS
    assert np.isnan(rest.value).any()
    for recorded, skipped in zip(last(whole), last(rest), strict=True):
        np.testing.assert_array_equal(skipped, recorded)


def test_destinations_do_not_depend_on_the_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    lanes = some_lanes("constant")
    at_once = destinations(SURFACES["rosenbrock"](), lanes, STEPS, seed=3)
    monkeypatch.setattr(module, "LANE_BLOCK", 3 * lanes.start[:1].nbytes)
    in_blocks = destinations(SURFACES["rosenbrock"](), lanes, STEPS, seed=3)

    assert at_once.first == STEPS
    assert at_once.point.shape == (1, 10, 2)
    for one, other in zip(at_once[1:], in_blocks[1:], strict=True):
        np.testing.assert_array_equal(one, other)
