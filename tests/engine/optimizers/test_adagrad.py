import numpy as np
import pytest

from tests.engine.optimizers.walking import changes, rule_of


def test_on_a_steady_slope_the_moves_shrink_like_one_over_the_root_of_time() -> None:
    moves = changes(rule_of("adagrad"), [3.0] * 100)

    np.testing.assert_allclose(moves, -1 / np.sqrt(np.arange(1, 101)), rtol=1e-8)
    assert moves[99] == pytest.approx(moves[0] / 10)


@pytest.mark.parametrize(
    ("gradient", "outside", "inside"), [(1e-4, 0.9999, 0.7071), (1e-5, 0.999, 0.0995)]
)
def test_epsilon_inside_bites_at_ten_thousand_times_larger_gradients(
    gradient: float, outside: float, inside: float
) -> None:
    for convention, expected in (("pytorch", outside), ("textbook", inside)):
        moves = changes(rule_of("adagrad", convention, eps=1e-8), [gradient])
        assert -moves[0] == pytest.approx(expected, abs=1e-4)


def test_optax_and_keras_begin_with_a_tenth() -> None:
    for convention in ("optax", "keras"):
        first = changes(rule_of("adagrad", convention, eps=0.0), [1.0])[0]
        assert first == pytest.approx(-1 / np.sqrt(1.1))
        assert changes(rule_of("adagrad", convention, eps=0.0), [0.0])[0] == 0
