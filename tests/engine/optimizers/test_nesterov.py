import numpy as np
import pytest

from tests.engine.optimizers.walking import changes, descent, rule_of


def test_the_point_shown_is_the_classical_one_looked_ahead() -> None:
    rate, beta, curvature = 0.05, 0.9, 3.0
    path = descent(rule_of("nesterov", beta=beta), curvature, 200, rate)

    phi, velocity, shown = 1.0, 0.0, []
    for _ in range(201):
        shown.append(phi + beta * velocity)
        velocity = beta * velocity - rate * curvature * (phi + beta * velocity)
        phi += velocity

    np.testing.assert_allclose(path, shown, rtol=1e-12, atol=1e-13)


def test_on_a_steady_slope_it_ends_up_ten_times_as_fast() -> None:
    moves = changes(rule_of("nesterov"), [1.0] * 400)

    assert moves[0] == pytest.approx(-1.9)
    assert moves[-1] == pytest.approx(-10.0)


def test_at_a_steady_rate_it_does_not_matter_where_the_rate_stands() -> None:
    outside = descent(rule_of("nesterov", "pytorch"), 3.0, 100, 0.05)
    inside = descent(rule_of("nesterov", "keras"), 3.0, 100, 0.05)

    np.testing.assert_allclose(inside, outside, rtol=1e-12, atol=1e-13)


def test_it_swings_less_than_plain_momentum() -> None:
    ahead = descent(rule_of("nesterov", "pytorch"), 1.0, 300, 0.05)
    behind = descent(rule_of("momentum", "pytorch"), 1.0, 300, 0.05)

    assert ahead.min() > behind.min()
