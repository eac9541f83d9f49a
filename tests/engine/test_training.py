"""Training: networks as lanes, without their points."""

from dataclasses import replace

import numpy as np
import pytest

from app.engine.catalogue import OPTIMIZERS, SCHEDULES, SURFACES
from app.engine.descend import Descent, Lanes
from app.engine.network.diagnosis import gradient_flow
from app.engine.network.scores import evaluate
from app.engine.race import Change, descents_of
from app.engine.training import Trainee, Training, evaluated_at
from app.engine.verdict import verdict, verdicts
from app.engine.words import number
from tests.engine.network.building import built, made_up

CONSTANT = SCHEDULES.build("constant", {})


def trainee(network, optimizer="sgd", schedule=CONSTANT, **numbers):
    kind = OPTIMIZERS[optimizer]
    form = kind.conventions[0]
    return Trainee(kind, form, {**form.defaults, **numbers}, schedule, network)


def over(runs, steps, block=1000, **fields):
    training = Training(runs, steps, **fields)
    while not training.over:
        training.advance(block)
    return training


def teams(problem, start, noise=0.0):
    """Lanes of every rule, one wild, and one whose rate follows the loss."""
    numbers = {"lr": np.array([0.1, 1e3])}
    plateau = SCHEDULES.build("plateau", {"patience": 1})
    sgd = OPTIMIZERS["sgd"].conventions[0]
    pair = np.stack([start, start])
    return [
        Lanes(sgd, numbers, CONSTANT, pair, noise),
        Lanes(sgd, {"lr": 0.3}, plateau, start[None], noise),
        *(
            Lanes(form, {}, CONSTANT, start[None], noise)
            for optimizer in OPTIMIZERS.values()
            for form in optimizer.conventions
        ),
    ]


PROBLEMS = {
    "network": lambda: built(activation="identity", loss="mse", l2=0.1, dropout=0.2),
    "deep": lambda: built(made_up(classes=4), hidden=(5, 4, 3), batch_size=7),
    "linear": lambda: built(made_up(1, 0), hidden=(), loss="mse", batch_size=None),
    "rosenbrock": SURFACES["rosenbrock"],
    "beale": SURFACES["beale"],
}


@pytest.mark.parametrize("name", PROBLEMS)
@pytest.mark.parametrize("block", [1, 7, 60])
def test_what_is_followed_is_what_is_recorded_bit_for_bit(name: str, block: int):
    problem = PROBLEMS[name]()
    surface = name in ("rosenbrock", "beale")
    start = np.array(problem.start) if surface else problem.initial(1)
    lanes = teams(problem, start, noise=0.1 if surface else 0.0)
    recorded = Descent(problem, lanes, seed=1).advance(60)
    following = Descent(problem, lanes, seed=1)
    diverged = {}

    for first in range(0, 60, block):
        trace = following.follow(min(block, 60 - first))
        part = slice(first, first + block)
        assert trace.first == first
        np.testing.assert_array_equal(trace.value, recorded.value[part])
        np.testing.assert_array_equal(trace.gradient_norm, recorded.gradient_norm[part])
        np.testing.assert_array_equal(trace.rate, recorded.rate[part])
        finite = np.isfinite(recorded.value[part])
        for lane in range(trace.value.shape[1]):
            length = finite[:, lane].sum()
            expected = recorded.point[part][length - 1, lane] if length else np.nan
            np.testing.assert_array_equal(trace.last[lane], expected + 0 * start)
        moves = np.linalg.norm(np.diff(recorded.point[part], axis=0), axis=-1)
        np.testing.assert_allclose(
            np.where(finite[1:], trace.moved[:-1], 0), np.nan_to_num(moves), rtol=1e-12
        )
        diverged |= trace.lost
    assert set(diverged) == set(np.flatnonzero(~np.isfinite(recorded.value[-1])))
    assert len(diverged) >= (name != "deep")


def test_equal_problems_are_lanes_of_one_descent_and_others_are_not():
    samples = made_up()
    network = built(samples)
    runs = [
        trainee(network),
        trainee(built(samples), "adam"),
        trainee(replace(network, batch_size=8)),
        trainee(replace(network, batch_size=8), "adam"),
        trainee(built(made_up())),
    ]
    orders = [sorted(order) for _, order in descents_of(runs, 0)]
    assert orders == [[0, 1], [2, 3], [4]]


