"""What each surface's docstring promises to who looks closely."""

import numpy as np
import pytest

from app.engine.catalogue import OPTIMIZERS, SCHEDULES, SURFACES
from app.engine.contracts import Floats, Surface
from app.engine.descend import Descent, Lanes, descend


def claim(name: str, *words: str) -> Surface:
    """The surface of that name, whose notice must say these words."""
    for word in words:
        assert word in SURFACES[name].notice()
    return SURFACES[name]()


def curvature(surface: Surface, x: float = 0.0, y: float = 0.0) -> Floats:
    return np.linalg.eigvalsh(surface.hessian(np.array([x, y])))


def slope(surface: Surface, x: Floats) -> Floats:
    return np.linalg.norm(surface.gradient(x), axis=-1)


def all_over(surface: Surface) -> Floats:
    x, y = np.meshgrid(*(np.linspace(low, high, 801) for low, high in surface.domain))
    return np.stack([x, y], axis=-1)


def plain_descent(surface: Surface, start: tuple[float, float], lr: float, steps: int) -> Floats:
    """The path of plain descent, (steps + 1, 2)."""
    convention = OPTIMIZERS["sgd"].convention("textbook")
    lanes = Lanes(convention, {"lr": lr}, SCHEDULES["constant"](), np.array([start]))
    return np.concatenate([frames.point for frames in descend(surface, [lanes], steps)])[:, 0]


def test_rosenbrock_floor_curves_2508_times_less_than_its_walls():
    low, high = curvature(claim("rosenbrock", "2,508"), 1, 1)
    assert high / low == pytest.approx(2508, abs=0.5)


def test_beale_slope_runs_up_to_248533():
    beale = claim("beale", "248,533")
    assert slope(beale, all_over(beale)).max() == pytest.approx(248_533, abs=0.5)


def test_saddle_stretches_y_by_one_plus_two_rates_each_step():
    saddle = claim("saddle", "1 + 2 * rate", "y = 0")
    np.testing.assert_allclose(
        plain_descent(saddle, (1.5, 0.01), 0.05, 60)[:, 1], 0.01 * 1.1 ** np.arange(61)
    )
    assert not plain_descent(saddle, (1.5, 0.0), 0.05, 60)[:, 1].any()


def test_himmelblau_has_one_hill_and_a_low_pass():
    himmelblau = claim("himmelblau", "(-0.27, -0.92)", "181.6", "13.3")
    hill, low_pass = np.array([[-0.270844591, -0.923038556], [3.385154184, 0.073851880]])
    assert himmelblau.value(hill) == pytest.approx(181.6, abs=0.05)
    assert himmelblau.value(low_pass) == pytest.approx(13.3, abs=0.05)


def test_rastrigin_has_121_minima_and_four_near_the_best():
    values = [value for _, _, value in claim("rastrigin", "121", "0.995").minima_here()]
    assert len(values) == 121
    np.testing.assert_allclose(values[1:5], 0.995, atol=5e-4)
    assert values[5] > 1.9


def test_ackley_still_slopes_beside_its_minimum():
    ackley = claim("ackley", "2.83")
    turn = np.linspace(0, 2 * np.pi, 9)
    beside = 1e-9 * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    np.testing.assert_allclose(slope(ackley, beside), 2.83, atol=5e-3)
    assert len(ackley.minima_here()) == 121


def test_ackley_lets_a_fixed_rate_jump_for_ever():
    path = plain_descent(claim("ackley", "keeps jumping"), (0.1, 0.05), 0.01, 500)
    assert np.linalg.norm(np.diff(path[-50:], axis=0), axis=-1).min() > 0.01


def test_booth_is_stable_below_a_ninth():
    booth = claim("booth", "18", "2 along", "1/9")
    np.testing.assert_allclose(curvature(booth), [2, 18])
    start = (-8.0, 6.0)
    assert booth.value(plain_descent(booth, start, 0.99 / 9, 500)[-1]) < 1e-3
    assert booth.value(plain_descent(booth, start, 1.01 / 9, 500)[-1]) > 1e3


def test_matyas_curves_25_times_less_along_its_diagonal():
    np.testing.assert_allclose(curvature(claim("matyas", "25 times", "0.04")), [0.04, 1])


def test_three_hump_camel_catches_a_little_higher():
    middle, *outer = claim("three_hump_camel", "0.2986").minima_here()
    assert [value - middle[2] for _, _, value in outer] == pytest.approx([0.2986] * 2, abs=5e-5)


