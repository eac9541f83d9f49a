"""Laws that every loss keeps, by hand and against plain sums over the examples."""

import math
import re
from typing import Any

import numpy as np
import pytest

from app.engine.catalogue import LOSSES
from app.engine.contracts import Floats, Loss

NAMES = ["mse", "cross_entropy", "hinge", "huber"]
each = pytest.mark.parametrize("name", LOSSES)
outputs = pytest.mark.parametrize("count", [1, 3, 10])


def built(name: str) -> Loss:
    return LOSSES.build(name, {})


def some(count: int, lanes: int = 4, examples: int = 23) -> tuple[Floats, Floats]:
    """Outputs (lanes, count, examples) and targets of classes (count, examples)."""
    rng = np.random.default_rng(count)
    s = 2 * rng.normal(size=(lanes, count, examples))
    chosen = rng.integers(max(2, count), size=examples)
    t = chosen[None] if count == 1 else np.arange(count)[:, None] == chosen
    return s, t.astype(float)


def plain(name: str, s: Any, t: Any) -> float:
    """The loss of one example, number by number."""
    if name == "mse":
        return sum((a - b) ** 2 for a, b in zip(s, t, strict=True)) / len(s)
    if name == "huber":
        missed = [abs(a - b) for a, b in zip(s, t, strict=True)]
        return sum(d * d / 2 if d <= 1 else d - 0.5 for d in missed) / len(s)
    if len(s) == 1 and name == "cross_entropy":
        probability = 1 / (1 + math.exp(-s[0]))
        return -math.log(probability if t[0] == 1 else 1 - probability)
    if len(s) == 1:
        return max(0.0, 1 - (1 if t[0] == 1 else -1) * s[0])
    right = list(t).index(1)
    if name == "cross_entropy":
        return -math.log(math.exp(s[right]) / sum(math.exp(a) for a in s))
    return max(0.0, 1 + max(a for j, a in enumerate(s) if j != right) - s[right])


def test_the_four_are_on_the_menu_in_their_order() -> None:
    assert list(LOSSES)[: len(NAMES)] == NAMES


@each
def test_words_and_sources_are_complete(name: str) -> None:
    entry = LOSSES[name]

    assert entry.name == name
    assert entry.label
    assert entry.summary().endswith(".")
    assert entry.notice().endswith(".")
    assert entry.formula.startswith("L = ")
    assert re.search(r"https://\S+$", entry.source)


@each
@outputs
def test_value_is_the_mean_of_the_formula_over_the_examples(name: str, count: int) -> None:
    s, t = some(count)
    expected = [
        np.mean([plain(name, lane[:, b], t[:, b]) for b in range(t.shape[1])]) for lane in s
    ]

    np.testing.assert_allclose(built(name).value(s, t), expected, rtol=1e-13)


@each
@outputs
def test_slope_is_the_derivative_of_the_value(name: str, count: int) -> None:
    s, t = some(count, lanes=1)
    loss = built(name)
    value, slope = loss.value_and_slope(s, t)
    h = 1e-5
    nudges = h * np.eye(s.size).reshape(s.size, *s.shape[1:])
    numeric = (loss.value(s + nudges, t) - loss.value(s - nudges, t)) / (2 * h)

    np.testing.assert_array_equal(value, loss.value(s, t))
    assert slope.shape == s.shape
    np.testing.assert_allclose(slope.ravel(), numeric, rtol=1e-7, atol=1e-9)


@each
@outputs
def test_single_precision_stays_single(name: str, count: int) -> None:
    s, t = (array.astype(np.float32) for array in some(count))

    value, slope = built(name).value_and_slope(s, t)

    assert value.dtype == slope.dtype == np.float32


