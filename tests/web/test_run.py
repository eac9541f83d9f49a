"""POST /api/run, promise by promise."""

import json
import time

import numpy as np
import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from app.compute import whole
from app.engine.catalogue import OPTIMIZERS, SURFACES
from app.spec import MAX_BODY, MAX_RUNS, MAX_STEPS
from tests.web.here import ask_here
from tests.web.strict import read

CONVENTIONS = [
    (name, convention.name)
    for name, optimizer in OPTIMIZERS.items()
    for convention in optimizer.conventions
]
BEALE = {"name": "beale"}
SGD = {"optimizer": "sgd"}


def race(door: TestClient, *runs, problem=None, **fields):
    """The runs of a race that is answered."""
    spec = {"problem": problem or BEALE, "runs": runs or [SGD], **fields}
    answer = door.post("/api/run", json=spec)
    assert answer.status_code == 200, answer.text
    return read(answer.content)["runs"]


def refusal(door: TestClient, spec, status=422):
    """The reasons of a refusal, as {where: words}."""
    answer = door.post("/api/run", json=spec)
    assert answer.status_code == status, answer.text
    return {".".join(map(str, reason["loc"])): reason["msg"] for reason in answer.json()["detail"]}


def test_the_example_of_the_contract_is_answered(door: TestClient):
    spec = {
        "problem": {
            "kind": "surface", "name": "rosenbrock", "parameters": {}, "start": [-1.2, 1.0],
            "noise": 0.0,
        },
        "runs": [
            {
                "optimizer": "adam", "convention": "pytorch",
                "hyperparameters": {"lr": 0.01, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
                "schedule": {"name": "constant", "parameters": {}},
            }
        ],
        "steps": 500,
        "seed": 0,
    }  # fmt: skip
    (run,) = read(door.post("/api/run", json=spec).content)["runs"]

    assert (run["optimizer"], run["convention"], run["label"]) == ("adam", "pytorch", "Adam")
    assert (run["status"], run["since"], run["steps"]) == ("finished", None, 500)
    assert run["path"][0] == [-1.2, 1.0]
    assert run["loss"][0] == pytest.approx(24.2)
    assert run["learning_rate"] == [0.01] * 501
    assert isinstance(run["reason"], str)


def test_what_is_left_out_is_taken_from_the_catalog(door: TestClient):
    catalog = door.get("/api/catalog").json()
    for optimizer in catalog["optimizers"]:
        (run,) = race(door, {"optimizer": optimizer["name"]})
        assert run["convention"] == optimizer["conventions"][0]["name"]
        assert run["path"][0] == list(SURFACES["beale"]().start)
        lr = optimizer["conventions"][0]["defaults"].get("lr", 1.0)
        assert run["learning_rate"][0] == lr
        assert len(run["loss"]) == run["steps"] + 1


@pytest.mark.parametrize("surface", SURFACES)
def test_every_list_has_a_number_for_each_step(door: TestClient, surface: str):
    runs = [{"optimizer": name, "convention": convention} for name, convention in CONVENTIONS]
    wild = [
        {**run, "hyperparameters": {"lr": 10.0}} for run in runs
        if "lr" in OPTIMIZERS[run["optimizer"]].convention(run["convention"]).defaults
    ]  # fmt: skip
    for group in (runs, wild):
        for run in race(door, *group, problem={"name": surface, "noise": 1.0}, steps=300):
            lists = [run[key] for key in ("path", "loss", "gradient_norm", "learning_rate")]
            assert {len(numbers) for numbers in lists} == {run["steps"] + 1}
            assert run["steps"] == 300 or run["status"] == "diverged"
            assert run["status"] in ("finished", "stalled", "converged", "diverged")
            assert (run["since"] is None) == (run["status"] in ("finished", "diverged"))


def test_the_loss_and_the_gradient_norm_belong_to_the_point_beside_them(door: TestClient):
    for name in SURFACES:
        surface = SURFACES[name]()
        (run,) = race(door, SGD, problem={"name": name, "noise": 0.5}, steps=50)
        path = np.array(run["path"])
        np.testing.assert_allclose(run["loss"], surface.value(path), rtol=1e-12, atol=1e-12)
        norm = np.linalg.norm(surface.gradient(path), axis=-1)
        np.testing.assert_allclose(run["gradient_norm"], norm, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("optimizer", "convention"), CONVENTIONS)
def test_the_promised_ranges_are_accepted(door: TestClient, optimizer: str, convention: str):
    promised = {
        "lr": (1e-8, 10), "beta": (0, 0.9999), "beta1": (0, 0.9999), "beta2": (0, 0.9999),
        "eps": (1e-16, 10),
    }  # fmt: skip
    defaults = OPTIMIZERS[optimizer].convention(convention).defaults
    runs = [
        {"optimizer": optimizer, "convention": convention, "hyperparameters": {name: value}}
        for name in defaults.keys() & promised.keys()
        for value in promised[name]
    ]
    at_once = {name: 0.0 for name in defaults if name.startswith("beta")}
    runs.append({"optimizer": optimizer, "convention": convention, "hyperparameters": at_once})
    for noise in (0, 10):
        assert len(race(door, *runs, problem={**BEALE, "noise": noise}, steps=20)) == len(runs)


def test_an_eps_of_zero_is_accepted(door: TestClient):
    for name, convention in CONVENTIONS:
        if "eps" in OPTIMIZERS[name].convention(convention).defaults:
            run = {"optimizer": name, "convention": convention, "hyperparameters": {"eps": 0}}
            (answer,) = race(door, run, steps=5)
            assert (answer["optimizer"], answer["convention"]) == (name, convention)
            assert len(answer["path"]) == answer["steps"] + 1


def test_textbook_adadelta_has_no_learning_rate(door: TestClient):
    lr = {"optimizer": "adadelta", "hyperparameters": {"lr": 1.0}}
    words = refusal(door, {"problem": BEALE, "runs": [lr]})["runs.0.hyperparameters.lr"]
    assert words.startswith("unknown Adadelta (Textbook) parameter 'lr'")
    schedule = {"name": "exponential", "parameters": {"decay": 0.5}}
    (run,) = race(door, {"optimizer": "adadelta", "schedule": schedule}, steps=2)
    np.testing.assert_allclose(run["learning_rate"], np.exp([0, -0.5, -1]))


def test_64_runs_of_10000_steps_are_answered(door: TestClient):
    runs = [
        {"optimizer": name, "convention": convention}
        for name, convention in (CONVENTIONS * 3)[:MAX_RUNS]
    ]
    began = time.process_time()
    answered = race(door, *runs, problem={"name": "rosenbrock", "noise": 0.1}, steps=MAX_STEPS)

    assert len(answered) == MAX_RUNS
    assert {len(run["loss"]) for run in answered if run["status"] != "diverged"} == {10_001}
    assert time.process_time() - began < 60


def test_the_steps_of_a_diverged_run_end_at_its_last_finite_point(door: TestClient):
    (run,) = race(door, {**SGD, "hyperparameters": {"lr": 1.0}}, problem={"name": "rosenbrock"})

    assert run["status"] == "diverged"
    assert run["steps"] == len(run["loss"]) - 1 < 500
    surface = SURFACES["rosenbrock"]()
    with np.errstate(all="ignore"):
        after = np.array(run["path"][-1]) - surface.gradient(np.array(run["path"][-1]))
        assert not (np.isfinite(surface.value(after)) and np.isfinite(after).all())


def test_one_diverging_run_leaves_the_others_alone(door: TestClient):
    wild = {**SGD, "hyperparameters": {"lr": 10.0}}
    alone = race(door, SGD, problem={"name": "rosenbrock"})
    together = race(door, wild, SGD, wild, problem={"name": "rosenbrock"})
    assert together[1] == alone[0]


def test_a_run_with_overrides_has_a_problem_of_its_own(door: TestClient):
    adam = {"optimizer": "adam"}
    mixed = race(
        door,
        adam,
        {**adam, "overrides": {"start": [2.0, 2.0], "noise": 0}},
        {**adam, "overrides": {"name": "ravine", "parameters": {"condition": 9}}},
        problem={**BEALE, "noise": 1.0, "start": [1, 1]},
    )
    noisy = {**BEALE, "noise": 1.0}
    assert mixed[0] == race(door, adam, problem={**noisy, "start": [1, 1]})[0]
    assert mixed[1] == race(door, adam, problem={**BEALE, "start": [2, 2]})[0]
    ravine = {"name": "ravine", "parameters": {"condition": 9}, "noise": 1.0}
    assert mixed[2] == race(door, adam, problem=ravine)[0]


def test_the_seed_decides_the_noise(door: TestClient):
    noisy = {**BEALE, "noise": 1.0}
    first, again, other = (race(door, SGD, problem=noisy, seed=seed) for seed in (1, 1, 2))
    assert first == again != other
    assert race(door, SGD, problem=noisy, seed=2**53 - 1)


def test_changes_apply_from_their_step_on(door: TestClient):
    changes = [{"step": 120, "run": 1, "hyperparameters": {"lr": 0.03}}]
    plain, changed = race(door, SGD, SGD, changes=changes)

    assert changed["path"][:121] == plain["path"][:121]
    assert changed["learning_rate"] == [0.01] * 120 + [0.03] * 381
    moved = np.diff(np.array(changed["path"]), axis=0)[120]
    slope = SURFACES["beale"]().gradient(np.array(changed["path"][120]))
    np.testing.assert_allclose(moved, -0.03 * slope, rtol=1e-9)


@pytest.mark.parametrize(
    ("fields", "where", "words"),
    [
        ({"steps": 10_001}, "steps", "steps = 10001 is too large; it must be at most 10000"),
        ({"steps": 0}, "steps", "steps = 0 is too small; it must be at least 1"),
        ({"steps": 2.5}, "steps", "steps = 2.5 is not a whole number"),
        ({"steps": "5"}, "steps", 'steps = "5" is not a whole number'),
        ({"steps": True}, "steps", "steps = true is not a whole number"),
        ({"steps": None}, "steps", "steps = null is not a whole number"),
        ({"runs": [SGD] * 65}, "runs", "runs has 65 entries; it must have at most 64"),
        ({"runs": []}, "runs", "runs has 0 entries; it must have at least 1"),
        ({"seed": -1}, "seed", "seed = -1 is too small; it must be at least 0"),
        ({"seed": 2**53}, "seed", "it must be at most 9007199254740991"),
        ({"sede": 1}, "sede", "unknown field 'sede'; leave it out"),
        ({"problem": {"name": "beal"}}, "problem.name", "did you mean 'beale'?"),
        ({"problem": {**BEALE, "noise": 11}}, "problem.noise", "it must be at most 10"),
        ({"problem": {**BEALE, "kind": "x"}}, "problem.kind", "it must be 'surface'"),
        ({"problem": {}}, "problem.name", "name is missing; it must be given"),
        (
            {"problem": {"name": "ravine", "parameters": {"condition": 0}}},
            "problem.parameters.condition",
            "condition = 0 is not in [1, 1000]",
        ),
        ({"problem": {**BEALE, "start": [1]}}, "problem.start", "it must have at least 2"),
        ({"problem": {**BEALE, "start": [1, 2e6]}}, "problem.start.1", "at most 1000000"),
        ({"runs": [{"optimizer": "adamm"}]}, "runs.0.optimizer", "did you mean 'adam'?"),
        ({"runs": [{**SGD, "convention": "x"}]}, "runs.0.convention", "there are textbook, "),
        (
            {"runs": [{**SGD, "hyperparameters": {"lr": 11}}]},
            "runs.0.hyperparameters.lr",
            "lr = 11 is not in [1e-08, 10]",
        ),
        (
            {"runs": [{**SGD, "hyperparameters": {"lr": "1"}}]},
            "runs.0.hyperparameters.lr",
            'lr = "1" is not a number',
        ),
        (
            {"runs": [{**SGD, "hyperparameters": {"lr": True}}]},
            "runs.0.hyperparameters.lr",
            "lr = true is not a number",
        ),
        (
            {"runs": [{**SGD, "schedule": {"name": "cosin"}}]},
            "runs.0.schedule.name",
            "did you mean 'cosine'?",
        ),
        (
            {"runs": [{**SGD, "overrides": {"noise": -1}}]},
            "runs.0.overrides.noise",
            "noise = -1 is too small; it must be at least 0",
        ),
        (
            {"changes": [{"step": 501, "run": 0, "hyperparameters": {}}]},
            "changes.0.step",
            "step = 501 is after the end; the last step is 500",
        ),
        (
            {"changes": [{"step": 1, "run": 1, "hyperparameters": {}}]},
            "changes.0.run",
            "run = 1 is not in this race; its last one is 0",
        ),
        (
            {"changes": [{"step": 1, "run": 0, "hyperparameters": {"lr": 0}}]},
            "changes.0.hyperparameters.lr",
            "lr = 0 is not in [1e-08, 10]",
        ),
    ],
)
def test_a_refusal_says_what_was_given_and_what_would_be_right(
    door: TestClient, fields, where, words
):
    reasons = refusal(door, {"problem": BEALE, "runs": [SGD], **fields})
    assert list(reasons) == [where]
    assert words in reasons[where]


def test_all_reasons_are_named_at_once(door: TestClient):
    wrong = [{"optimizer": "adamm"}, {**SGD, "hyperparameters": {"lr": 0, "beta": 1}}]
    reasons = refusal(door, {"problem": BEALE, "runs": wrong})
    assert set(reasons) == {"runs.0.optimizer", "runs.1.hyperparameters.lr"}


def test_a_thousand_mistakes_are_answered_with_the_first_twenty(door: TestClient):
    spec = {"problem": BEALE, "runs": [SGD], **{f"wrong{n}": n for n in range(1000)}}
    assert len(refusal(door, spec)) == 20


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"\xff\xfe", b"null", b"[]", b'"x"', b"1", b"NaN", b"[" * 60_000,
        b'{"a":' * 12_000, b'{"problem": Infinity}', b"9" * 60_000, b'{"steps": 1e400}',
        b'{"steps": -1e400}', b'{"problem": {"name": "beale"}, "runs": [{"optimizer": "\\ud800"}]}',
        b'{"problem": {"name": "beale"}, "runs": [{"optimizer": "sgd"}], "seed": 1e300}',
        b'{"problem": {"name": "beale", "start": [NaN, 1]}, "runs": [{"optimizer": "sgd"}]}',
        b'{"problem": {"name": "\\u0000"}, "runs": [{"optimizer": "sgd"}]}',
    ],
)  # fmt: skip
def test_what_is_no_race_is_refused(door: TestClient, body: bytes):
    answer = door.post("/api/run", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert all(reason["msg"] for reason in read(answer.content)["detail"])


def test_another_content_type_is_refused_with_the_right_one(door: TestClient):
    body = json.dumps({"problem": BEALE, "runs": [SGD], "steps": 3})
    for wrong in ("text/plain", "application/x-www-form-urlencoded", "x" * 5000):
        answer = door.post("/api/run", content=body, headers={"Content-Type": wrong})
        assert answer.status_code == 422
        words = answer.json()["detail"][0]["msg"]
        assert "send JSON with Content-Type: application/json" in words
    for right in ("application/json", "Application/JSON; charset=utf-8"):
        answer = door.post("/api/run", content=body, headers={"Content-Type": right})
        assert answer.status_code == 200


@pytest.mark.parametrize("length", [MAX_BODY + 1, 1_000_000, 10_000_000])
def test_a_body_too_large_is_refused_with_413(door: TestClient, length: int):
    words = "the request is longer than 524288 bytes; send a shorter one"
    answer = door.post("/api/run", content=b" " * length)
    assert answer.status_code == 413
    assert answer.json() == {"detail": [{"loc": ["body"], "msg": words}]}


def test_a_body_that_is_just_short_enough_is_read(door: TestClient):
    body = json.dumps({"problem": BEALE, "runs": [SGD], "steps": 3}).encode()
    body += b" " * (MAX_BODY - len(body))
    answer = door.post("/api/run", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200


def test_more_than_can_be_held_is_refused_with_429(door: TestClient, monkeypatch):
    ask_here(monkeypatch)
    monkeypatch.setattr(whole, "room", whole.Room(8))
    spec = {"problem": BEALE, "runs": [SGD], "steps": 7}
    for _ in range(3):  # what was answered gives its room back
        assert door.post("/api/run", json=spec).status_code == 200
    answer = door.post("/api/run", json={**spec, "steps": 8})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "1"
    assert answer.json()["detail"][0]["msg"].endswith("try again in a second")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9)
    | st.sampled_from([10**400, -(10**400), 1e308, 2**63, "beale", "sgd", "adam", "lr"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from([
            "problem", "runs", "steps", "seed", "changes", "name", "kind", "start", "noise",
            "parameters", "optimizer", "convention", "hyperparameters", "lr", "beta1", "schedule",
            "overrides", "step", "run", "condition", "decay",
        ]) | st.text(max_size=3),
        inner,
        max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip
NUMBERS = st.dictionaries(
    st.sampled_from(["lr", "beta", "beta1", "beta2", "eps", "weight_decay"]), JSON | st.floats(0, 1)
)
RACES = st.fixed_dictionaries(
    {
        "problem": JSON | st.fixed_dictionaries(
            {"name": st.sampled_from(list(SURFACES))},
            optional={"start": JSON | st.tuples(st.floats(), st.floats()), "noise": JSON,
                      "parameters": JSON},
        ),
        "runs": JSON | st.lists(
            JSON | st.fixed_dictionaries(
                {"optimizer": st.sampled_from(list(OPTIMIZERS)) | JSON},
                optional={"hyperparameters": NUMBERS | JSON, "overrides": JSON, "schedule": JSON},
            ),
            max_size=3,
        ),
    },
    optional={"steps": st.integers(-1, 30) | JSON, "seed": JSON, "changes": JSON},
)  # fmt: skip


@settings(max_examples=300)
@given(spec=RACES | JSON)
def test_whatever_is_sent_is_answered_or_refused_in_sentences(door: TestClient, spec):
    body = json.dumps(spec)
    answer = door.post("/api/run", content=body, headers={"Content-Type": "application/json"})

    content = read(answer.content)
    if answer.status_code == 200:
        assert len(content["runs"]) == len(spec["runs"])
    else:
        assert answer.status_code == 422
        assert content["detail"]
        for reason in content["detail"]:
            assert reason.keys() == {"loc", "msg"}
            assert 0 < len(reason["msg"]) < 500


@given(body=st.binary(max_size=300))
def test_whatever_bytes_are_sent_are_refused(door: TestClient, body: bytes):
    answer = door.post("/api/run", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert read(answer.content)["detail"]
