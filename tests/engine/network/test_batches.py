"""Shuffled epochs: each row once, any step from its number."""

import numpy as np
import pytest

from app.engine.network.batches import Batches, Feed
from tests.engine.network.building import made_up

SIZES = [1, 7, 16, 45, 46, 1000, None]
each = pytest.mark.parametrize("size", SIZES)


@each
def test_every_epoch_shows_every_row_once(size: int | None) -> None:
    batches = Batches(45, size, seed=3)

    for epoch in range(3):
        steps = range(epoch * batches.per_epoch, (epoch + 1) * batches.per_epoch)
        rows = np.concatenate([batches.rows(step) for step in steps])
        np.testing.assert_array_equal(np.sort(rows), np.arange(45))


@pytest.mark.parametrize(
    ("size", "lengths"),
    [(16, [16, 16, 13]), (15, [15, 15, 15]), (1, [1] * 45), (45, [45]), (99, [45]), (None, [45])],
)
def test_the_last_batch_of_an_epoch_is_the_short_rest(
    size: int | None, lengths: list[int]
) -> None:
    batches = Batches(45, size)

    assert batches.per_epoch == len(lengths)
    for epoch in (0, 4):
        first = epoch * batches.per_epoch
        assert [len(batches.rows(first + k)) for k in range(len(lengths))] == lengths


@each
def test_examples_seen_are_counted_across_short_batches(size: int | None) -> None:
    batches = Batches(45, size)
    seen = 0
    for step in range(100):
        assert batches.seen(step) == seen
        seen += len(batches.rows(step))


@each
def test_any_step_is_known_from_its_number(size: int | None) -> None:
    forward = Batches(45, size, seed=8)
    rows = [forward.rows(step) for step in range(100)]

    backward = Batches(45, size, seed=8)
    for step in reversed(range(100)):
        np.testing.assert_array_equal(backward.rows(step), rows[step])


def test_epochs_and_seeds_are_shuffled_differently() -> None:
    first, other = Batches(45, 45, seed=0), Batches(45, 45, seed=1)

    orders = {tuple(batches.rows(step)) for batches in (first, other) for step in range(20)}

    assert len(orders) == 40


def test_every_row_comes_first_about_equally_often() -> None:
    batches = Batches(10, 3)
    firsts = [batches.order(epoch)[0] for epoch in range(5000)]

    np.testing.assert_allclose(np.bincount(firsts) / 5000, 0.1, atol=0.02)


def test_full_batch_keeps_the_rows_in_their_order() -> None:
    np.testing.assert_array_equal(Batches(45, None).rows(17), np.arange(45))


@each
@pytest.mark.parametrize("classes", [0, 2, 4])
def test_a_step_is_fed_with_the_rows_of_its_batch(size: int | None, classes: int) -> None:
    samples = made_up(3, classes)
    batches = Batches(len(samples.train_inputs), size, seed=5)
    feed = Feed(samples, batches)

    for step in (0, 3, 50, 4, 1, 1):
        inputs, targets = feed.at(step, np.dtype(np.float64))
        rows = batches.rows(step)
        np.testing.assert_array_equal(inputs, samples.train_inputs[rows].T)
        wanted = samples.train_targets[rows]
        if classes > 2:
            np.testing.assert_array_equal(targets, np.eye(classes)[wanted].T)
        else:
            np.testing.assert_array_equal(targets, wanted[None])


def test_single_precision_is_fed_on_request() -> None:
    samples = made_up()
    feed = Feed(samples, Batches(len(samples.train_inputs), 7))

    for dtype in (np.float32, np.float64, np.float32):
        assert {part.dtype for part in feed.at(2, np.dtype(dtype))} == {np.dtype(dtype)}
