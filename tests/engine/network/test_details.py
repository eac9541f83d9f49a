"""What is told of a network at one step."""

import numpy as np
import pytest

from app.engine.network.details import BINS, details
from app.engine.network.diagnosis import gradient_flow
from app.engine.network.scores import confusion, scores
from tests.engine.network.building import built, made_up


def points(network, count=3):
    return np.array([network.initial(seed) for seed in range(count)])


@pytest.mark.parametrize("classes", [0, 2, 4])
def test_scores_confusion_and_flow_are_those_of_the_step(classes: int) -> None:
    loss = "cross_entropy" if classes else "mse"
    network = built(made_up(classes=classes), hidden=(5, 4), loss=loss, batch_size=7)
    x = points(network)
    found = details(network, x, 9)

    np.testing.assert_array_equal(found.train.loss, scores(network, x, "train").loss)
    np.testing.assert_array_equal(found.test.loss, scores(network, x, "test").loss)
    flow = gradient_flow(network, x, 9)
    for number, layer in enumerate(found.layers):
        np.testing.assert_array_equal(layer.gradient_norm, flow[:, number])
    np.testing.assert_array_equal(found.ratio, flow[:, 0] / flow[:, -1])
    if classes:
        np.testing.assert_array_equal(found.train_confusion, confusion(network, x, "train"))
        np.testing.assert_array_equal(found.test_confusion, confusion(network, x, "test"))
    else:
        assert found.train_confusion is found.test_confusion is None


def test_a_single_point_has_the_same_numbers_without_an_axis() -> None:
    network = built(hidden=(5, 4))
    x = points(network)
    every, one = details(network, x, 2), details(network, x[1], 2)

    assert one.ratio == every.ratio[1]
    for alone, among in zip(one.layers, every.layers, strict=True):
        np.testing.assert_array_equal(alone.counts, among.counts[1])
        assert (alone.low, alone.mean, alone.units) == (among.low[1], among.mean[1], among.units)


def test_histograms_count_every_output_of_a_layer() -> None:
    network = built(hidden=(5, 4), activation="relu")
    x = points(network)
    rows = network.samples.train_inputs
    found = details(network, x, 0)

    assert [layer.units for layer in found.layers] == [5, 4, 1]
    for layer, outputs in zip(found.layers, network.responses(x, rows), strict=True):
        assert (layer.counts.sum(-1) == len(rows) * layer.units).all()
        for lane, values in enumerate(outputs):
            low, high = values.min(), values.max()
            assert (layer.low[lane], layer.high[lane]) == (low, high)
            expected, _ = np.histogram(values, BINS, (low, high))
            assert np.abs(layer.counts[lane] - expected).sum() <= 2  # rounding at a bin's edge
        np.testing.assert_allclose(layer.mean, outputs.mean((1, 2)))
        np.testing.assert_allclose(layer.deviation, outputs.std((1, 2)))
    assert found.layers[-1].dead.tolist() == [0, 0, 0]


def test_dead_units_are_told_of_their_layer() -> None:
    network = built(hidden=(6, 4), activation="relu")
    x = points(network, 1)
    first, _, _ = network.shape.layers(x)
    first.biases[0, :] = -100

    (layer, *_) = details(network, x, 0).layers

    assert layer.dead.tolist() == [6]
    assert layer.counts[0, 0] == 6 * len(network.samples.train_inputs)
    assert (layer.low, layer.high) == (0, 0)


def test_points_that_left_the_finite_numbers_are_told_without_a_word() -> None:
    network = built(made_up(test=0.0), hidden=(3,), activation="relu")
    x = np.stack([network.initial(0), 1e300 * network.initial(0), np.nan * network.initial(0)])
    found = details(network, x, 0)

    assert found.test is found.test_confusion is None
    for layer in found.layers:
        assert not layer.counts[2].any()
        assert np.isnan(layer.mean[2])
    assert not found.layers[-1].counts[1].any()
    assert found.layers[0].counts[0].sum() == 3 * len(network.samples.train_inputs)


def test_a_network_without_hidden_layers_has_one_entry() -> None:
    network = built(hidden=())
    (layer,) = details(network, network.initial(0), 0).layers
    assert layer.units == 1
    assert details(network, network.initial(0), 0).ratio == 1


def test_outputs_that_hardly_differ_are_counted_too() -> None:
    network = built(made_up(classes=2), hidden=())
    (layer,) = details(network, 1e-309 * points(network), 0).layers
    assert ((layer.high > layer.low) & (layer.high - layer.low < 1e-307)).all()
    assert (layer.counts.sum(-1) == len(network.samples.train_inputs)).all()
    assert (np.count_nonzero(layer.counts, axis=-1) > 2).all()
