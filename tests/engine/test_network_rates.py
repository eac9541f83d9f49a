"""The frozen rates of data sets do what they promise: every rule learns, and none is lost."""

import numpy as np
import pytest

from app.engine.catalogue import DATASETS, OPTIMIZERS
from app.engine.rates import network_rates_of
from scripts.tune_networks import LAST, ROUND, Form, held_costs, rated, training, usual

every_data_set = pytest.mark.parametrize("name", DATASETS)
SOME = [(name, form) for name, form in rated() if form is OPTIMIZERS[name].conventions[0]]


Losses = dict[tuple[str, str], np.ndarray]


def trained(name: str, forms: list[Form], times: float, seed: int) -> Losses:
    """The loss at each step of each form with `times` its frozen rate."""
    frozen = network_rates_of(name)
    rates = times * np.array([[frozen[rule][form.name]] for rule, form in forms])
    value = training(usual(name, seed), forms, rates)
    return {(rule, form.name): value[:, lane] for lane, (rule, form) in enumerate(forms)}


@every_data_set
def test_every_rule_that_takes_a_rate_has_one_that_it_accepts(name: str):
    frozen = network_rates_of(name)
    assert {(rule, form) for rule, forms in frozen.items() for form in forms} == {
        (rule, form.name) for rule, form in rated()
    }
    for rule, form in rated():
        rate = frozen[rule][form.name]
        assert form.sliders["lr"].accepts(rate)
        assert rate == float(f"{rate:.1g}")


@pytest.mark.parametrize(
    ("name", "forms", "share"),
    [("moons", rated(), 0.35), ("digits", SOME, 0.2), ("diabetes", SOME, 0.6), ("wine", SOME, 0.1)],
)
@pytest.mark.parametrize("seed", [0, 7])
def test_every_rule_learns_with_its_rate(name: str, forms: list[Form], share: float, seed: int):
    for rule, value in trained(name, forms, 1, seed).items():
        assert np.isfinite(value).all(), rule
        assert value[-LAST:].mean() < share * value[0], rule


@pytest.mark.parametrize("name", ["moons", "iris", "bump", "plane"])
def test_half_as_much_again_is_not_the_end(name: str):
    for rule, value in trained(name, SOME, 1.5, 3).items():
        assert np.isfinite(value).all(), rule
        assert value[-LAST:].mean() < 0.7 * value[0], rule


def test_heavy_balls_take_a_tenth_of_the_rate_of_a_running_mean():
    # At β = 0.9 the two are the same rule, with the rate times 1 - β.
    for name in DATASETS:
        rates = network_rates_of(name)["momentum"]
        assert rates["pytorch"] == pytest.approx(0.1 * rates["textbook"])


def test_no_other_rate_is_better_than_the_frozen_one_by_more_than_rounding():
    frozen = network_rates_of("iris")
    for (rule, form), costs in zip(rated(), held_costs("iris"), strict=True):
        assert costs[ROUND == frozen[rule][form.name]] < 1.03 * costs.min(), (rule, form.name)
