import numpy as np
import pytest

from app.engine.catalogue import SCHEDULES

T = np.arange(1000.0)


def scale(name: str, **parameters: float) -> np.ndarray:
    return SCHEDULES.build(name, parameters).scale(T)


def test_constant_stays() -> None:
    np.testing.assert_array_equal(scale("constant"), 1)


def test_exponential_decay_of_a_hundredth_has_halved_after_69_steps() -> None:
    rates = scale("exponential", decay=0.01)

    assert rates[69] == pytest.approx(0.5, abs=2e-3)
    np.testing.assert_allclose(rates[1:] / rates[:-1], np.exp(-0.01))


def test_ten_drops_by_a_half_leave_about_a_thousandth() -> None:
    rates = scale("step", factor=0.5, every=10)

    assert rates[100] == 1 / 1024
    np.testing.assert_array_equal(rates[:10], 1)
    np.testing.assert_array_equal(rates[10:20], 0.5)


def test_cosine_is_half_way_in_the_middle_and_stays_at_its_floor() -> None:
    rates = scale("cosine", total=200, floor=0.2)

    assert rates[0] == 1
    assert rates[100] == pytest.approx(0.6)
    np.testing.assert_allclose(rates[200:], 0.2, rtol=1e-15)
    assert (np.diff(rates) <= 0).all()


def test_warm_up_begins_with_its_first_part_and_meets_the_cosine_at_the_top() -> None:
    rates = scale("warmup_cosine", warmup=25, total=200, floor=0.1)

    np.testing.assert_allclose(rates[:25], np.arange(1, 26) / 25)
    assert rates[24] == rates[25] == 1
    np.testing.assert_allclose(rates[25:201], 0.1 + 0.9 * (1 + np.cos(np.pi * T[:176] / 175)) / 2)
    np.testing.assert_allclose(rates[200:], 0.1, rtol=1e-15)


def test_without_warm_up_it_is_the_cosine() -> None:
    np.testing.assert_allclose(
        scale("warmup_cosine", warmup=0, total=200, floor=0.1),
        scale("cosine", total=200, floor=0.1),
        rtol=1e-15,
    )


def test_a_warm_up_longer_than_the_whole_is_cut_nowhere() -> None:
    rates = scale("warmup_cosine", warmup=100, total=50)

    np.testing.assert_allclose(rates[:100], np.arange(1, 101) / 100)
    assert rates[101] == 0


def test_inverse_square_root_peaks_at_one_and_halves_at_four_times_the_warm_up() -> None:
    rates = scale("inverse_sqrt", warmup=10)

    assert rates.argmax() == 9
    assert rates.max() == 1
    assert rates[39] == pytest.approx(0.5)
    assert rates[999] == pytest.approx(0.1)
    np.testing.assert_allclose(rates[:10], np.arange(1, 11) / 10)


def test_plateau_drops_first_at_patience_plus_two_and_then_every_patience_plus_one() -> None:
    schedule = SCHEDULES.build("plateau", {"factor": 0.5, "patience": 3})
    state, rates = schedule.begin(1), [1.0]
    for _ in range(20):
        rate, state = schedule.after(np.ones(1), state)
        rates.append(rate[0])
    drops = [t for t in range(1, 21) if rates[t] < rates[t - 1]]

    assert drops == [5, 9, 13, 17]
