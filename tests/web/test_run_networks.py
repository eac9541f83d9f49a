"""POST /api/run with networks, promise by promise."""

import json

import numpy as np
import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from app.compute import whole
from app.engine.catalogue import ACTIVATIONS, DATASETS, INITIALIZERS, LOSSES, OPTIMIZERS
from app.spec import cost
from tests.web.here import ask_here
from tests.web.strict import read

MOONS = {"name": "moons", "parameters": {"samples": 120}}
NETWORK = {"kind": "network", "dataset": MOONS, "hidden": [4]}
ADAM = {"optimizer": "adam", "hyperparameters": {"lr": 0.01}}
SGD = {"optimizer": "sgd", "hyperparameters": {"lr": 0.1}}
PER_STEP = ("loss", "gradient_norm", "learning_rate")
SCORES = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")
PARAMETERS = ("initial_parameters", "final_parameters")
DATA = ("train_inputs", "train_targets", "batches")


def answer(door: TestClient, *runs, problem=None, **fields):
    """What a race of networks is answered with."""
    spec = {"problem": {**NETWORK, **(problem or {})}, "runs": runs or [SGD], "steps": 40, **fields}
    told = door.post("/api/run", json=spec)
    assert told.status_code == 200, told.text
    return read(told.content)


def race(door: TestClient, *runs, **fields):
    return answer(door, *runs, **fields)["runs"]


def reasons(door: TestClient, *runs, problem=None, **fields):
    """The reasons of a refusal, as {where: words}."""
    spec = {"problem": {**NETWORK, **(problem or {})}, "runs": runs or [SGD], **fields}
    told = door.post("/api/run", json=spec)
    assert told.status_code == 422, told.text
    return {".".join(map(str, reason["loc"])): reason["msg"] for reason in told.json()["detail"]}


def own(**overrides):
    return {**SGD, "overrides": overrides}


def test_the_example_of_the_contract_is_answered(door: TestClient):
    problem = {
        "kind": "network",
        "dataset": {"name": "moons", "parameters": {"samples": 500, "noise": 0.2}},
        "test_fraction": 0.3, "hidden": [8, 8], "activation": "tanh",
        "initializer": "xavier_uniform", "loss": "cross_entropy", "batch_size": 32, "l1": 0.0,
        "l2": 0.0, "dropout": 0.0,
    }  # fmt: skip
    told = answer(door, ADAM, problem=problem, steps=500)
    assert set(told) == {"runs"}
    (run,) = told["runs"]

    assert (run["optimizer"], run["convention"], run["label"]) == ("adam", "textbook", "Adam")
    assert (run["status"], run["since"], run["steps"]) == ("finished", None, 500)
    assert run["reason"].startswith("Adam took all 500 steps.")
    assert run["divergence"] is None
    assert "path" not in run
    assert {len(run[name]) for name in PER_STEP} == {501}
    assert run["learning_rate"] == [0.01] * 501
    for name in SCORES:
        assert [step for step, _ in run[name]] == list(range(0, 501, 5))
    bare = {"problem": {"kind": "network"}, "runs": [ADAM]}
    assert read(door.post("/api/run", json=bare).content) == told


