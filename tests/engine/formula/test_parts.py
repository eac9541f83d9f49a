"""What a move is made of, by hand and by laws."""

import numpy as np
import pytest

from app.engine.catalogue import OPTIMIZERS, SCHEDULES
from app.engine.contracts import Problem
from app.engine.descend import Descent, Lanes
from app.engine.formula import effective_rate, from_memory
from tests.engine.formula.test_same_as_the_code import EVERY, numbers_of, steps_of
from tests.engine.parity import Probe

NAMES = [name for name, _ in EVERY]
REMEMBERING = {"momentum", "nesterov", "adam", "adamax", "nadam", "amsgrad", "adamw"}
START = np.array([[1.0, -0.7]])


class Slope(Problem):
    """The same slope of 1 everywhere."""

    def value_and_gradient(self, x, step):
        return x.sum(-1), np.ones_like(x)


def opened(convention, problem, moves, **given):
    lanes = Lanes(convention, numbers_of(convention, **given), SCHEDULES["constant"](), START)
    descent = Descent(problem, [lanes])
    descent.skip(moves)
    return descent.opened(0)


@pytest.mark.parametrize(("name", "convention"), EVERY, ids=NAMES)
@pytest.mark.parametrize("moves", [0, 1, 40])
def test_on_a_steady_slope_of_1_the_effective_rate_is_the_length_of_the_move(
    name, convention, moves
):
    opening = opened(convention, Slope(), moves, lr=0.01, weight_decay=0.0)
    rates = effective_rate(steps_of(opening))
    # What Nadam's growing momentum keeps is told as if it had always been what it is now.
    close = 0.02 if name.startswith("nadam paper") else 1e-9
    np.testing.assert_allclose(rates, -opening.change, rtol=close)


@pytest.mark.parametrize(("name", "convention"), EVERY, ids=NAMES)
def test_without_velocity_the_effective_rate_is_the_change_over_the_gradient(name, convention):
    opening = opened(convention, Probe(), 12, lr=0.01, weight_decay=0.0)
    rates = effective_rate(steps_of(opening))
    same = np.allclose(rates, -opening.change / opening.used, rtol=1e-9)
    assert same == (name.split()[0] not in REMEMBERING)


@pytest.mark.parametrize(("name", "convention"), EVERY, ids=NAMES)
def test_what_is_remembered_is_what_the_rule_would_do_without_this_gradient(name, convention):
    opening = opened(convention, Probe(), 9, lr=0.01, weight_decay=0.1)
    part = from_memory(steps_of(opening))
    if name.split()[0] not in REMEMBERING:
        assert part is None
        return
    assert np.isfinite(part).all()
    assert (part != 0).all()
    if name.startswith("momentum"):
        # Linear rules can be asked: they are moved once more by a gradient of zero.
        rule = convention.rule(beta=opening.hyperparameters["beta"])
        change, _ = rule.move(opening.x, np.zeros(2), opening.before, opening.rate)
        np.testing.assert_allclose(part, change, rtol=1e-12)


def test_adams_parts_by_hand():
    opening = opened(OPTIMIZERS["adam"].convention("textbook"), Probe(), 9, lr=0.01)
    m, v = opening.before.m, 0.999 * opening.before.v + 0.001 * opening.used**2
    below = np.sqrt(v / (1 - 0.999**10)) + 1e-8
    expected = -0.01 * 0.9 * m / (1 - 0.9**10) / below
    np.testing.assert_allclose(from_memory(steps_of(opening)), expected, rtol=1e-12)
    np.testing.assert_allclose(effective_rate(steps_of(opening)), 0.01 / below, rtol=1e-12)


def test_nothing_is_remembered_at_the_start():
    opening = opened(OPTIMIZERS["adam"].convention("textbook"), Probe(), 0)
    assert from_memory(steps_of(opening)).tolist() == [0.0, 0.0]


def test_heavy_ball_follows_a_steady_slope_ten_times_as_fast_in_the_end():
    opening = opened(OPTIMIZERS["momentum"].convention("pytorch"), Probe(), 300, lr=0.001)
    np.testing.assert_allclose(effective_rate(steps_of(opening)), 0.01, rtol=1e-9)
