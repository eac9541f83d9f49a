import numpy as np
import pytest

from tests.engine.optimizers.walking import changes, rule_of


@pytest.mark.parametrize("convention", ["paper", "pytorch", "optax", "keras"])
def test_first_move_has_the_length_of_the_rate(convention: str) -> None:
    assert changes(rule_of("adamax", convention), [-3.0])[0] == pytest.approx(1, rel=1e-6)


def test_what_a_large_gradient_left_has_halved_after_693_steps() -> None:
    rule = rule_of("adamax")
    state = rule.start(np.zeros(1))
    sizes = []
    for gradient in [1.0] + [0.0] * 693:
        _, state = rule.move(np.zeros(1), np.array([gradient]), state, 0.1)
        sizes.append(state.u[0])

    assert sizes[692] > 0.5 > sizes[693]


def test_the_paper_does_not_move_where_it_never_saw_a_gradient() -> None:
    np.testing.assert_array_equal(changes(rule_of("adamax"), [0.0, 0.0]), 0)


def test_epsilon_in_the_maximum_is_felt_less_than_beside_it() -> None:
    within = changes(rule_of("adamax", "pytorch", eps=1.0), [1.0, 0.0])
    beside = changes(rule_of("adamax", "keras", eps=1.0), [1.0, 0.0])

    assert within[0] == beside[0] == pytest.approx(-0.5)
    assert within[1] != pytest.approx(beside[1], rel=1e-4)
