"""The plane on which decisions are drawn."""

import numpy as np
import pytest

from app.engine.catalogue import DATASETS
from app.engine.contracts import Table
from app.engine.network.input_plane import input_plane, reach
from app.engine.samples import Samples, split


def samples(name: str) -> Samples:
    return split(DATASETS[name]().table(0), 0.3, 0)


def of(inputs) -> Samples:
    return split(Table(inputs, np.arange(len(inputs)), tuple("abc"[: inputs.shape[1]])), 0, 0)


@pytest.mark.parametrize("name", DATASETS)
def test_points_of_the_plane_are_where_they_are_placed(name: str):
    data = samples(name)
    plane = input_plane(data)
    places = np.random.default_rng(0).normal(size=(9, len(plane.axes)))
    inputs = plane.origin + places @ plane.axes
    np.testing.assert_allclose(plane.place(inputs), places, atol=1e-12)
    np.testing.assert_allclose(plane.axes @ plane.axes.T, np.eye(len(plane.axes)), atol=1e-12)
    kinds = {1: "line", 2: "all"}
    assert plane.kind == kinds.get(data.train_inputs.shape[1], "principal")


@pytest.mark.parametrize("name", ["iris", "digits", "diabetes"])
def test_principal_components_show_most_of_the_variance(name: str):
    inputs = samples(name).train_inputs
    plane = input_plane(samples(name))
    values, vectors = np.linalg.eigh(np.cov(inputs.T))
    np.testing.assert_allclose(plane.explained, values[:-3:-1] / values.sum())
    np.testing.assert_allclose(np.abs(plane.axes @ vectors[:, :-3:-1]), np.eye(2), atol=1e-9)
    shown = np.square(plane.place(inputs)).sum(0) / np.square(inputs).sum()
    np.testing.assert_allclose(shown, plane.explained)


@pytest.mark.parametrize("name", ["iris", "digits", "sparse"])
def test_the_largest_part_of_a_component_is_positive(name: str):
    for axis in input_plane(samples(name)).axes:
        assert axis[np.abs(axis).argmax()] > 0


def test_of_parts_that_differ_by_rounding_the_first_is_positive():
    first = np.array([-1.0, 0.0, 1.0])
    table = np.stack([first, -first, 0 * first], axis=1)
    for order in ([0, 1, 2], [1, 0, 2], [2, 1, 0]):
        plane = input_plane(of(table[:, order]))
        largest = np.flatnonzero(np.abs(plane.axes[0]) > 0.5)
        np.testing.assert_allclose(plane.axes[0][largest], [np.sqrt(0.5), -np.sqrt(0.5)])
        np.testing.assert_allclose(plane.explained, [1, 0], atol=1e-12)


def test_two_chosen_features_are_the_axes_in_their_order():
    inputs = samples("iris").train_inputs
    plane = input_plane(samples("iris"), (3, 1))
    assert (plane.kind, plane.shown, plane.explained) == ("pair", (3, 1), None)
    np.testing.assert_array_equal(plane.place(inputs), inputs[:, [3, 1]])


def test_inputs_that_never_vary_are_one_point():
    plane = input_plane(of(np.ones((5, 3))))
    assert plane.explained == (0.0, 0.0)
    np.testing.assert_array_equal(plane.place(np.zeros((2, 3))), 0)


def test_what_is_drawn_has_a_margin_and_some_width():
    assert reach(np.array([0.0, 10.0, 5.0])) == (-1, 11)
    assert reach(np.full(4, 3.0)) == (2, 4)
