"""Laws that every initializer keeps: shape, moments, bounds, independence."""

import math
import re

import numpy as np
import pytest

from app.engine.catalogue import INITIALIZERS
from app.engine.contracts import Floats

NAMES = [
    "xavier_uniform", "xavier_normal", "he_uniform", "he_normal", "lecun_uniform",
    "lecun_normal", "torch_linear", "constant",
]
DRAWN = [name for name in NAMES if name != "constant"]
each = pytest.mark.parametrize("name", INITIALIZERS)
shapes = pytest.mark.parametrize(("inputs", "outputs"), [(300, 200), (1000, 50), (64, 900)])

VARIANCES = {
    "xavier": lambda inputs, outputs: 2 / (inputs + outputs),
    "he": lambda inputs, outputs: 2 / inputs,
    "lecun": lambda inputs, outputs: 1 / inputs,
    "torch": lambda inputs, outputs: 1 / (3 * inputs),
}


def draw(name: str, inputs: int, outputs: int, seed: int = 0) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(seed)
    initializer = INITIALIZERS.build(name, {})
    return initializer.weights(inputs, outputs, rng), initializer.biases(inputs, outputs, rng)


def kurtosis(numbers: Floats) -> float:
    """9 / 5 for a uniform distribution, 3 for a normal one."""
    return float(np.mean(numbers**4) / np.mean(numbers**2) ** 2)


def test_the_eight_are_on_the_menu_in_their_order() -> None:
    assert list(INITIALIZERS)[: len(NAMES)] == NAMES


@each
def test_words_and_sources_are_complete(name: str) -> None:
    entry = INITIALIZERS[name]

    assert entry.name == name
    assert entry.label
    assert entry.summary().endswith(".")
    assert entry.notice().endswith(".")
    assert entry.formula.startswith("w")
    assert re.search(r"https://\S+$", entry.source)


@each
def test_a_layer_of_any_shape_gets_its_weights_and_biases(name: str) -> None:
    for inputs, outputs in ((1, 1), (2, 64), (64, 3)):
        weights, biases = draw(name, inputs, outputs)
        assert weights.shape == (inputs, outputs)
        assert biases.shape == (outputs,)
        assert weights.dtype == biases.dtype == np.float64


@pytest.mark.parametrize("name", DRAWN)
@shapes
def test_weights_have_the_mean_variance_and_form_that_the_paper_asks_for(
    name: str, inputs: int, outputs: int
) -> None:
    weights, _ = draw(name, inputs, outputs)
    variance = VARIANCES[name.partition("_")[0]](inputs, outputs)
    normal = name.endswith("normal")
    errors = 5 / math.sqrt(weights.size)  # five standard errors of a mean of unit variance

    assert abs(weights.mean()) < errors * math.sqrt(variance)
    assert weights.var() == pytest.approx(variance, rel=errors * math.sqrt(2))
    assert kurtosis(weights) == pytest.approx(3.0 if normal else 1.8, rel=0.08)
    if not normal:
        bound = math.sqrt(3 * variance)
        assert 0.999 * bound < np.abs(weights).max() <= bound


@each
def test_biases_start_at_zero_except_in_torch_linear(name: str) -> None:
    _, biases = draw(name, 25, 10_000)

    if name == "torch_linear":
        assert 0.199 < np.abs(biases).max() <= 0.2
        assert biases.std() == pytest.approx(0.2 / math.sqrt(3), rel=0.03)
    else:
        assert not biases.any()


@pytest.mark.parametrize("name", DRAWN)
def test_a_seed_gives_the_same_weights_and_another_gives_others(name: str) -> None:
    first, again, other = draw(name, 20, 20), draw(name, 20, 20), draw(name, 20, 20, seed=1)

    np.testing.assert_array_equal(first[0], again[0])
    np.testing.assert_array_equal(first[1], again[1])
    assert (first[0] != other[0]).all()


def test_constant_weights_are_the_number_that_was_set() -> None:
    rng = np.random.default_rng(0)

    weights = INITIALIZERS.build("constant", {"value": -0.25}).weights(3, 4, rng)

    np.testing.assert_array_equal(weights, np.full((3, 4), -0.25))


def test_torch_linear_has_a_third_of_lecuns_variance() -> None:
    assert "a third of LeCun's variance" in INITIALIZERS["torch_linear"].notice()
    ours, lecun = (draw(name, 500, 500)[0].var() for name in ("torch_linear", "lecun_uniform"))

    assert ours / lecun == pytest.approx(1 / 3, rel=0.01)