def retrained(told, hidden, rule, lr, steps):
    """Loss and parameters of a tanh network under binary cross-entropy, in plain NumPy."""
    x, t = np.array(told["train_inputs"]), np.array(told["train_targets"], float)
    theta = np.array(told["runs"][0]["initial_parameters"])
    features = x.shape[1]
    cut = features * hidden
    m, v, losses = np.zeros_like(theta), np.zeros_like(theta), []
    for step in range(steps + 1):
        rows = told["batches"][step]
        w1, b1 = theta[:cut].reshape(features, hidden), theta[cut : cut + hidden]
        w2, b2 = theta[cut + hidden : -1].reshape(hidden, 1), theta[-1]
        h = np.tanh(x[rows] @ w1 + b1)
        p = 1 / (1 + np.exp(-(h @ w2 + b2)[:, 0]))
        y = t[rows]
        losses.append(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
        if step == steps:
            return losses, theta
        ds = ((p - y) / len(rows))[:, None]
        dh = (ds @ w2.T) * (1 - h**2)
        slopes = [x[rows].T @ dh, dh.sum(0), h.T @ ds, ds.sum(0)]
        g = np.concatenate([slope.ravel() for slope in slopes])
        if rule == "sgd":
            theta = theta - lr * g
        else:
            m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
            m_hat, v_hat = m / (1 - 0.9 ** (step + 1)), v / (1 - 0.999 ** (step + 1))
            theta = theta - lr * m_hat / (np.sqrt(v_hat) + 1e-8)
    raise AssertionError


@pytest.mark.parametrize(("rule", "lr"), [("sgd", 0.5), ("adam", 0.05)])
@pytest.mark.parametrize("batch_size", [16, None, 1])
def test_anyone_can_train_the_same_network(door: TestClient, rule: str, lr: float, batch_size):
    run = {"optimizer": rule, "hyperparameters": {"lr": lr}}
    problem = {"hidden": [5], "activation": "tanh", "loss": "cross_entropy"}
    told = answer(
        door, run, problem={**problem, "batch_size": batch_size}, steps=30, parameters=True
    )

    losses, theta = retrained(told, 5, rule, lr, 30)

    np.testing.assert_allclose(told["runs"][0]["loss"], losses, rtol=1e-10, atol=1e-10)
    final = told["runs"][0]["final_parameters"]
    np.testing.assert_allclose(final, theta, rtol=1e-10, atol=1e-10)
    assert told["runs"][0]["initial_parameters"] != final


def test_adam_learns_the_moons(door: TestClient):
    moons = {"name": "moons", "parameters": {"samples": 500, "noise": 0.1}}
    (run,) = race(door, ADAM, problem={"dataset": moons, "hidden": [8, 8]}, steps=1000)
    assert run["test_accuracy"][-1][1] >= 0.95


def test_adam_learns_the_spirals(door: TestClient):
    run = {"optimizer": "adam", "hyperparameters": {"lr": 0.02}}
    (told,) = race(door, run, problem={"dataset": "spirals", "hidden": [16, 16]}, steps=1000)
    assert told["test_accuracy"][-1][1] > 0.95


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_data_set_is_learned_by_the_loss_that_fits_it(door: TestClient, dataset: str):
    (run,) = race(door, ADAM, problem={"dataset": dataset}, steps=60)
    classes = bool(DATASETS[dataset]().classes)
    assert run["train_loss"][-1][1] < run["train_loss"][0][1]
    assert (run["train_accuracy"] is None) == (run["test_accuracy"] is None) == (not classes)
    assert run == race(
        door, ADAM, steps=60,
        problem={"dataset": dataset, "loss": "cross_entropy" if classes else "mse"},
    )[0]  # fmt: skip


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSSES)
def test_every_activation_goes_with_every_loss(door: TestClient, activation: str, loss: str):
    problem = {"activation": activation, "loss": loss, "l1": 1e-4, "l2": 1e-4, "dropout": 0.2}
    for dataset in ("moons", "iris"):
        (run,) = race(door, ADAM, problem={**problem, "dataset": dataset})
        assert run["status"] == "finished"


@pytest.mark.parametrize("initializer", INITIALIZERS)
def test_every_initializer_says_where_to_start(door: TestClient, initializer: str):
    (run,) = race(door, problem={"initializer": initializer}, parameters=True)
    start = np.array(run["initial_parameters"])
    scaled = race(door, problem={"initializer": initializer, "scale": 3}, parameters=True)
    assert len(start) == 2 * 4 + 4 + 4 + 1
    assert (start[8:12] == 0).all() == (initializer != "torch_linear")
    np.testing.assert_allclose(scaled[0]["initial_parameters"][:8], 3 * start[:8])


def test_an_entry_may_be_given_with_its_parameters(door: TestClient):
    constant = {"name": "constant", "parameters": {"value": -0.25}}
    (run,) = race(door, problem={"initializer": constant}, parameters=True)
    assert run["initial_parameters"] == [-0.25] * 8 + [0.0] * 4 + [-0.25] * 4 + [0.0]


@pytest.mark.parametrize("steps", [1, 3, 99, 100, 101, 250, 10_000])
def test_scores_are_told_at_the_start_at_the_end_and_at_100_steps_at_most(door, steps: int):
    (run,) = race(door, problem={"dataset": "iris", "batch_size": 8}, steps=steps)
    for name in SCORES:
        at = [step for step, _ in run[name]]
        assert (at[0], at[-1]) == (0, steps)
        assert len(at) == min(steps, 100) + 1
        assert len(set(np.diff(at))) <= 2
        assert max(np.diff(at)) - min(np.diff(at)) <= 1
    assert {len(run[name]) for name in PER_STEP} == {steps + 1}


