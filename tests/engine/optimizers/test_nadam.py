import numpy as np
import pytest

from tests.engine.optimizers.walking import changes, rule_of


def test_the_papers_first_move_is_a_third_longer_than_adams() -> None:
    assert changes(rule_of("nadam"), [2.0])[0] == pytest.approx(-1.33, abs=0.005)
    assert changes(rule_of("adam"), [2.0])[0] == pytest.approx(-1, abs=1e-6)


def test_on_a_steady_slope_every_library_comes_to_the_rate() -> None:
    for convention in ("pytorch", "optax", "keras"):
        last = changes(rule_of("nadam", convention, eps=0.0), [2.0] * 3000)[-1]
        assert last == pytest.approx(-1, rel=1e-4), convention


def test_the_papers_steady_move_has_beta2_in_it() -> None:
    last = changes(rule_of("nadam", beta2=0.9, eps=0.0), [2.0] * 3000)[-1]

    assert last == pytest.approx(-1 / np.sqrt(0.9), rel=1e-4)


def test_the_momentum_grows_from_half_of_beta1_to_beta1() -> None:
    for convention, steps in (("paper", 40_000), ("pytorch", 40_000), ("keras", 200)):
        rule = rule_of("nadam", convention, beta1=0.8)
        assert rule.momentum(0) == pytest.approx(0.4)
        assert rule.momentum(steps) == pytest.approx(0.8, rel=1e-2)
