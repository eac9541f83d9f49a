import numpy as np
import pytest

from tests.engine.optimizers.walking import descent, rule_of


@pytest.mark.parametrize("rate", [0.1, 0.3, 0.6])
def test_each_step_on_a_bowl_keeps_the_same_share_of_the_distance(rate: float) -> None:
    path = descent(rule_of("sgd"), 3.0, 40, rate)

    np.testing.assert_allclose(path, (1 - 3.0 * rate) ** np.arange(41), rtol=1e-12)


def test_above_two_over_the_curvature_every_step_is_farther_out() -> None:
    assert abs(descent(rule_of("sgd"), 4.0, 100, 0.501)[-1]) > 1
    assert abs(descent(rule_of("sgd"), 4.0, 100, 0.499)[-1]) < 1