def test_the_loss_holds_the_penalties_and_the_scores_do_not(door: TestClient):
    problem = {"batch_size": None, "l1": 0.01, "l2": 0.1, "initializer": "torch_linear"}
    (run,) = race(door, problem=problem, parameters=True)
    for at, name in ((0, "initial_parameters"), (-1, "final_parameters")):
        theta = np.array(run[name])
        w = np.concatenate([theta[:8], theta[12:16]])  # of 2-4-1, without biases
        penalty = 0.01 * np.abs(w).sum() + 0.1 * np.square(w).sum()
        assert run["loss"][at] == pytest.approx(run["train_loss"][at][1] + penalty, rel=1e-12)


def test_nothing_is_tested_where_no_part_is_set_aside(door: TestClient):
    (classes,) = race(door, problem={"test_fraction": 0})
    (numbers,) = race(door, problem={"test_fraction": 0, "dataset": "sine"})
    assert classes["test_loss"] == classes["test_accuracy"] == numbers["test_loss"] == []
    assert len(classes["train_accuracy"]) == 41
    assert numbers["train_accuracy"] is numbers["test_accuracy"] is None


def test_what_a_network_takes_for_what_is_told_at_its_last_step(door: TestClient):
    wild = {"optimizer": "sgd", "hyperparameters": {"lr": 10.0}, "overrides": {"loss": "mse"}}
    problem = {"dataset": "iris", "activation": "identity"}
    runs = race(door, ADAM, wild, own(test_fraction=0), problem=problem)
    for run in runs:
        for part in ("train", "test"):
            if not run[f"{part}_loss"]:
                assert run["confusion"][part] is None
                continue
            table = np.array(run["confusion"][part])
            assert table.shape == (3, 3)
            right = np.trace(table) / table.sum()
            assert right == pytest.approx(run[f"{part}_accuracy"][-1][1])
    assert runs[1]["status"] == "diverged"
    assert np.array(runs[0]["confusion"]["train"]).sum(1).tolist() == [35, 35, 35]
    assert np.array(runs[0]["confusion"]["test"]).sum() == 45


def test_numbers_have_the_share_of_variance_that_is_explained(door: TestClient):
    told = answer(door, ADAM, problem={"dataset": "plane"}, steps=300, parameters=True)
    (run,) = told["runs"]
    assert run["confusion"] is run["train_accuracy"] is None
    assert [step for step, _ in run["test_r2"]] == [step for step, _ in run["test_loss"]]
    targets = np.array(told["train_targets"])
    explained = 1 - run["train_loss"][-1][1] / targets.var()
    assert run["train_r2"][-1][1] == pytest.approx(explained)
    assert explained > 0.9
    (classes,) = race(door)
    assert classes["train_r2"] is classes["test_r2"] is None


def test_parameters_and_data_are_told_when_they_are_asked_for(door: TestClient):
    plain, full = answer(door), answer(door, parameters=True)
    assert plain.keys() == {"runs"}
    assert full.keys() == {"runs", *DATA}
    assert full["runs"][0].keys() - plain["runs"][0].keys() == set(PARAMETERS)
    assert answer(door, parameters=False) == plain
    inputs = np.array(full["train_inputs"])
    assert inputs.shape == (84, 2)
    np.testing.assert_allclose(inputs.mean(0), 0, atol=1e-12)
    np.testing.assert_allclose(inputs.std(0), 1, rtol=1e-12)
    assert sorted(set(full["train_targets"])) == [0, 1]


def test_targets_that_are_numbers_are_told_as_trained_on(door: TestClient):
    told = answer(door, problem={"dataset": "diabetes"}, parameters=True)
    assert np.mean(told["train_targets"]) == pytest.approx(0, abs=1e-12)
    assert np.std(told["train_targets"]) == pytest.approx(1)


def test_batches_are_shuffled_epochs_and_there_is_one_for_each_loss(door: TestClient):
    told = answer(door, problem={"batch_size": 32}, parameters=True, steps=8)
    batches = told["batches"]
    assert [len(rows) for rows in batches] == [32, 32, 20] * 3
    epochs = [[row for rows in batches[first : first + 3] for row in rows] for first in (0, 3, 6)]
    assert all(sorted(epoch) == list(range(84)) for epoch in epochs)
    assert epochs[0] != epochs[1] != epochs[2]
    whole = answer(door, problem={"batch_size": None}, parameters=True, steps=2)
    assert whole["batches"] == [list(range(84))] * 3
    single = answer(door, problem={"batch_size": 1}, parameters=True, steps=2)
    assert [len(rows) for rows in single["batches"]] == [1] * 3


