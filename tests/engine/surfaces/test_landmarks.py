"""Saddles, hilltops and hollows that the literature gives, and what lies between them."""

import numpy as np
import pytest

from app.engine.catalogue import SURFACES

MINIMUM, SADDLE, TOP = (1, 1), (-1, 1), (-1, -1)  # signs of the two curvatures

LANDMARKS = [
    ("rosenbrock", MINIMUM, 1.0, 1.0, 0.0),
    ("beale", MINIMUM, 3.0, 0.5, 0.0),
    ("beale", SADDLE, 0.0, 1.0, 14.203125),
    ("beale", SADDLE, 0.1005379373, -2.6445135850, 9.8645122848),
    ("saddle", SADDLE, 0.0, 0.0, 0.0),
    ("himmelblau", MINIMUM, 3.0, 2.0, 0.0),
    ("himmelblau", MINIMUM, -2.805118087, 3.131312518, 0.0),
    ("himmelblau", MINIMUM, -3.779310253, -3.283185991, 0.0),
    ("himmelblau", MINIMUM, 3.584428340, -1.848126527, 0.0),
    ("himmelblau", TOP, -0.2708445907, -0.9230385565, 181.616522),
    ("himmelblau", SADDLE, -3.0730257508, -0.0813530443, 104.015163),
    ("himmelblau", SADDLE, 0.0866775046, 2.8842547012, 67.719150),
    ("himmelblau", SADDLE, 3.3851541836, 0.0738518798, 13.311926),
    ("himmelblau", SADDLE, -0.1279613467, -1.9537149802, 178.337239),
    ("rastrigin", MINIMUM, 0.9949586377, 0.0, 0.9949590571),
    ("rastrigin", MINIMUM, 0.0, -0.9949586377, 0.9949590571),
    ("ackley", MINIMUM, 0.9521665460, 0.0, 2.5799275570),
    ("booth", MINIMUM, 1.0, 3.0, 0.0),
    ("matyas", MINIMUM, 0.0, 0.0, 0.0),
    ("three_hump_camel", MINIMUM, 1.7475523458, -0.8737761729, 0.2986384422),
    ("three_hump_camel", SADDLE, 1.0705422918, -0.5352711459, 0.8773615578),
    ("six_hump_camel", MINIMUM, 0.0898420131, -0.7126564030, -1.03162845349),
    ("six_hump_camel", MINIMUM, 1.7036067150, -0.7960835687, -0.2154638244),
    ("six_hump_camel", MINIMUM, 1.6071047529, 0.5686514549, 2.1042503103),
    ("six_hump_camel", SADDLE, 0.0, 0.0, 0.0),
    ("six_hump_camel", SADDLE, 1.1092053368, -0.7682680925, 0.5437186010),
    ("six_hump_camel", TOP, 1.2302298765, 0.1623345846, 2.4962953510),
    ("styblinski_tang", MINIMUM, -2.903534028, -2.903534028, -78.3323314075),
    ("styblinski_tang", TOP, 0.1567312568, 0.1567312568, 0.3912247181),
    ("styblinski_tang", SADDLE, -2.9035340278, 0.1567312568, -38.9705533447),
    ("goldstein_price", MINIMUM, 0.0, -1.0, 3.0),
    ("goldstein_price", MINIMUM, -0.6, -0.4, 30.0),
    ("goldstein_price", MINIMUM, 1.8, 0.2, 84.0),
    ("goldstein_price", MINIMUM, 1.2, 0.8, 840.0),
    ("goldstein_price", SADDLE, 1.2, -0.2, 99.0),  # some tables take it for a minimum
    ("goldstein_price", SADDLE, -0.4, -0.6, 35.0),
    ("goldstein_price", TOP, 0.8, 0.2, 1155.0),
    ("mccormick", MINIMUM, -0.5471975512, -1.5471975512, -1.91322295498),
    ("mccormick", MINIMUM, 2.5943951024, 1.5943951024, 1.2283696987),
    ("mccormick", SADDLE, 1.5471975512, 0.5471975512, 1.9132229550),
    ("ravine", MINIMUM, 0.0, 0.0, 0.0),
    ("double_well", MINIMUM, -1.035578714, 0.0, -0.305428483744),
    ("double_well", MINIMUM, 0.9601495555, 0.0, 0.2941464810),
    ("double_well", SADDLE, 0.0754291586, 0.0, 1.0112820027),
    ("plateau", MINIMUM, 0.0, 0.0, 0.0),
]


