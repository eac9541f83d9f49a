"""What may be asked for, and the words for what may not."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.catalogue import (
    ACTIVATIONS,
    DATASETS,
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
    SURFACES,
    BadChoice,
)
from app.sentences import MAX_NAME
from app.spec import (
    MAX_REASONS,
    MAX_SEED,
    MAX_STEPS,
    RaceSpec,
    Refused,
    convention_of,
    race_from,
    spec_from,
    surface_from,
)

SPEC = {"problem": {"name": "ravine"}, "runs": [{"optimizer": "sgd"}]}


def test_a_race_is_made_of_engine_objects():
    race = race_from({**SPEC, "problem": {"name": "ravine", "parameters": {"condition": 7}}})
    (run,) = race.runs
    assert run.surface == SURFACES.build("ravine", {"condition": 7})
    assert run.optimizer is OPTIMIZERS["sgd"]
    assert run.hyperparameters == {"lr": 0.01}
    assert (race.steps, race.seed, run.noise) == (500, 0, 0.0)


def test_text_and_bytes_and_objects_are_read_alike():
    spec = {**SPEC, "steps": 77}
    texts = [spec, json.dumps(spec), json.dumps(spec).encode()]
    assert {race_from(given).steps for given in texts} == {77}


def test_a_whole_number_may_be_written_with_a_point():
    assert race_from({**SPEC, "steps": 50.0, "seed": 1e3}).seed == 1000


def test_the_limits_themselves_are_accepted():
    race = race_from({**SPEC, "steps": MAX_STEPS, "seed": MAX_SEED, "runs": SPEC["runs"] * 64})
    assert (race.steps, race.seed, len(race.runs)) == (MAX_STEPS, MAX_SEED, 64)


def test_a_spec_read_from_its_own_json_is_the_same():
    spec = RaceSpec.model_validate({**SPEC, "changes": [
        {"step": 3, "run": 0, "hyperparameters": {"lr": 0.1}}
    ]})  # fmt: skip
    assert RaceSpec.model_validate_json(spec.model_dump_json()) == spec


NETWORK = {"kind": "network", "dataset": "moons", "hidden": [3]}


def trainees(*overrides, **problem):
    """The runs of a race of networks, one for each of the overrides."""
    runs = [{"optimizer": "sgd", "overrides": own} for own in overrides or [{}]]
    return spec_from({"problem": {**NETWORK, **problem}, "runs": runs}).training().runs


def test_a_training_is_made_of_engine_objects():
    (run,) = trainees(activation="relu", l1=1, dataset={"name": "iris"})
    network = run.network
    assert network.samples.table.classes == DATASETS["iris"]().classes
    assert (network.hidden, network.batch_size) == ((3,), 32)
    assert (network.l1, network.l2, network.dropout, network.scale) == (1.0, 0.0, 0.0, 1.0)
    assert network.activation == ACTIVATIONS.build("relu", {})
    assert network.initializer == INITIALIZERS.build("xavier_uniform", {})
    assert network.loss == LOSSES.build("cross_entropy", {})
    assert len(network.samples.test_inputs) == 45


def test_a_problem_without_a_kind_is_a_surface():
    with pytest.raises(Refused, match=r"problem\.hidden: unknown field 'hidden'"):
        race_from({**SPEC, "problem": {"name": "ravine", "hidden": [3]}})
    with pytest.raises(Refused, match="a network is no surface to race on"):
        race_from({**SPEC, "problem": NETWORK})
    with pytest.raises(Refused, match="a surface is not trained; its kind must be 'network'"):
        spec_from(SPEC).training()


def test_equal_networks_are_one_object_however_they_were_written():
    first, *others = trainees(
        {},
        {"batch_size": 32},
        {"activation": "tanh"},
        {"activation": {"name": "tanh"}},
        {"dataset": {"name": "moons", "parameters": {"samples": 500.0}}},
        {"loss": "cross_entropy", "l2": 0},
        {"hidden": None, "dropout": None},
    )
    assert all(other.network is first.network for other in others)


def test_a_batch_size_of_null_is_the_full_batch_and_left_out_it_is_the_problems():
    runs = trainees({}, {"batch_size": None}, {"batch_size": 4}, batch_size=16)
    assert [run.network.batch_size for run in runs] == [16, None, 4]
    spec = RaceSpec.model_validate({"problem": NETWORK, "runs": [
        {"optimizer": "sgd", "overrides": {"batch_size": None}}, {"optimizer": "sgd"}
    ]})  # fmt: skip
    again = RaceSpec.model_validate_json(spec.model_dump_json())
    assert [run.overrides.given() for run in again.runs] == [{"batch_size": None}, {}]


def test_data_are_drawn_once_for_all_that_share_them():
    first, same, other = trainees({}, {"hidden": []}, {"test_fraction": 0.5})
    assert first.network.samples is same.network.samples is not other.network.samples


@pytest.mark.parametrize(("limit", "fields"), [
    ("MAX_HIDDEN", {"hidden": [1] * 6}), ("MAX_UNITS", {"hidden": [64]}),
    ("MAX_BATCH", {"batch_size": 5000}), ("MAX_PENALTY", {"l1": 10, "l2": 10}),
    ("MAX_DROPOUT", {"dropout": 0.9}), ("MAX_SCALE", {"scale": 100, "hidden": [64] * 6}),
    ("MAX_TEST_FRACTION", {"test_fraction": 0.9}),
])  # fmt: skip
def test_the_limits_of_networks_are_accepted_and_their_start_is_finite(limit, fields):
    for initializer in INITIALIZERS:
        (run,) = trainees(**fields, initializer=initializer, activation="identity", loss="mse")
        value, gradient = run.network.value_and_gradient(run.start, 0)
        assert np.isfinite(value), limit
        assert np.isfinite(np.square(gradient).sum())


def test_64_runs_of_10000_steps_are_not_too_dear():
    runs = [{"optimizer": "adam"}] * 64
    for problem in ({}, {"dataset": "digits", "hidden": [32]}):
        spec = {"problem": {"kind": "network", **problem}, "runs": runs, "steps": 10_000}
        assert spec_from(spec).training().steps == 10_000


def test_parameters_of_the_problem_mean_nothing_on_another_surface():
    problem = {"name": "ravine", "parameters": {"condition": 7}, "start": [1, 2]}
    elsewhere = {"optimizer": "sgd", "overrides": {"name": "beale"}}
    (run,) = race_from({"problem": problem, "runs": [elsewhere]}).runs
    assert run.surface == SURFACES.build("beale", {})
    assert run.start == SURFACES["beale"].start


def test_nothing_is_an_override_that_changes_nothing():
    run = {"optimizer": "sgd", "overrides": {"start": None, "noise": None}}
    problem = {"name": "beale", "start": [1, 1], "noise": 2.0}
    (made,) = race_from({"problem": problem, "runs": [run]}).runs
    assert (made.start, made.noise) == ((1.0, 1.0), 2.0)


@pytest.mark.parametrize(
    ("problem", "overrides", "where"),
    [
        ({"name": "ravin"}, {"noise": 1}, ["problem", "name"]),
        ({"name": "ravine"}, {"name": "ravin"}, ["runs", 0, "overrides", "name"]),
        ({"parameters": {"k": 1}}, {"start": [1, 1]}, ["problem", "parameters", "k"]),
        ({}, {"parameters": {"k": 1}}, ["runs", 0, "overrides", "parameters", "k"]),
    ],
)
def test_a_mistake_is_placed_where_it_was_made(problem, overrides, where):
    runs = [{"optimizer": "sgd", "overrides": overrides}]
    (reason,) = reasons({"problem": {"name": "ravine", **problem}, "runs": runs})
    assert reason["loc"] == where


def test_a_start_without_a_finite_value_is_refused(monkeypatch):
    monkeypatch.setattr(SURFACES["ravine"], "value", lambda self, x: x[..., 0] / 0.0)
    with pytest.raises(Refused) as refused:
        race_from({**SPEC, "problem": {"name": "ravine", "start": [5, 6]}})
    assert refused.value.detail() == [
        {
            "loc": ["problem", "start"],
            "msg": "Ravine has no finite value or gradient at (5, 6); start nearer to its domain, "
            "x from -2 to 2 and y from -2 to 2",
        }
    ]


def test_a_huge_number_is_not_written_out():
    with pytest.raises(Refused) as refused:
        race_from({**SPEC, "steps": 10**5000})
    assert str(refused.value) == (
        "steps: steps = a huge number is too large; it must be at most 10000"
    )


def test_a_long_name_is_refused_by_its_length():
    words = f"optimizer has 100 characters; it must have at most {MAX_NAME}"
    with pytest.raises(Refused, match=words):
        race_from({**SPEC, "runs": [{"optimizer": "a" * 100}]})


def test_every_reason_has_its_place_and_they_end_at_twenty():
    runs = [{"optimizer": f"x{n}"} for n in range(30)]
    with pytest.raises(Refused) as refused:
        race_from({**SPEC, "runs": runs})
    detail = refused.value.detail()
    assert [reason["loc"] for reason in detail] == [
        ["runs", n, "optimizer"] for n in range(MAX_REASONS)
    ]


def test_a_convention_is_the_first_one_or_the_one_that_is_named():
    adam = OPTIMIZERS["adam"]
    assert convention_of(adam, None) is adam.conventions[0]
    assert convention_of(adam, "pytorch").name == "pytorch"
    with pytest.raises(BadChoice, match="unknown Adam convention 'torch'; did you mean 'pytorch'"):
        convention_of(adam, "torch")


def test_an_unknown_surface_is_told_with_the_nearest_name():
    with pytest.raises(BadChoice, match="unknown surface 'ravin'; did you mean 'ravine'"):
        surface_from("ravin", {})
    with pytest.raises(BadChoice, match="condition = -1 is not in") as bad:
        surface_from("ravine", {"condition": -1})
    assert bad.value.where == ("condition",)


@given(st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
))  # fmt: skip
def test_whatever_stands_for_a_field_is_told_by_name(given):
    for field in ("problem", "runs", "steps", "seed", "changes"):
        for reason in reasons({**SPEC, field: given}):
            assert reason["loc"][0] == field
            assert field in reason["msg"] or len(reason["loc"]) > 1


def reasons(spec):
    """Why a race is refused; nothing where it is not."""
    try:
        race_from(spec)
    except Refused as refused:
        return refused.detail()
    return []


@pytest.mark.parametrize("own", [{"points": [1] * 5}, {"csv": "a", "inputs": [1] * 5}])
def test_of_a_long_list_the_first_wrong_entry_is_named(own):
    dataset = {"name": "own", **own}
    spec = {"problem": {"kind": "network", "dataset": dataset}, "runs": [{"optimizer": "adam"}]}
    with pytest.raises(Refused) as refused:
        spec_from(spec)
    assert len(refused.value.problems) == 1


@pytest.mark.parametrize(
    ("problem", "own", "where"),
    [
        ({"name": "ravin"}, {"name": "ravine"}, ("problem", "name")),
        (
            {"name": "ravine", "parameters": {"condition": -1}},
            {"parameters": {}},
            ("problem", "parameters", "condition"),
        ),
        (
            {"kind": "network", "activation": "tan"},
            {"activation": "tanh"},
            ("problem", "activation"),
        ),
        (
            {"kind": "network", "initializer": {"name": "constant", "parameters": {"value": 1e9}}},
            {"initializer": "constant"},
            ("problem", "initializer", "parameters", "value"),
        ),
        ({"kind": "network", "dataset": "moon"}, {"dataset": "moons"}, ("problem", "dataset")),
    ],
)
def test_a_mistake_that_every_run_overrides_is_still_one(problem, own, where):
    spec = spec_from({"problem": problem, "runs": [{"optimizer": "sgd", "overrides": own}]})
    with pytest.raises(Refused) as refusal:
        spec.training() if spec.problem.kind == "network" else spec.race()
    assert [place for place, _ in refusal.value.problems] == [where]