def test_what_differs_for_a_run_is_told_with_it(door: TestClient):
    runs = [own(batch_size=5), SGD, own(hidden=[3]), own(dataset="xor"), own(test_fraction=0.5)]
    told = answer(door, *runs, parameters=True)
    apart = [run.keys() & set(DATA) for run in told["runs"]]
    assert apart == [set(DATA), set(), set(), set(DATA), set(DATA)]
    assert len(told["batches"][0]) == 32
    assert len(told["runs"][0]["batches"][0]) == 5
    assert told["runs"][0]["train_inputs"] == told["train_inputs"]
    assert len(told["runs"][4]["train_inputs"]) == 60
    every = answer(door, own(batch_size=5), own(batch_size=6), parameters=True)
    assert len(every["batches"][0]) == 5
    assert len(every["runs"][1]["batches"][0]) == 6


OVERRIDES = [
    {"batch_size": 7}, {"batch_size": None}, {"activation": "relu"}, {"initializer": "he_normal"},
    {"l1": 0.1}, {"l2": 0.1}, {"dropout": 0.5}, {"hidden": []}, {"hidden": [3, 3]},
    {"loss": "hinge"}, {"dataset": "circles"}, {"test_fraction": 0.1}, {"scale": 2.0},
    {"dataset": {"name": "moons", "parameters": {"samples": 50}}},
]  # fmt: skip


def test_a_run_with_overrides_is_the_run_of_that_problem(door: TestClient):
    together = race(door, SGD, *(own(**fields) for fields in OVERRIDES), parameters=True)
    plain = race(door, SGD, parameters=True)[0]
    assert together[0] == plain
    for fields, run in zip(OVERRIDES, together[1:], strict=True):
        (alone,) = race(door, SGD, problem=fields, parameters=True)
        assert {name: run[name] for name in alone} == alone
        assert run["loss"] != plain["loss"]


def test_racers_start_from_the_same_weights_when_their_shapes_agree(door: TestClient):
    runs = race(
        door, SGD, ADAM, own(activation="relu"), own(dropout=0.5), own(batch_size=3),
        own(dataset="xor"), own(hidden=[5]), parameters=True,
    )  # fmt: skip
    starts = [run["initial_parameters"] for run in runs]
    assert all(start == starts[0] for start in starts[:6])
    assert len(starts[6]) != len(starts[0])


def test_a_run_is_the_same_alone_and_in_company(door: TestClient):
    runs = [
        {"optimizer": name, "convention": form.name}
        for name, optimizer in OPTIMIZERS.items()
        for form in optimizer.conventions
    ][:40]
    wild = {"optimizer": "sgd", "hyperparameters": {"lr": 10.0}, "overrides": {"loss": "mse"}}
    problem = {"l2": 0.01, "dropout": 0.3, "activation": "identity"}
    together = race(door, *runs, wild, problem=problem, steps=25, parameters=True)
    assert together[-1]["status"] == "diverged"
    for place in range(0, 40, 7):
        alone = race(door, runs[place], problem=problem, steps=25, parameters=True)
        assert alone[0] == together[place]


def test_one_lane_that_diverges_leaves_the_others_alone(door: TestClient):
    wild = {"optimizer": "sgd", "hyperparameters": {"lr": 10.0}}
    problem = {"activation": "identity", "loss": "mse"}
    alone = race(door, SGD, problem=problem, parameters=True)
    together = race(door, wild, SGD, wild, problem=problem, parameters=True)
    assert together[0]["status"] == together[2]["status"] == "diverged"
    assert together[1] == alone[0]


def test_the_seed_decides_data_start_and_batches(door: TestClient):
    first, again, other, huge = (
        answer(door, problem={"dropout": 0.2}, seed=seed, parameters=True)
        for seed in (1, 1, 2, 2**53 - 1)
    )
    assert first == again
    for name in DATA:
        assert first[name] != other[name] != huge[name]
    assert first["runs"][0]["initial_parameters"] != other["runs"][0]["initial_parameters"]