@pytest.mark.parametrize(("name", "kind", "x", "y", "value"), LANDMARKS)
def test_landmark_is_where_the_literature_has_it(name, kind, x, y, value):
    surface, point = SURFACES[name](), np.array([x, y])
    curvature = np.linalg.eigvalsh(surface.hessian(point))

    assert surface.value(point) == pytest.approx(value, abs=1e-6)
    assert np.linalg.norm(surface.gradient(point)) < 1e-8 * np.abs(curvature).max() + 1e-9
    assert tuple(np.sign(curvature)) == kind


def test_monkey_saddle_is_flat_and_straight_in_the_middle():
    monkey, middle = SURFACES["monkey_saddle"](), np.zeros(2)

    assert not monkey.gradient(middle).any()
    assert not monkey.hessian(middle).any()


def test_monkey_saddle_goes_up_and_down_three_times_around():
    monkey, turn = SURFACES["monkey_saddle"](), np.arange(12) * np.pi / 6
    around = monkey.value(np.stack([np.cos(turn), np.sin(turn)], axis=-1))

    np.testing.assert_allclose(around, np.cos(3 * turn), atol=1e-14)


def test_ackley_has_no_slope_but_bends_at_its_tip():
    ackley, tip = SURFACES["ackley"](), np.zeros(2)

    assert ackley.value(tip) == 0.0
    assert not ackley.gradient(tip).any()
    np.testing.assert_allclose(ackley.hessian(tip), 2 * np.pi**2 * np.e * np.eye(2))
    assert ackley.value(tip.astype(np.float32)) == 0.0


def test_ackley_keeps_its_slope_down_to_the_smallest_numbers():
    ackley = SURFACES["ackley"]()

    for x in (1e-3, 1e-10, 1e-100, 1e-160):
        assert ackley.gradient(np.array([x, 0.0]))[0] == pytest.approx(4 / np.sqrt(2), rel=0.05)


def test_goldstein_price_is_the_product_that_the_paper_writes_out():
    x, y = np.random.default_rng(2).uniform(-2, 2, size=(2, 100))
    a = 19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2
    b = 18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2
    written_out = (1 + (x + y + 1) ** 2 * a) * (30 + (2 * x - 3 * y) ** 2 * b)
    surface = SURFACES["goldstein_price"]()

    np.testing.assert_allclose(surface.value(np.stack([x, y], -1)), written_out, rtol=1e-11)


@pytest.mark.parametrize("condition", [1.0, 50.0, 1000.0])
@pytest.mark.parametrize("rotation", [0.0, 30.0, 90.0])
def test_ravine_curves_one_along_its_direction_and_condition_across(condition, rotation):
    ravine = SURFACES["ravine"](condition=condition, rotation=rotation)
    angle = np.radians(rotation)
    floor, wall = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    hessian = ravine.hessian(np.zeros(2))

    np.testing.assert_allclose(hessian @ floor, floor, atol=1e-12 * condition)
    np.testing.assert_allclose(hessian @ wall, condition * wall, atol=1e-12 * condition)


@pytest.mark.parametrize("tilt", [0.0, 0.3, 0.7, 1.5])
def test_double_well_knows_its_wells_at_every_tilt(tilt):
    left, right = SURFACES["double_well"](tilt=tilt).minima_here()

    for x, y, value in (left, right):
        assert 4 * x**3 - 4 * x + tilt == pytest.approx(0, abs=1e-14)
        assert y == 0.0
        assert value == pytest.approx((x**2 - 1) ** 2 + tilt * x, abs=1e-15)
    assert left[0] < right[0]


@pytest.mark.parametrize("name", [name for name in SURFACES if SURFACES[name].minima])
def test_minima_of_the_menu_are_those_of_the_default_parameters(name):
    np.testing.assert_allclose(SURFACES[name].minima, SURFACES[name]().minima_here(), atol=1e-15)
