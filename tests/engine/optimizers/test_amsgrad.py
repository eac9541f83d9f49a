import numpy as np
import pytest

from tests.engine.optimizers.walking import changes, rule_of

SPIKE = [100.0] + [1.0] * 5000


def test_one_large_gradient_leaves_moves_of_a_third_of_the_rate_for_good() -> None:
    last = changes(rule_of("amsgrad"), SPIKE)[-1]

    assert last == pytest.approx(-0.32, abs=0.005)
    assert changes(rule_of("adam", "uncorrected"), SPIKE)[-1] < -0.9


@pytest.mark.parametrize("convention", ["paper", "pytorch", "optax", "keras"])
def test_what_is_divided_by_never_falls(convention: str) -> None:
    rule = rule_of("amsgrad", convention)
    state = rule.start(np.zeros(1))
    peaks = []
    for gradient in np.random.default_rng(0).normal(size=200):
        _, state = rule.move(np.zeros(1), np.array([gradient]), state, 0.1)
        peaks.append(state.v_max[0])

    assert (np.diff(peaks) >= 0).all()


def test_the_paper_does_not_move_where_it_never_saw_a_gradient() -> None:
    np.testing.assert_array_equal(changes(rule_of("amsgrad"), [0.0, 0.0]), 0)


def test_the_corrected_peak_is_that_of_the_first_steps() -> None:
    """v / (1 - beta2^t) is noisiest at the start, and optax keeps what it was there."""
    optax = changes(rule_of("amsgrad", "optax"), SPIKE)[-1]
    torch = changes(rule_of("amsgrad", "pytorch"), SPIKE)[-1]

    assert optax == pytest.approx(-0.01, abs=1e-4)
    assert torch < -0.3