def test_six_hump_camel_has_hollows_in_three_pairs():
    camel = claim("six_hump_camel", "-1.0316", "-0.2155", "2.1043")
    values = [value for _, _, value in camel.minima_here()]
    assert values == pytest.approx(np.repeat([-1.0316, -0.2155, 2.1043], 2), abs=5e-5)
    x = all_over(camel)
    np.testing.assert_allclose(camel.value(-x), camel.value(x))


def test_styblinski_tang_has_four_depths_and_a_ridge():
    surface = claim("styblinski_tang", "-78.33, twice -64.20, and -50.06", "0.157")
    values = [value for _, _, value in surface.minima_here()]
    assert values == pytest.approx([-78.33, -64.20, -64.20, -50.06], abs=5e-3)
    assert surface.gradient(np.array([0.157, 0.157])) == pytest.approx([0, 0], abs=0.01)
    assert surface.hessian(np.array([0.157, 0.157]))[0, 0] < 0


def test_goldstein_price_runs_from_3_to_a_million():
    surface = claim("goldstein_price", "from 3 at (0, -1)", "1,015,690", "upper edge")
    value = surface.value(all_over(surface))
    assert surface.value(np.array([0.0, -1.0])) == 3.0 == surface.lowest()
    assert value.max() == value[-1].max() == pytest.approx(1_015_690, rel=1e-4)
    assert surface.value(np.array([-1.73737, 2.0])) == pytest.approx(1_015_690, abs=0.5)


def test_mccormick_steps_are_pi_high():
    lower, upper = claim("mccormick", "exactly pi", "(2.594, 1.594)").minima_here()
    assert upper[:2] == pytest.approx((2.594, 1.594), abs=5e-4)
    assert upper[2] - lower[2] == pytest.approx(np.pi, rel=1e-15)


def test_monkey_saddle_slopes_with_the_square_of_the_distance():
    monkey = claim("monkey_saddle", "3 r^2", "at 0.1 it is only 0.03")
    turn = np.linspace(0, 2 * np.pi, 9)
    circle = 0.1 * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    np.testing.assert_allclose(slope(monkey, circle), 0.03)


def test_ravine_at_condition_50_is_stable_below_four_hundredths():
    ravine = claim("ravine", "2 / 50 = 0.04")
    np.testing.assert_allclose(curvature(ravine), [1, 50])
    start = ravine.start
    assert ravine.value(plain_descent(ravine, start, 0.039, 500)[-1]) < 1e-6
    assert ravine.value(plain_descent(ravine, start, 0.041, 500)[-1]) > 1e6


def test_double_well_is_deeper_on_the_left():
    surface = claim("double_well", "0.60 deeper", "0.72")
    left, right = surface.minima_here()
    over = surface.value(np.array([0.0754291586, 0.0]))
    assert right[2] - left[2] == pytest.approx(0.60, abs=5e-3)
    assert over - right[2] == pytest.approx(0.72, abs=5e-3)


def test_plateau_loses_its_slope_with_distance():
    plateau = claim("plateau", "0.61 at 1, 0.0013 at 4, 0.00000009 at 6")
    at = np.array([[1.0, 0.0], [4.0, 0.0], [0.0, 6.0]])
    assert slope(plateau, at) == pytest.approx([0.61, 0.0013, 9e-8], rel=0.05)


def test_period_three_says_left_and_leads_adam_right():
    surface = claim("period_three", "every third step", "goes right")
    thirds = surface.gradient(np.zeros(2))[0] + surface.push(np.arange(6))[:, 0]
    np.testing.assert_allclose(thirds, [4, -1, -1] * 2)
    ends = {}
    for name, form in (("adam", "uncorrected"), ("amsgrad", "paper"), ("sgd", "textbook")):
        convention = OPTIMIZERS[name].convention(form)
        settings = {"lr": 0.01, "beta1": 0.0, "beta2": 1 / 17, "eps": 1e-12}
        known = {key: value for key, value in settings.items() if key in convention.defaults}
        lanes = Lanes(convention, known, SCHEDULES["constant"](), np.zeros((1, 2)))
        descent = Descent(surface, [lanes])
        descent.skip(600)
        ends[name] = descent.point[0, 0]
    assert ends["adam"] > 1
    assert ends["amsgrad"] < -1
    assert ends["sgd"] < -1
