"""POST /api/step and POST /api/memory: what they answer, what they refuse, what they keep."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from fastapi.testclient import TestClient

from app.compute import steps as computed
from app.compute.walks import CLOSEST, Walk, Walks
from app.engine.opened import opened_on
from app.spec import MAX_STEPS, race_from
from tests.web.here import ask_here
from tests.web.strict import read

TWO = {
    "problem": {"name": "rosenbrock", "noise": 0.3},
    "runs": [
        {"optimizer": "adam", "hyperparameters": {"lr": 0.02}},
        {"optimizer": "momentum", "schedule": {"name": "plateau"}},
    ],
    "steps": 300,
    "seed": 4,
}
ONE = {**TWO, "runs": TWO["runs"][:1]}
WILD = {**TWO, "runs": [TWO["runs"][0], {"optimizer": "sgd", "hyperparameters": {"lr": 1.0}}]}
CHANGED = {
    **ONE,
    "changes": [
        {"step": 60, "run": 0, "hyperparameters": {"lr": 0.001}},
        {"step": 90, "run": 0, "optimizer": "adagrad", "hyperparameters": {"lr": 0.3}},
    ],
}


def opened(door: TestClient, race, step):
    answer = door.post("/api/step", json={"race": race, "step": step})
    assert answer.status_code == 200, answer.text
    return read(answer.content)["runs"]


def refused(door: TestClient, body, address="/api/step"):
    answer = door.post(address, json=body)
    assert answer.status_code == 422
    reason = answer.json()["detail"][0]
    return reason["loc"], reason["msg"]


@pytest.mark.parametrize("step", [0, 1, 24, 25, 26, 137, 299, 300])
def test_a_step_is_that_of_the_race(door: TestClient, step):
    whole = door.post("/api/run", json={**TWO, "steps": 301}).json()["runs"]
    for told, run in zip(opened(door, TWO, step), whole, strict=True):
        assert told["optimizer"] == run["optimizer"]
        assert told["step"] == step
        assert told["point"]["before"] == run["path"][step]
        assert told["point"]["after"] == run["path"][step + 1]
        assert told["value"] == run["loss"][step]
        assert told["rate"] == run["learning_rate"][step]
        assert np.linalg.norm(told["gradient"]["true"]) == pytest.approx(run["gradient_norm"][step])
        assert told["gradient"]["true"] != told["gradient"]["used"]
        assert told["lines"][-1]["symbol"] == "θ"
        np.testing.assert_allclose(told["lines"][-1]["after"], told["point"]["after"], rtol=1e-12)
        assert told["arrows"]["move"] == told["change"]
        assert told["arrows"]["gradient"] == told["gradient"]["used"]
        assert told["coordinates"] == ["x", "y"]
        assert told["curvature"]["theorem"] == (told["optimizer"] == "momentum")


def test_each_line_has_its_name_both_forms_and_both_values(door: TestClient):
    lines = {line["symbol"]: line for line in opened(door, TWO, 9)[0]["lines"]}
    assert list(lines) == ["m", "v", "m̂", "v̂", "θ"]
    assert [line["name"] for line in lines.values()] == [
        "first moment", "second moment", "corrected first moment", "corrected second moment",
        "parameter",
    ]
    before = {line["symbol"]: line for line in opened(door, TWO, 8)[0]["lines"]}
    assert lines["m"]["before"] == before["m"]["after"]
    assert lines["m̂"]["before"] is None
    for line in lines.values():
        assert line["mathml"].startswith("<math")
        assert [text.startswith("<math") for text in line["numbers"]] == [True, True]


def test_words_and_curvature_are_those_of_the_engine(door: TestClient):
    race = race_from(TWO)
    firsts = [race.opened(run) for run in (0, 1)]
    race.advance(40)
    for number, told in enumerate(opened(door, TWO, 40)):
        surface = race.runs[number].surface
        found = opened_on(surface, race.opened(number), firsts[number])
        assert told["words"] == list(found.words)
        assert told["curvature"]["eigenvalues"] == found.curvature.eigenvalues.tolist()
        assert told["effective_rate"] == found.effective_rate.tolist()


def test_changes_are_counted_in_and_a_turn_shows_its_rule(door: TestClient):
    for step, name, rate in ((59, "adam", 0.02), (60, "adam", 0.001), (90, "adagrad", 0.3)):
        (told,) = opened(door, CHANGED, step)
        assert (told["optimizer"], told["rate"]) == (name, rate)
    assert told["label"] == "Adagrad"
    assert told["lines"][0]["before"] == [0.0, 0.0]
    assert opened(door, CHANGED, 30) == opened(door, ONE, 30)


def test_a_run_that_diverged_names_its_last_step(door: TestClient):
    run = door.post("/api/run", json=WILD).json()["runs"][1]
    last = run["steps"]
    assert run["status"] == "diverged"
    assert opened(door, WILD, last)[1]["step"] == last
    for step in (last + 1, last + 2, 250):
        loc, words = refused(door, {"race": WILD, "step": step})
        assert loc == ["step"]
        assert f"step = {step} is after the end of Gradient descent" in words
        assert f"its last finite step is {last}" in words
    assert opened(door, ONE, 250)[0]["step"] == 250
    memory = door.post("/api/memory", json={"race": {**WILD, "runs": WILD["runs"][1:]}})
    assert read(memory.content)["steps"][-1] == last


NETWORK = {"problem": {"kind": "network"}, "runs": ONE["runs"]}


@pytest.mark.parametrize(
    ("body", "loc", "words"),
    [
        ({"race": TWO, "step": 301}, ["step"], "the last step is 300"),
        ({"race": TWO, "step": -1}, ["step"], "at least 0"),
        ({"race": TWO}, ["step"], "step is missing"),
        ({"step": 3}, ["race"], "race is missing"),
        ({"race": NETWORK, "step": 3}, ["race", "problem", "kind"], "/ws/run"),
        ({"race": {**TWO, "runs": ONE["runs"] * 9}, "step": 3}, ["race", "runs"], "at most 8"),
        ({"race": {**TWO, "steps": 0}, "step": 3}, ["race", "steps"], "at least 1"),
        (
            {"race": {**TWO, "runs": [{"optimizer": "adm"}]}, "step": 3},
            ["race", "runs", 0, "optimizer"],
            "did you mean 'adam'?",
        ),
        ({"race": TWO, "step": 3, "more": 1}, ["more"], "unknown field"),
    ],
)
def test_what_cannot_be_opened_is_refused_in_words(door: TestClient, body, loc, words):
    where, why = refused(door, body)
    assert where == loc
    assert words in why


@pytest.mark.parametrize(
    ("race", "words"),
    [(TWO, "the race has 2 runs; take one at a time"), (NETWORK, "send 'open' or 'memory'")],
)
def test_a_memory_is_that_of_one_run_on_a_surface(door: TestClient, race, words):
    _, why = refused(door, {"race": race}, "/api/memory")
    assert words in why


def test_a_memory_has_what_its_steps_have(door: TestClient):
    told = read(door.post("/api/memory", json={"race": ONE}).content)
    assert told["steps"] == list(range(301))
    series = {each["symbol"]: each for each in told["series"]}
    assert list(series) == ["g", "m", "v", "m̂", "v̂", "η_eff"]
    for step in (0, 77, 300):
        (run,) = opened(door, ONE, step)
        for line in run["lines"][:-1]:
            values = [column[step] for column in series[line["symbol"]]["values"]]
            assert values == line["after"]
        rates = [column[step] for column in series["η_eff"]["values"]]
        assert rates == run["effective_rate"]
        assert told["curvature"]["product"][step] == run["curvature"]["product"]
        assert told["curvature"]["largest"][step] == run["curvature"]["eigenvalues"][1]
    assert "<msub>" in series["η_eff"]["mathml"]


def test_long_memories_are_thinned(door: TestClient):
    told = read(door.post("/api/memory", json={"race": {**ONE, "steps": 2000}}).content)
    assert (len(told["steps"]), told["steps"][-1]) == (401, 2000)
    assert all(len(each["values"][0]) == 401 for each in told["series"])


def test_a_step_is_the_same_whatever_was_opened_before():
    walk = Walk(race_from(TWO))
    steps = [300, 0, 26, 25, 24, 137, 299, 26, 300]
    found = [walk.opened(step) for step in steps]
    for step, openings in zip(steps, found, strict=True):
        alone = race_from(TWO)
        if step:
            alone.advance(step)
        for run, (opening, first) in enumerate(openings):
            assert opening.x.tolist() == alone.opened(run).x.tolist()
            assert opening.change.tolist() == alone.opened(run).change.tolist()
            assert first.step == 0


def test_a_walk_goes_on_from_the_nearest_place(monkeypatch):
    walk = Walk(race_from({**TWO, "steps": 500}))
    walk.opened(500)
    walked = []
    advance = type(walk._kept[0]).advance
    monkeypatch.setattr(
        type(walk._kept[0]), "advance", lambda race, n: walked.append(n) or advance(race, n)
    )
    for step in (499, 250, 13, 475):
        walk.opened(step)
    assert sum(walked) == 24 + 0 + 13 + 0
    assert max(walked) < CLOSEST


def test_who_opens_a_step_far_out_lets_others_have_their_turns():
    turns = []
    Walk(race_from({**TWO, "steps": 500})).opened(500, lambda: turns.append(1))
    assert len(turns) == 500 // CLOSEST


def test_of_long_races_no_more_places_are_kept():
    walk = Walk(race_from({**TWO, "steps": MAX_STEPS}))
    walk.opened(1000)
    assert len(walk._kept) == 1 + 1000 // (MAX_STEPS // 200)


def test_only_the_latest_races_are_kept():
    walks = Walks(2)
    race = race_from(ONE)
    first = walks.of("a", race)
    walks.of("b", race)
    assert walks.of("a", race) is first
    walks.of("c", race)
    assert walks.of("a", race) is first
    assert walks.of("b", race) is not first


def test_how_long_the_race_goes_makes_no_new_walk(door: TestClient, monkeypatch):
    ask_here(monkeypatch)
    monkeypatch.setattr(computed, "_walks", walks := Walks())
    shorter, longer = opened(door, TWO, 100), opened(door, {**TWO, "steps": 4000}, 100)
    assert shorter == longer
    assert len(walks._kept) == 1
    opened(door, {**TWO, "seed": 5}, 100)
    assert len(walks._kept) == 2


def test_many_may_open_the_same_race_at_once(door: TestClient):
    steps = [7, 250, 120, 33, 299, 0, 60, 61] * 3
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda step: opened(door, {**TWO, "seed": 11}, step), steps))
    assert found[:8] == found[8:16] == found[16:]


def test_too_much_at_a_time_is_put_off(door: TestClient, monkeypatch):
    ask_here(monkeypatch, most=0)
    answer = door.post("/api/step", json={"race": TWO, "step": 200})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "3"
    assert "try again in a few seconds" in answer.json()["detail"][0]["msg"]
