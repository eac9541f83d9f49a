"""Laws that every schedule keeps, and the same rates as PyTorch's schedulers."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from app.engine.catalogue import OPTIMIZERS, SCHEDULES, SURFACES
from app.engine.contracts import LossSchedule
from app.engine.descend import Lanes, descend
from app.engine.slider import sliders_of
from tests.engine.schedules.torch_schedulers import LOSSES, PLATEAUS, SCALES, STEPS

each = pytest.mark.parametrize("name", SCHEDULES)
T = np.arange(STEPS, dtype=float)
FROZEN = json.loads((Path(__file__).parents[1] / "fixtures" / "schedules.json").read_text())


@each
def test_words_and_sources_are_complete(name: str) -> None:
    entry = SCHEDULES[name]

    assert entry.name == name
    assert entry.label
    assert entry.summary().endswith(".")
    assert r"\eta" in entry.formula
    assert name == "constant" or re.search(r"https://\S+$", entry.source)


@each
def test_defaults_are_accepted_by_their_own_sliders(name: str) -> None:
    schedule = SCHEDULES.build(name, {})
    for parameter, slider in sliders_of(SCHEDULES[name]):
        assert slider.accepts(getattr(schedule, parameter)), parameter
        assert slider.accepts(slider.minimum)
        assert slider.accepts(slider.maximum)


@each
def test_every_accepted_bound_gives_a_scale_between_zero_and_one(name: str) -> None:
    for parameter, slider in sliders_of(SCHEDULES[name]):
        for value in (slider.minimum, slider.maximum, *([0.0] if slider.zero else [])):
            number = int(value) if slider.integer else value
            scale = SCHEDULES.build(name, {parameter: number}).scale(np.arange(10_001.0))
            assert scale.shape == (10_001,)
            assert ((scale >= 0) & (scale <= 1)).all(), (parameter, value)


@each
def test_a_block_of_steps_has_the_rates_of_the_steps_one_by_one(name: str) -> None:
    schedule = SCHEDULES.build(name, {})
    one_by_one = [schedule.scale(T[[k]])[0] for k in range(STEPS)]

    np.testing.assert_allclose(schedule.scale(T), one_by_one, rtol=1e-15)


@each
def test_the_recorded_rate_is_the_learning_rate_times_the_scale(name: str) -> None:
    schedule = SCHEDULES.build(name, {})
    lanes = Lanes(
        OPTIMIZERS["sgd"].conventions[0], {"lr": 1e-5}, schedule, np.array([[-1.2, 1.0]])
    )
    blocks = descend(SURFACES["rosenbrock"](), [lanes], STEPS - 1, block=37)
    rate = np.concatenate([block.rate for block in blocks])[:, 0]

    if not isinstance(schedule, LossSchedule):
        np.testing.assert_array_equal(rate, 1e-5 * schedule.scale(T))
    assert rate[0] == 1e-5 * schedule.scale(T)[0]


@pytest.mark.parametrize("case", SCALES, ids=[str(case) for case in SCALES])
def test_the_scale_is_the_rate_of_pytorchs_scheduler(case: tuple[str, dict[str, float]]) -> None:
    name, parameters = case

    scale = SCHEDULES.build(name, parameters).scale(T)

    np.testing.assert_allclose(scale, FROZEN["scales"][str(case)], rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("parameters", PLATEAUS, ids=[str(row) for row in PLATEAUS])
def test_plateau_drops_when_pytorchs_does(parameters: dict[str, float]) -> None:
    schedule = SCHEDULES.build("plateau", parameters)
    assert isinstance(schedule, LossSchedule)
    losses = np.transpose(list(LOSSES.values()))
    state = schedule.begin(losses.shape[1])
    rates = [np.ones(losses.shape[1])]
    for loss in losses[:-1]:
        rate, state = schedule.after(loss, state)
        rates.append(rate)

    expected = np.transpose(list(FROZEN["plateaus"][str(parameters)].values()))
    np.testing.assert_allclose(np.array(rates), expected, rtol=1e-12)


def test_every_frozen_schedule_is_compared() -> None:
    assert list(FROZEN["scales"]) == [str(case) for case in SCALES]
    assert list(FROZEN["plateaus"]) == [str(row) for row in PLATEAUS]
    for rows in FROZEN["plateaus"].values():
        assert list(rows) == list(LOSSES)
    assert {name for name, _ in SCALES} | {"constant", "plateau"} == set(SCHEDULES)


def test_plateau_follows_each_lanes_own_loss_one_step_later() -> None:
    schedule = SCHEDULES.build("plateau", {"factor": 0.5, "patience": 2})
    assert isinstance(schedule, LossSchedule)
    start = np.array([[-1.2, 1.0], [1.0, 1.0], [0.3, 2.0]])
    lanes = Lanes(OPTIMIZERS["adam"].conventions[0], {"lr": 0.05}, schedule, start)
    blocks = list(descend(SURFACES["rosenbrock"](), [lanes], 150, block=40))
    value = np.concatenate([block.value for block in blocks])
    rate = np.concatenate([block.rate for block in blocks])

    for lane in range(len(start)):
        state, expected = schedule.begin(1), [0.05]
        for loss in value[:-1, lane]:
            scale, state = schedule.after(np.array([loss]), state)
            expected.append(0.05 * scale[0])
        np.testing.assert_array_equal(rate[:, lane], expected)
    assert len({tuple(column) for column in rate.T}) == 3


def test_plateau_keeps_single_precision() -> None:
    schedule = SCHEDULES.build("plateau", {"factor": 0.5, "patience": 2})
    start = np.array([[-1.2, 1.0]], dtype=np.float32)
    lanes = Lanes(OPTIMIZERS["adam"].conventions[0], {}, schedule, start)

    for block in descend(SURFACES["rosenbrock"](), [lanes], 50, block=20):
        assert block.point.dtype == block.rate.dtype == np.float32
