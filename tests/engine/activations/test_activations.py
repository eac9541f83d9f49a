"""Laws that every activation keeps, and what each claims."""

import math
import re

import numpy as np
import pytest

from app.engine.catalogue import ACTIVATIONS
from app.engine.contracts import Activation

NAMES = ["identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "silu"]
each = pytest.mark.parametrize("name", ACTIVATIONS)
S = np.linspace(-12, 12, 4_801)

FORMULAS = {
    "identity": lambda s: s,
    "sigmoid": lambda s: 1 / (1 + math.exp(-s)),
    "tanh": math.tanh,
    "relu": lambda s: max(s, 0.0),
    "leaky_relu": lambda s: s if s > 0 else 0.01 * s,
    "elu": lambda s: s if s > 0 else math.exp(s) - 1,
    "gelu": lambda s: s * (1 + math.erf(s / math.sqrt(2))) / 2,
    "silu": lambda s: s / (1 + math.exp(-s)),
}


def built(name: str) -> Activation:
    return ACTIVATIONS.build(name, {})


def test_the_eight_are_on_the_menu_in_their_order() -> None:
    assert list(ACTIVATIONS)[: len(NAMES)] == NAMES


@each
def test_words_and_sources_are_complete(name: str) -> None:
    entry = ACTIVATIONS[name]

    assert entry.name == name
    assert entry.label
    assert entry.summary().endswith(".")
    assert entry.notice().endswith(".")
    assert entry.formula.startswith("f(s) = ")
    assert re.search(r"https://\S+$", entry.source)


@each
def test_value_is_the_formula(name: str) -> None:
    expected = [FORMULAS[name](s) for s in S]

    np.testing.assert_allclose(built(name).value(S), expected, rtol=1e-13, atol=1e-15)


@each
def test_slope_is_the_derivative_of_the_value(name: str) -> None:
    s, h = S[S != 0], 1e-5
    activation = built(name)
    numeric = (activation.value(s + h) - activation.value(s - h)) / (2 * h)

    value, slope = activation.value_and_slope(s)

    np.testing.assert_array_equal(value, activation.value(s))
    np.testing.assert_allclose(slope, numeric, rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize(
    ("name", "slope"),
    [
        ("identity", 1.0), ("sigmoid", 0.25), ("tanh", 1.0), ("relu", 0.0), ("leaky_relu", 0.01),
        ("elu", 1.0), ("gelu", 0.5), ("silu", 0.5),
    ],
)
def test_slope_at_zero_is_pytorchs(name: str, slope: float) -> None:
    for zero in (0.0, -0.0):
        assert built(name).value_and_slope(np.array([zero]))[1][0] == slope


@each
def test_steepest_is_the_largest_slope(name: str) -> None:
    slope = built(name).value_and_slope(np.linspace(-30, 30, 600_001))[1]

    assert slope.max() == pytest.approx(ACTIVATIONS[name].steepest, rel=1e-4)


@each
def test_saturating_and_dying_are_as_declared(name: str) -> None:
    slope = built(name).value_and_slope(np.array([-40.0, 40.0]))[1]

    assert ACTIVATIONS[name].saturates == bool((slope < 1e-12).all())
    assert ACTIVATIONS[name].dies == (name == "relu")


@each
def test_single_precision_stays_single(name: str) -> None:
    value, slope = built(name).value_and_slope(S[:4800].astype(np.float32).reshape(1, 1600, 3))

    assert value.dtype == slope.dtype == np.float32
    assert value.shape == slope.shape == (1, 1600, 3)


@each
@np.errstate(all="ignore")
def test_far_out_everything_is_finite(name: str) -> None:
    value, slope = built(name).value_and_slope(np.array([-1e300, -800.0, 800.0, 1e300]))

    assert np.isfinite(value).all()
    assert np.isfinite(slope).all()


@each
def test_nothing_that_was_given_is_changed(name: str) -> None:
    s = S.copy()

    built(name).value_and_slope(s)

    np.testing.assert_array_equal(s, S)


def test_sigmoid_shrinks_gradients_4096_fold_in_six_layers() -> None:
    assert "4,096th" in ACTIVATIONS["sigmoid"].notice()
    assert ACTIVATIONS["sigmoid"].steepest ** 6 == 1 / 4096


def test_tanh_is_flat_beyond_1_82() -> None:
    assert "1.82" in ACTIVATIONS["tanh"].notice()
    assert built("tanh").value_and_slope(np.array([1.82]))[1][0] == pytest.approx(0.1, abs=5e-4)


@pytest.mark.parametrize(
    ("name", "depth", "place"), [("gelu", -0.17, -0.75), ("silu", -0.28, -1.28)]
)
def test_dips_where_it_says(name: str, depth: float, place: float) -> None:
    s = np.linspace(-3, 0, 30_001)
    value = built(name).value(s)

    assert f"to {depth} at s = {place}" in ACTIVATIONS[name].notice()
    assert value.min() == pytest.approx(depth, abs=0.005)
    assert s[value.argmin()] == pytest.approx(place, abs=0.005)
