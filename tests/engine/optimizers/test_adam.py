import numpy as np
import pytest

from tests.engine.optimizers.walking import changes, rule_of


@pytest.mark.parametrize("convention", ["textbook", "pytorch", "optax", "keras", "eps_inside"])
@pytest.mark.parametrize("gradient", [1e-3, 1.0, -1e3])
def test_first_move_has_the_length_of_the_rate_whatever_the_gradient(
    convention: str, gradient: float
) -> None:
    move = changes(rule_of("adam", convention, eps=1e-14), [gradient], rate=0.1)[0]

    assert move == pytest.approx(-0.1 * np.sign(gradient), rel=1e-6)


@pytest.mark.parametrize("gradient", [1e-3, 1.0])
def test_epsilon_stands_where_the_convention_says(gradient: float) -> None:
    eps = 1e-2
    expected = {
        "textbook": gradient / (gradient + eps),
        "eps_inside": gradient / np.sqrt(gradient**2 + eps),
        "keras": gradient / (gradient + eps / np.sqrt(1 - 0.999)),
        "uncorrected": 0.1 * gradient / (np.sqrt(0.001) * gradient + eps),
    }
    for convention, length in expected.items():
        move = changes(rule_of("adam", convention, eps=eps), [gradient])[0]
        assert -move == pytest.approx(length), convention


def test_without_correction_the_first_moves_are_three_times_the_rate() -> None:
    assert changes(rule_of("adam", "uncorrected"), [1.0])[0] == pytest.approx(-3.16, abs=0.01)


def test_on_a_steady_slope_every_move_is_the_rate() -> None:
    np.testing.assert_allclose(changes(rule_of("adam"), [4.0] * 50), -1, rtol=1e-8)


def test_the_size_of_gradients_does_not_matter_without_epsilon() -> None:
    slope = np.array([1.0, -2.0, 0.5, 3.0] * 25)

    small = changes(rule_of("adam", eps=0.0), slope)
    large = changes(rule_of("adam", eps=0.0), slope * 1e6)

    np.testing.assert_allclose(small, large, rtol=1e-10, atol=1e-13)