def test_changes_apply_from_their_step_on(door: TestClient):
    changes = [{"step": 12, "run": 1, "hyperparameters": {"lr": 0.3}}]
    plain, changed = race(door, SGD, SGD, changes=changes)
    assert plain == race(door, SGD)[0]
    assert changed["loss"][:13] == plain["loss"][:13]
    assert changed["loss"][13] != plain["loss"][13]
    assert changed["learning_rate"] == [0.1] * 12 + [0.3] * 29


def test_schedules_scale_the_rate(door: TestClient):
    halved = {**SGD, "schedule": {"name": "exponential", "parameters": {"decay": 0.5}}}
    careful = {**SGD, "schedule": {"name": "plateau", "parameters": {"patience": 1}}}
    exponential, plateau = race(door, halved, careful)
    np.testing.assert_allclose(exponential["learning_rate"], 0.1 * np.exp(-0.5 * np.arange(41)))
    assert plateau["learning_rate"][-1] < 0.1


def test_a_diverged_run_ends_at_its_last_finite_step_and_names_the_layer(door: TestClient):
    wild = {"optimizer": "sgd", "hyperparameters": {"lr": 10.0}}
    problem = {"activation": "identity", "loss": "mse", "hidden": [4, 4]}
    told = answer(door, wild, problem=problem, steps=5000, parameters=True)
    (run,) = told["runs"]

    assert run["status"] == "diverged"
    assert run["since"] is None
    assert {len(run[name]) for name in PER_STEP} == {run["steps"] + 1}
    assert run["steps"] < 100
    opening = f"Gradient descent diverged at step {run['steps'] + 1}: the "
    assert run["reason"].startswith(opening)
    assert " of layer 3 of 3 (the outputs) left the finite numbers first" in run["reason"]
    assert np.isfinite(run["final_parameters"]).all()
    for name in ("train_loss", "test_loss"):
        assert run[name][-1][0] <= run["steps"]
    assert len(told["batches"]) == 5001


def test_a_run_at_rest_has_converged(door: TestClient):
    problem = {"dataset": "plane", "hidden": [], "batch_size": None}
    run, mini = race(door, SGD, own(batch_size=4, loss="huber"), problem=problem, steps=1000)
    assert run["status"] == "converged"
    assert run["steps"] == 1000
    norms = np.array(run["gradient_norm"])
    assert (norms[run["since"] :] < 1e-6).all()
    assert norms[run["since"] - 1] >= 1e-6
    assert "its gradient norm is below 10⁻⁶ from step" in run["reason"]
    assert mini["status"] == "finished"


def test_a_run_that_hardly_moves_for_its_size_has_stalled(door: TestClient):
    slow = {"optimizer": "sgd", "hyperparameters": {"lr": 1e-6}}
    (run,) = race(door, slow)
    assert (run["status"], run["since"], run["steps"]) == ("stalled", 0, 40)
    assert "less than a thousandth of the length of its parameters" in run["reason"]
    (brief,) = race(door, slow, steps=9)
    assert brief["status"] == "finished"


