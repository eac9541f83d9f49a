"""Loss, accuracy, explained variance and confusion, counted by hand."""

import numpy as np
import pytest

from app.engine.contracts import Floats
from app.engine.network import problem
from app.engine.network.problem import Network
from app.engine.network.scores import confusion, evaluate
from tests.engine.network.building import built, made_up

CASES = [(2, "cross_entropy"), (2, "mse"), (2, "hinge"), (4, "cross_entropy"), (3, "hinge")]
each = pytest.mark.parametrize(("classes", "loss"), CASES)


def cloud(network: Network, lanes: int) -> Floats:
    return np.array([3 * network.initial(seed) for seed in range(lanes)])


@each
def test_accuracy_is_the_share_of_examples_whose_class_is_chosen(classes: int, loss: str) -> None:
    network = built(made_up(3, classes), loss=loss)
    x = cloud(network, 5)
    samples = network.samples
    evaluation = evaluate(network, x)

    for found, inputs, targets in (
        (evaluation.train, samples.train_inputs, samples.train_targets),
        (evaluation.test, samples.test_inputs, samples.test_targets),
    ):
        assert found is not None
        outputs = network.predict(x, inputs)
        if classes == 2:
            chosen = outputs[..., 0] > (0.5 if loss == "mse" else 0.0)
        else:
            chosen = outputs.argmax(-1)
        assert found.accuracy is not None
        np.testing.assert_array_equal(found.accuracy, (chosen == targets).mean(-1))
        assert found.r2 is None


def test_explained_variance_is_one_for_right_and_zero_for_mean_answers() -> None:
    network = built(made_up(2, 0), hidden=(), loss="mse")
    samples = network.samples
    design = np.column_stack([samples.train_inputs, np.ones(len(samples.train_inputs))])
    best = np.linalg.lstsq(design, samples.train_targets, rcond=None)[0]
    mean = np.array([0, 0, samples.train_targets.mean()])

    found = evaluate(network, np.array([best, mean])).train

    assert found.accuracy is None
    assert found.r2 is not None
    missed = design @ best - samples.train_targets
    assert found.r2[0] == pytest.approx(1 - missed.var() / samples.train_targets.var())
    assert found.r2[1] == pytest.approx(0, abs=1e-12)
    np.testing.assert_allclose(found.loss[0], np.mean(missed**2), rtol=1e-12)


@pytest.mark.parametrize("classes", [0, 2, 3])
def test_loss_is_the_data_loss_of_the_whole_part_without_penalties(classes: int) -> None:
    settings = {"l1": 0.1, "l2": 0.1, "dropout": 0.5}
    loss = "cross_entropy" if classes else "huber"
    samples = made_up(2, classes)
    whole = built(samples, loss=loss, batch_size=None)
    x = cloud(whole, 3)

    found = evaluate(built(samples, loss=loss, **settings), x)

    np.testing.assert_allclose(found.train.loss, whole.value_and_gradient(x, 0)[0], rtol=1e-13)


@pytest.mark.parametrize(("classes", "loss"), [(2, "hinge"), (4, "cross_entropy")])
def test_confusion_counts_each_example_once_and_agrees_with_the_accuracy(
    classes: int, loss: str
) -> None:
    network = built(made_up(3, classes), loss=loss)
    x = cloud(network, 4)
    targets = network.samples.test_targets

    counts = confusion(network, x, "test")

    assert counts.shape == (4, classes, classes)
    np.testing.assert_array_equal(
        counts.sum(-1), np.tile(np.bincount(targets, minlength=classes), (4, 1))
    )
    found = evaluate(network, x).test
    assert found is not None
    right = np.trace(counts, axis1=-2, axis2=-1) / len(targets)
    np.testing.assert_allclose(right, found.accuracy)


def test_a_part_without_rows_has_no_scores() -> None:
    network = built(made_up(test=0.0))

    assert evaluate(network, network.initial(0)).test is None


def test_answers_that_are_not_numbers_are_neither_right_nor_wrong() -> None:
    network = built()
    x = cloud(network, 3)
    x[1] = np.nan

    found = evaluate(network, x).train

    assert found.accuracy is not None
    assert np.isnan(found.accuracy).tolist() == [False, True, False]
    assert np.isnan(found.loss).tolist() == [False, True, False]
    assert confusion(network, x, "train").sum((1, 2)).tolist() == [45, 0, 45]


@each
def test_scores_are_the_same_in_blocks_of_any_size_and_any_leading_shape(
    classes: int, loss: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = built(made_up(3, classes), loss=loss)
    x = cloud(network, 12)
    whole, counts = evaluate(network, x), confusion(network, x, "train")
    inputs = network.samples.test_inputs
    responses = network.responses(x, inputs)

    monkeypatch.setattr(problem, "LANE_BLOCK", 20_000)
    again = evaluate(network, x.reshape(3, 4, -1))
    assert again.train.accuracy is not None
    np.testing.assert_array_equal(again.train.loss.ravel(), whole.train.loss)
    np.testing.assert_array_equal(again.train.accuracy.ravel(), whole.train.accuracy)
    np.testing.assert_array_equal(confusion(network, x, "train"), counts)
    for mine, theirs in zip(network.responses(x, inputs), responses, strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_responses_end_with_the_outputs_and_begin_with_the_first_layers_bends() -> None:
    network = built(made_up(3, 3), hidden=(5, 4))
    x = network.initial(0)
    inputs = network.samples.test_inputs

    first, second, outputs = network.responses(x, inputs)

    weights, biases = x[:15].reshape(3, 5), x[15:20]
    np.testing.assert_allclose(first, np.tanh(inputs @ weights + biases), rtol=1e-13)
    assert second.shape == (len(inputs), 4)
    np.testing.assert_array_equal(outputs, network.predict(x, inputs))
