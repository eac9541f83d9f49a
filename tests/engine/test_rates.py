"""The frozen rates do what they promise: every rule moves, goes down and stays in the picture."""

import numpy as np
import pytest

from app.engine.catalogue import OPTIMIZERS, SCHEDULES, SURFACES
from app.engine.contracts import Floats, Surface
from app.engine.descend import Lanes, descend
from app.engine.rates import rates_of
from scripts.tune_rates import NEAR, STEPS, diagonal, outside, tuned

VISIBLE = 0.03  # of the domain's diagonal; within one hollow of Rastrigin there is not more
every_surface = pytest.mark.parametrize("name", SURFACES)

Paths = dict[tuple[str, str], tuple[Floats, Floats]]


def race(surface: Surface, times: float = 1.0) -> Paths:
    """Path (STEPS + 1, 2) and values of every rule with `times` its frozen rate."""
    runs = [
        (optimizer, convention, rate)
        for optimizer, rates in rates_of(surface.name).items()
        for convention, rate in rates.items()
    ]
    lanes = [
        Lanes(
            OPTIMIZERS[optimizer].convention(convention),
            {"lr": times * rate},
            SCHEDULES["constant"](),
            np.array([surface.start]),
        )
        for optimizer, convention, rate in runs
    ]
    blocks = list(descend(surface, lanes, STEPS))
    path = np.concatenate([block.point for block in blocks])
    value = np.concatenate([block.value for block in blocks])
    return {run[:2]: (path[:, lane], value[:, lane]) for lane, run in enumerate(runs)}


@every_surface
def test_every_rule_that_takes_a_rate_has_one(name):
    expected = {
        (optimizer.name, convention.name)
        for optimizer in OPTIMIZERS.values()
        for convention in optimizer.conventions
        if "lr" in convention.defaults
    }
    rates = rates_of(name)
    assert {(rule, convention) for rule in rates for convention in rates[rule]} == expected


@every_surface
def test_every_rule_accepts_its_rate(name):
    for optimizer, rates in rates_of(name).items():
        for convention, rate in rates.items():
            assert OPTIMIZERS[optimizer].convention(convention).sliders["lr"].accepts(rate)
            assert rate == float(f"{rate:.2g}")


@every_surface
def test_every_rule_moves_visibly_down_and_stays_near(name):
    surface = SURFACES[name]()
    for rule, (path, value) in race(surface).items():
        length = np.linalg.norm(np.diff(path, axis=0), axis=-1).sum()

        assert np.isfinite(value).all(), rule
        assert length > VISIBLE * diagonal(surface), rule
        assert value[-1] < value[0], rule
        assert outside(surface, path[:, None])[0] < NEAR, rule


@pytest.mark.parametrize("name", [name for name in SURFACES if SURFACES[name].minima])
def test_twice_the_rate_does_not_diverge(name):
    for rule, (_, value) in race(SURFACES[name](), times=2).items():
        assert np.isfinite(value).all(), rule


@pytest.mark.parametrize("name", ["saddle", "monkey_saddle"])
def test_a_saddle_is_left_within_the_picture(name):
    surface = SURFACES[name]()
    for rule, (path, value) in race(surface).items():
        assert outside(surface, path[:, None])[0] == 0, rule
        assert value[-1] < -1, rule


@pytest.mark.parametrize("name", [n for n in SURFACES if len(SURFACES[n].minima) == 1])
def test_most_rules_find_an_only_minimum(name):
    surface = SURFACES[name]()
    lowest = surface.lowest()
    ends = np.array([value[[0, -1]] - lowest for _, value in race(surface).values()])
    assert (ends[:, 1] < 0.02 * ends[:, 0]).mean() > 0.6


def test_the_first_view_shows_four_different_paths_down_one_valley():
    paths = race(SURFACES["rosenbrock"]())
    ends = {rule: np.linalg.norm(path[-1] - 1) for rule, (path, _) in paths.items()}

    assert ends["momentum", "textbook"] < 0.1
    assert ends["adam", "textbook"] < 0.1
    assert ends["nesterov", "pytorch"] < 0.2
    assert ends["rmsprop", "textbook"] < 0.6
    assert ends["sgd", "textbook"] > 1.0  # it shows why the others were invented


def test_heavy_balls_take_a_tenth_of_the_rate_of_a_running_mean():
    # At β = 0.9 the two are the same rule, with the rate times 1 - β.
    for name in SURFACES:
        rates = rates_of(name)["momentum"]
        assert rates["pytorch"] == pytest.approx(0.1 * rates["textbook"])


@pytest.mark.parametrize("name", ["rosenbrock", "ravine"])
def test_the_file_is_what_the_script_finds(name):
    assert tuned(SURFACES[name]()) == rates_of(name)


@every_surface
def test_adadelta_without_a_rate_moves_too(name):
    surface = SURFACES[name]()
    lanes = Lanes(
        OPTIMIZERS["adadelta"].convention("textbook"), {}, SCHEDULES["constant"](),
        np.array([surface.start]),
    )
    blocks = list(descend(surface, [lanes], STEPS))
    assert blocks[-1].value[-1, 0] < blocks[0].value[0, 0]