@pytest.mark.parametrize(
    ("problem", "where", "words"),
    [
        ({"kind": "surfaces"}, "problem.kind", "it must be 'surface' or 'network'"),
        ({"kind": None}, "problem.kind", "it must be 'surface' or 'network'"),
        ({"dataset": "moon"}, "problem.dataset", "unknown data set 'moon'; did you mean 'moons'?"),
        ({"dataset": 5}, "problem.dataset", "dataset = 5 is not"),
        (
            {"dataset": {"name": "moons", "parameters": {"samples": 6000}}},
            "problem.dataset.parameters.samples", "samples = 6000 is not a whole number in [10,",
        ),
        (
            {"dataset": {"name": "iris", "parameters": {"samples": 60}}},
            "problem.dataset.parameters.samples", "Iris takes none",
        ),
        ({"test_fraction": 1}, "problem.test_fraction", "it must be at most 0.9"),
        ({"test_fraction": -0.1}, "problem.test_fraction", "it must be at least 0"),
        ({"hidden": [8] * 7}, "problem.hidden", "hidden has 7 entries; it must have at most 6"),
        ({"hidden": [65]}, "problem.hidden.0", "hidden[0] = 65 is too large"),
        ({"hidden": [0]}, "problem.hidden.0", "hidden[0] = 0 is too small"),
        ({"hidden": 8}, "problem.hidden", "hidden = 8 is not a list"),
        ({"hidden": [2.5]}, "problem.hidden.0", "hidden[0] = 2.5 is not a whole number"),
        ({"activation": "than"}, "problem.activation", "did you mean 'tanh'?"),
        ({"initializer": "zero"}, "problem.initializer", "unknown initializer 'zero'; there are"),
        ({"loss": "hing"}, "problem.loss", "unknown loss 'hing'; did you mean 'hinge'?"),
        (
            {"dataset": "sine", "loss": "hinge"}, "problem.loss",
            "Hinge needs classes, and Sine has numbers to predict; choose mse or huber",
        ),
        ({"batch_size": 0}, "problem.batch_size", "batch_size = 0 is too small"),
        ({"batch_size": 5001}, "problem.batch_size", "it must be at most 5000"),
        ({"l1": -1}, "problem.l1", "l1 = -1 is too small; it must be at least 0"),
        ({"l2": 11}, "problem.l2", "l2 = 11 is too large; it must be at most 10"),
        ({"dropout": 1}, "problem.dropout", "dropout = 1 is too large; it must be at most 0.9"),
        ({"scale": 101}, "problem.scale", "scale = 101 is too large; it must be at most 100"),
        ({"noise": 1}, "problem.noise", "unknown field 'noise'; leave it out"),
        ({"start": [0, 0]}, "problem.start", "unknown field 'start'; leave it out"),
    ],
)  # fmt: skip
def test_a_refusal_says_what_was_given_and_what_would_be_right(door, problem, where, words):
    told = reasons(door, problem=problem)
    assert list(told) == [where]
    assert words in told[where]


@pytest.mark.parametrize(
    ("overrides", "where", "words"),
    [
        ({"noise": 1}, "noise", "a network has no 'noise'; there are dataset, test_fraction,"),
        ({"hidden": [65]}, "hidden.0", "hidden[0] = 65 is too large"),
        ({"activation": "than"}, "activation", "did you mean 'tanh'?"),
        ({"dataset": "moon"}, "dataset", "did you mean 'moons'?"),
        ({"dataset": "sine"}, "dataset", "Cross-entropy needs classes, and Sine has numbers"),
        ({"dataset": "sine", "loss": "hinge"}, "loss", "Hinge needs classes"),
        ({"batch_size": 0}, "batch_size", "batch_size = 0 is too small"),
    ],
)
def test_a_wrong_override_is_placed_where_it_was_made(door, overrides, where, words):
    told = reasons(door, SGD, own(**overrides), problem={"loss": "cross_entropy"})
    assert list(told) == [f"runs.1.overrides.{where}"]
    assert words in told[f"runs.1.overrides.{where}"]


def test_fields_of_networks_mean_nothing_on_a_surface(door: TestClient):
    spec = {"problem": {"name": "beale"}, "runs": [own(batch_size=None)]}
    (reason,) = door.post("/api/run", json=spec).json()["detail"]
    assert reason["loc"] == ["runs", 0, "overrides", "batch_size"]
    assert reason["msg"].startswith("a surface has no 'batch_size'; there are name, parameters")
    spec = {"problem": {"name": "beale"}, "runs": [SGD], "parameters": True}
    (reason,) = door.post("/api/run", json=spec).json()["detail"]
    assert reason["loc"] == ["parameters"]
    assert "only networks have parameters" in reason["msg"]


def test_all_reasons_are_named_at_once(door: TestClient):
    wrong = [{"optimizer": "adamm"}, own(loss="hing"), own(hidden=[3])]
    assert set(reasons(door, *wrong)) == {"runs.0.optimizer", "runs.1.overrides.loss"}


def test_a_race_too_dear_is_refused_in_a_sentence(door: TestClient):
    dear = {"hidden": [64] * 6, "dataset": "digits", "batch_size": None}
    told = reasons(door, *[ADAM] * 64, problem=dear, steps=10_000)
    assert told[""].startswith("this race would take 2.58×10¹³ multiplications; at most 10¹¹")
    assert "take fewer runs, fewer steps, smaller batches or a smaller network" in told[""]


def test_a_race_too_large_is_refused_in_a_sentence(door: TestClient):
    moons = {"name": "moons", "parameters": {"samples": 5000}}
    large = {"hidden": [64] * 6, "dataset": moons, "batch_size": None, "test_fraction": 0}
    told = reasons(door, *[ADAM] * 64, problem=large, steps=1)
    assert "more memory than there is for one" in told[""]


