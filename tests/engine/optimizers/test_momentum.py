import numpy as np
import pytest

from tests.engine.optimizers.walking import changes, descent, rule_of


def test_running_mean_is_the_heavy_ball_at_a_rate_ten_times_as_large() -> None:
    mean = descent(rule_of("momentum", beta=0.9), 3.0, 200, 0.2)
    ball = descent(rule_of("momentum", "pytorch", beta=0.9), 3.0, 200, 0.2 * (1 - 0.9))

    np.testing.assert_allclose(mean, ball, rtol=1e-12, atol=1e-13)


def test_first_move_is_a_tenth_and_the_velocity_has_nine_tenths_after_22() -> None:
    moves = changes(rule_of("momentum"), [1.0] * 22)

    assert moves[0] == pytest.approx(-0.1)
    assert moves[20] > -0.9 > moves[21]


def test_without_beta_it_is_plain_descent() -> None:
    for convention in ("textbook", "pytorch", "optax", "keras"):
        path = descent(rule_of("momentum", convention, beta=0.0), 3.0, 20, 0.1)
        np.testing.assert_allclose(path, 0.7 ** np.arange(21), rtol=1e-12)


def test_at_a_steady_rate_it_does_not_matter_where_the_rate_stands() -> None:
    outside = descent(rule_of("momentum", "pytorch"), 3.0, 100, 0.05)
    inside = descent(rule_of("momentum", "keras"), 3.0, 100, 0.05)

    np.testing.assert_allclose(inside, outside, rtol=1e-12, atol=1e-13)


def test_critical_damping_forgets_the_start_fastest() -> None:
    """On curvature 1 at rate 0.25, beta = (1 - sqrt(0.25))^2 makes both roots one: 0.5."""
    path = descent(rule_of("momentum", "pytorch", beta=0.25), 1.0, 60, 0.25)
    t = np.arange(61)

    np.testing.assert_allclose(path, (1 + t / 2) * 0.5**t, rtol=1e-9)