@each
@outputs
def test_any_leading_shape_is_kept(name: str, count: int) -> None:
    s, t = some(count, lanes=6)
    value, slope = built(name).value_and_slope(s, t)

    for shape in ((2, 3), (3, 1, 2)):
        again, slopes = built(name).value_and_slope(s.reshape(*shape, *s.shape[1:]), t)
        np.testing.assert_array_equal(again, value.reshape(shape))
        np.testing.assert_array_equal(slopes, slope.reshape(slopes.shape))
    alone, _ = built(name).value_and_slope(s[0], t)
    assert alone == value[0]


@pytest.mark.parametrize("name", ["mse", "huber"])
def test_losses_of_numbers_take_any_targets(name: str) -> None:
    s = np.array([[0.0, 3.0]])
    t = np.array([[-0.5, 7.0]])

    assert LOSSES[name].needs_classes is False
    assert built(name).value(s, t) == {"mse": 8.125, "huber": 1.8125}[name]


def test_targets_of_cross_entropy_and_hinge_are_classes() -> None:
    assert LOSSES["cross_entropy"].needs_classes
    assert LOSSES["hinge"].needs_classes


@pytest.mark.parametrize("name", ["cross_entropy", "hinge"])
@outputs
def test_huge_outputs_cost_their_own_size_and_no_more(name: str, count: int) -> None:
    s, t = some(count)
    s = np.where(t == 1, -1.0, 1.0) * 1e300 + 0 * s
    gap = 1e300 if count == 1 else 2e300

    value, slope = built(name).value_and_slope(s, t)
    none, flat = built(name).value_and_slope(-s, t)

    np.testing.assert_allclose(value, gap, rtol=1e-12)
    assert np.isfinite(slope).all()
    np.testing.assert_array_equal(none, 0)
    np.testing.assert_array_equal(flat, 0)


def test_cross_entropy_is_exact_where_the_class_is_nearly_sure() -> None:
    loss = built("cross_entropy")
    sure, zero, one = np.array([[40.0]]), np.array([[0.0]]), np.array([[1.0]])

    np.testing.assert_allclose(loss.value(sure, one), math.exp(-40), rtol=1e-12)
    np.testing.assert_allclose(loss.value(-sure, zero), math.exp(-40), rtol=1e-12)
    assert loss.value(sure, zero) == 40


def test_cross_entropy_does_not_mind_a_number_added_to_all_outputs() -> None:
    s, t = some(5)
    loss = built("cross_entropy")

    np.testing.assert_allclose(loss.value(s + 1000, t), loss.value(s, t), rtol=1e-12)


def test_hinge_is_flat_on_the_very_edge_and_pushes_the_first_of_equal_rivals() -> None:
    hinge = built("hinge")
    edge = hinge.value_and_slope(np.array([[1.0, -1.0]]), np.array([[1.0, 0.0]]))
    _, slope = hinge.value_and_slope(
        np.array([[0.5], [0.0], [0.5]]), np.array([[0.0], [1.0], [0.0]])
    )

    assert edge[0] == 0
    np.testing.assert_array_equal(edge[1], 0)
    np.testing.assert_array_equal(slope, [[1.0], [-1.0], [0.0]])


def test_no_example_pulls_harder_than_one_under_huber() -> None:
    assert "harder than 1" in LOSSES["huber"].notice()
    s = np.array([[-1e9, -1.0, -0.5, 0.0, 2.0]])

    _, slope = built("huber").value_and_slope(s, np.zeros_like(s))

    np.testing.assert_allclose(5 * slope, [[-1.0, -1.0, -0.5, 0.0, 1.0]])


@each
def test_a_lane_that_overflows_does_not_touch_the_others(name: str) -> None:
    s, t = some(3)
    calm = built(name).value_and_slope(s, t)
    s[1] = np.inf
    with np.errstate(all="ignore"):
        value, slope = built(name).value_and_slope(s, t)

    assert not np.isfinite(value[1])
    others = [0, 2, 3]
    np.testing.assert_array_equal(value[others], calm[0][others])
    np.testing.assert_array_equal(slope[others], calm[1][others])