def test_more_row_numbers_than_are_told_are_refused(door: TestClient, monkeypatch):
    ask_here(monkeypatch)
    monkeypatch.setattr(cost, "MAX_ROWS", 41 * 32)
    assert answer(door, parameters=True)
    told = reasons(door, steps=41, parameters=True)
    assert "or leave parameters out" in told["parameters"]
    assert answer(door, steps=41)


def test_the_largest_network_that_is_usual_is_answered(door: TestClient):
    runs = [{"optimizer": name} for name in OPTIMIZERS][:8]
    large = {"dataset": "digits", "hidden": [64] * 6}
    told = answer(door, *runs, problem=large, steps=20, parameters=True)
    assert {len(run["final_parameters"]) for run in told["runs"]} == {25_610}


def test_more_than_can_be_held_is_refused_with_429(door: TestClient, monkeypatch):
    ask_here(monkeypatch)
    monkeypatch.setattr(whole, "room", whole.Room(8))
    told = door.post("/api/run", json={"problem": NETWORK, "runs": [SGD]})
    assert told.status_code == 429
    monkeypatch.setattr(whole, "room", whole.Room(600 + 300))
    for _ in range(3):  # what was answered gives its room back
        assert door.post("/api/run", json={"problem": NETWORK, "runs": [SGD]}).status_code == 200


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9)
    | st.sampled_from([10**400, 1e308, "moons", "tanh", "mse", "(network)", "network"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["name", "parameters", "samples", "noise"]) | st.text(max_size=3),
        inner,
        max_size=3,
    ),
    max_leaves=8,
)  # fmt: skip


def _choice(menu):
    named = st.fixed_dictionaries(
        {"name": st.sampled_from(list(menu))},
        optional={"parameters": st.dictionaries(
            st.sampled_from(["samples", "noise", "count", "value", "arms"]),
            st.sampled_from([0, 0.1, 2, 10, 11, 30]) | JSON, max_size=2,
        )},
    )  # fmt: skip
    return st.sampled_from(list(menu)) | named | JSON


FIELDS = {
    "dataset": _choice([name for name in DATASETS if name != "digits"]),
    "test_fraction": st.sampled_from([0, 0.9, 0.5]) | JSON,
    "hidden": st.lists(st.integers(0, 5), max_size=3) | JSON,
    "activation": _choice(ACTIVATIONS),
    "initializer": _choice(INITIALIZERS),
    "loss": _choice(LOSSES) | st.none(),
    "scale": st.sampled_from([0, 1, 100]) | JSON,
    "batch_size": st.sampled_from([None, 1, 7]) | JSON,
    "l1": st.sampled_from([0, 10]) | JSON,
    "l2": st.sampled_from([0, 10]) | JSON,
    "dropout": st.sampled_from([0, 0.9]) | JSON,
}
RACES = st.fixed_dictionaries(
    {
        "problem": st.fixed_dictionaries({"kind": st.just("network")}, optional=FIELDS),
        "runs": st.lists(
            st.fixed_dictionaries(
                {"optimizer": st.sampled_from(list(OPTIMIZERS))},
                optional={
                    "hyperparameters": st.dictionaries(
                        st.sampled_from(["lr", "eps"]), st.sampled_from([0, 1e-8, 0.1, 10])
                    ),
                    "overrides": st.fixed_dictionaries({}, optional=FIELDS) | JSON,
                },
            ),
            min_size=1,
            max_size=3,
        ),
        "steps": st.integers(1, 12),
    },
    optional={"seed": st.integers(0, 2**53 - 1), "parameters": st.booleans() | JSON},
)


@settings(max_examples=250)
@given(spec=RACES)
def test_whatever_is_sent_is_answered_or_refused_in_sentences(door: TestClient, spec):
    body = json.dumps(spec)
    told = door.post("/api/run", content=body, headers={"Content-Type": "application/json"})

    content = read(told.content)
    if told.status_code == 200:
        assert len(content["runs"]) == len(spec["runs"])
        for run in content["runs"]:
            assert {len(run[name]) for name in PER_STEP} == {run["steps"] + 1}
            assert (run["steps"] < spec["steps"]) == (run["status"] == "diverged")
    else:
        assert told.status_code == 422
        for reason in content["detail"]:
            assert reason.keys() == {"loc", "msg"}
            assert 0 < len(reason["msg"]) < 500