def test_the_length_of_a_block_changes_nothing():
    network = built(activation="identity", loss="mse")
    runs = [trainee(network), trainee(network, lr=10.0), trainee(network, "adam")]
    changes = [Change(30, 0, {"lr": 0.5}), Change(30, 2, {"lr": 0.5}), Change(31, 0, {"lr": 0.1})]
    whole = over(runs, 120, changes=changes).records()
    for block in (1, 13):
        parts = over(runs, 120, block, changes=changes).records()
        for one, other in zip(whole, parts, strict=True):
            assert one.scores == other.scores
            for name in ("value", "gradient_norm", "rate", "moved", "final"):
                np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    assert whole[0].rate[29:32].tolist() == [0.01, 0.5, 0.1]


def test_scores_belong_to_the_parameters_of_their_step():
    network = built()
    run = trainee(network, lr=0.5)
    (record,) = over([run], 12).records()
    x = run.start
    for step in range(13):
        found = evaluate(network, x)
        assert record.scores.train_loss[step] == (step, found.train.loss)
        assert record.scores.test_accuracy[step] == (step, found.test.accuracy)
        if step < 12:
            x = x - 0.5 * network.value_and_gradient(x, step)[1]
    np.testing.assert_array_equal(record.final, x)


def test_a_run_that_diverges_between_scores_is_scored_at_its_last_finite_step():
    network = built(activation="identity", loss="mse")
    (record,) = over([trainee(network, lr=10.0)], 10_000).records()
    steps = len(record.value) - 1
    assert steps % 100
    assert record.scores.train_loss[-1] == (steps, evaluate(network, record.final).train.loss)


@pytest.mark.parametrize("steps", [1, 2, 99, 100, 101, 199, 555, 9_999, 10_000])
def test_evaluations_are_evenly_spaced(steps: int):
    at = evaluated_at(steps)
    assert (at[0], at[-1], len(at)) == (0, steps, min(steps, 100) + 1)
    assert sorted(set(at)) == at


def test_a_verdict_names_what_left_the_finite_numbers_first():
    network = built(activation="identity", loss="mse", hidden=(3,))
    run = trainee(network)
    (record,) = over([run], 20).records()

    def reason(**fields):
        short = replace(record, value=record.value[:5], gradient_norm=record.gradient_norm[:5])
        return verdict(run, replace(short, **fields), 20).reason

    lost = record.final.copy()
    lost[0] = np.inf
    opening = "Gradient descent diverged at step 5: the"
    flow = gradient_flow(network, run.start, 0)
    ratio = number(flow[0] / flow[1])
    first = (
        "left the finite numbers first. "
        f"At the start the gradient norm of layer 1 was {ratio} times that of layer 2."
    )
    outputs = "layer 2 of 2 (the outputs)"
    assert reason(lost=lost) == f"{opening} parameters of layer 1 of 2 {first}"
    assert reason(lost=record.final * 1e200) == f"{opening} activations of {outputs} {first}"
    assert reason(lost=record.final * 1e120) == f"{opening} loss {first}"
    assert "the length of its whole gradient" in reason(lost=record.final)


def test_a_network_stalls_by_the_length_of_its_parameters():
    network = built()
    for rate, status in ((1e-6, "stalled"), (0.1, "finished")):
        training = over([trainee(network, lr=rate)], 50)
        (record,) = training.records()
        (end,) = verdicts(training, [record])
        assert end.status == status
        if end.since is not None:
            moved = record.moved[end.since : 50].sum()
            assert moved < 1e-3 * np.linalg.norm(record.final)


def reason_of(network, steps=30, **numbers):
    training = over([trainee(network, **numbers)], steps)
    (end,) = verdicts(training, training.records())
    return end.reason


def test_a_verdict_says_when_gradients_vanish_or_explode_on_the_way_back():
    deep = {"hidden": (8,) * 6, "initializer": "xavier_uniform"}
    vanishing = reason_of(built(activation="sigmoid", scale=0.3, **deep))
    assert "vanish on the way back: at the start the gradient norm of layer 1 was" in vanishing
    assert vanishing.endswith("times that of layer 7.")
    wild = built(activation="identity", loss="mse", scale=50, **deep)
    assert "times that of layer 7" in reason_of(wild, lr=10.0)
    assert "layer 1" not in reason_of(built())


def test_a_verdict_counts_units_that_no_longer_learn():
    network = built(hidden=(6, 4), activation="relu")
    assert "Units" not in reason_of(network)
    dead = built(network.samples, hidden=(6, 4), activation="relu", scale=1e4)
    assert "Units that are dead (flat for every example, so no gradient reaches them): " in (
        reason_of(dead, lr=100.0)
    )
    saturated = built(hidden=(6, 4), scale=1e4)
    assert reason_of(saturated).endswith("passes): 6 of 6 in layer 1, 4 of 4 in layer 2.")
