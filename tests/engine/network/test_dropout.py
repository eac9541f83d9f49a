"""Inverted dropout: its expectation, its shares, its independence."""

import numpy as np
import pytest

from app.engine.network.dropout import Dropout
from tests.engine.network.building import built

DOUBLE = np.dtype(np.float64)


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.8])
def test_masks_are_one_on_average_and_hold_two_numbers(rate: float) -> None:
    dropout = Dropout(rate, (6, 4), 32)
    masks = np.array([np.concatenate(dropout.masks(step, 32, DOUBLE)) for step in range(1000)])

    assert {0.0, 1 / (1 - rate)} == set(np.unique(masks))
    error = 5 * np.sqrt(rate / (1 - rate) / masks.size)
    assert masks.mean() == pytest.approx(1, abs=error)
    np.testing.assert_allclose(masks.mean((0, 2)), 1, atol=5 * np.sqrt(10) * error)


def test_a_network_with_dropout_gives_on_average_what_it_gives_without() -> None:
    thin = built(hidden=(8,), activation="identity", dropout=0.3, batch_size=None, loss="mse")
    full = built(thin.samples, hidden=(8,), activation="identity", batch_size=None, loss="mse")
    x = full.initial(1)
    outputs = []
    for step in range(4000):
        lanes = x[None]
        _, sums = thin.trace(lanes, step, np.empty_like(lanes))
        outputs.append(sums[-1][0, 0])

    expected = full.predict(x, full.samples.train_inputs)[:, 0]
    error = np.std(outputs, axis=0) / np.sqrt(len(outputs))
    assert (np.abs(np.mean(outputs, axis=0) - expected) < 5 * error).all()


def test_masks_are_known_from_the_step_alone() -> None:
    forward = Dropout(0.4, (5,), 16, seed=2)
    masks = [forward.masks(step, 16, DOUBLE)[0] for step in range(0, 3000, 100)]

    backward = Dropout(0.4, (5,), 16, seed=2)
    for step in reversed(range(0, 3000, 100)):
        np.testing.assert_array_equal(backward.masks(step, 16, DOUBLE)[0], masks[step // 100])


def test_masks_differ_from_step_to_step_and_from_seed_to_seed() -> None:
    found = {
        Dropout(0.4, (8,), 16, seed).masks(step, 16, DOUBLE)[0].tobytes()
        for seed in (0, 1)
        for step in range(1500)
    }

    assert len(found) == 3000


def test_a_higher_rate_leaves_out_the_same_and_more() -> None:
    few = Dropout(0.2, (8, 3), 16).masks(7, 16, DOUBLE)
    many = Dropout(0.5, (8, 3), 16).masks(7, 16, DOUBLE)

    for kept, less in zip(few, many, strict=True):
        assert (kept[less > 0] > 0).all()


def test_a_short_batch_gets_the_first_columns() -> None:
    dropout = Dropout(0.5, (4, 2), 16)

    whole, short = dropout.masks(3, 16, DOUBLE), dropout.masks(3, 5, DOUBLE)

    for all_columns, first in zip(whole, short, strict=True):
        np.testing.assert_array_equal(all_columns[:, :5], first)


def test_scores_and_predictions_drop_nothing() -> None:
    thin, full = built(dropout=0.6), built()
    x = full.initial(0)
    inputs = full.samples.test_inputs

    np.testing.assert_array_equal(thin.predict(x, inputs), full.predict(x, inputs))
    assert thin.value_and_gradient(x, 0)[0] != full.value_and_gradient(x, 0)[0]


def test_a_network_without_hidden_layers_has_nothing_to_drop() -> None:
    thin, full = built(hidden=(), dropout=0.6), built(hidden=())
    x = full.initial(0)

    np.testing.assert_array_equal(
        thin.value_and_gradient(x, 3)[1], full.value_and_gradient(x, 3)[1]
    )
