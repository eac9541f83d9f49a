import numpy as np
import pytest

from tests.engine.optimizers.walking import changes, rule_of


def test_first_move_is_the_root_of_epsilon_over_what_is_new() -> None:
    move = changes(rule_of("adadelta"), [5.0])[0]

    assert move == pytest.approx(-np.sqrt(1e-6 / 0.05), rel=1e-6)
    assert move == pytest.approx(-0.0045, abs=5e-5)


def test_it_speeds_up_on_a_steady_slope() -> None:
    moves = -changes(rule_of("adadelta"), [1.0] * 2000)

    assert (np.diff(moves[20:]) > 0).all()
    assert moves[-1] > 2 * moves[0]


def test_the_size_of_gradients_does_not_matter() -> None:
    slope = [1.0, -2.0, 0.5, 3.0] * 25

    small = changes(rule_of("adadelta"), np.array(slope) * 1e2)
    large = changes(rule_of("adadelta"), np.array(slope) * 1e6)

    np.testing.assert_allclose(small, large, rtol=1e-4)


def test_the_rate_scales_the_move_but_not_what_is_remembered() -> None:
    one = changes(rule_of("adadelta"), [1.0] * 50, rate=1.0)
    half = changes(rule_of("adadelta"), [1.0] * 50, rate=0.5)

    np.testing.assert_array_equal(half, one / 2)
