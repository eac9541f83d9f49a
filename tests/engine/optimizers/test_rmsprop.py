import numpy as np
import pytest

from tests.engine.optimizers.walking import changes, rule_of


@pytest.mark.parametrize("gradient", [1e-2, 1.0, -1e4])
def test_first_move_is_the_rate_over_the_root_of_what_is_new(gradient: float) -> None:
    move = changes(rule_of("rmsprop", beta=0.9, eps=1e-12), [gradient])[0]

    assert move == pytest.approx(-np.sign(gradient) * 3.16, abs=0.003)
    assert move == pytest.approx(-np.sign(gradient) / np.sqrt(0.1), rel=1e-6)


def test_on_a_steady_slope_every_move_comes_to_the_rate() -> None:
    assert changes(rule_of("rmsprop"), [7.0] * 300, rate=0.01)[-1] == pytest.approx(-0.01)


def test_it_adapts_again_where_adagrad_has_grown_slow() -> None:
    slope = [10.0] * 200 + [0.1] * 200
    fast, slow = changes(rule_of("rmsprop"), slope), changes(rule_of("adagrad"), slope)

    assert abs(fast[-1]) == pytest.approx(1, rel=1e-3)
    assert abs(slow[-1]) < 1e-3
