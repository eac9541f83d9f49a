"""POST /api/cloud: what many seeds do, as runs with those seeds confirm."""

import numpy as np
import pytest
from fastapi.testclient import TestClient

from app.compute import studies
from app.compute.room import Room
from tests.web.here import ask_here
from tests.web.strict import read

RACE = {
    "problem": {"name": "beale", "noise": 1.0},
    "runs": [{"optimizer": "sgd"}, {"optimizer": "adam"}],
    "steps": 50,
    "seed": 4,
}


def asked(door: TestClient, race=RACE, **fields):
    answer = door.post("/api/cloud", json={"race": race, **fields})
    assert answer.status_code == 200, answer.text
    return read(answer.content)


def test_the_cloud_is_that_of_the_runs_with_its_seeds(door: TestClient):
    found = asked(door, seeds=8, threshold=1.0)
    assert found["steps"] == list(range(51))
    answers = [
        read(door.post("/api/run", json={**RACE, "seed": seed}).content)["runs"]
        for seed in range(4, 12)
    ]
    for number, cloud in enumerate(found["runs"]):
        losses = np.sort([answer[number]["loss"] for answer in answers], axis=0)
        np.testing.assert_allclose(cloud["loss"]["low"], losses[0], rtol=1e-6)
        np.testing.assert_allclose(cloud["loss"]["middle"], losses[3], rtol=1e-6)
        np.testing.assert_allclose(cloud["loss"]["high"], losses[7], rtol=1e-6)
        ends = [answer[number]["path"][-1] for answer in answers]
        np.testing.assert_allclose(cloud["ends"], ends, rtol=1e-6)
        assert cloud["reached"] == sum(min(a[number]["loss"]) <= 1.0 for a in answers)
        assert cloud["share"] == cloud["reached"] / 8
        low, high = cloud["interval"]
        assert 0 <= low <= cloud["share"] <= high <= 1


def test_long_races_are_thinned(door: TestClient):
    found = asked(door, {**RACE, "steps": 2000}, seeds=8)
    assert len(found["steps"]) == 251
    assert (found["steps"][0], found["steps"][-1]) == (0, 2000)
    assert {len(found["runs"][0]["path"][name]) for name in ("x", "y", "across")} == {251}


def test_networks_have_clouds_without_paths(door: TestClient):
    problem = {"kind": "network", "hidden": [3]}
    race = {"problem": problem, "runs": [{"optimizer": "adam"}], "steps": 100}
    found = asked(door, race, seeds=8, threshold=0.3)
    (run,) = found["runs"]
    assert len(found["steps"]) == len(run["loss"]["middle"]) == 51
    assert (run["path"], run["ends"]) == (None, None)


@pytest.mark.parametrize(
    ("race", "fields", "where", "words"),
    [
        ({**RACE, "problem": {"name": "beale"}}, {}, "race", "without noise every seed"),
        ({**RACE, "problem": {"kind": "network", "initializer": "constant", "batch_size": None}},
         {}, "race", "every seed gives the same network"),
        (RACE, {"seeds": 4}, "seeds", "at least 8"),
        ({**RACE, "runs": [{"optimizer": "sgd"}] * 64, "steps": 10000}, {"seeds": 256}, "race",
         "take fewer runs"),
        ({**RACE, "runs": [{"optimizer": "sdg"}]}, {}, "race.runs.0.optimizer", "'sgd'"),
    ],
)  # fmt: skip
def test_what_cannot_be_served_is_refused_in_a_sentence(
    door: TestClient, race, fields, where, words
):
    answer = door.post("/api/cloud", json={"race": race, **fields})
    assert answer.status_code == 422
    (reason,) = answer.json()["detail"]
    assert ".".join(map(str, reason["loc"])) == where
    assert words in reason["msg"]


def test_too_much_at_once_is_told_to_wait(door: TestClient, monkeypatch):
    ask_here(monkeypatch)
    monkeypatch.setattr(studies, "room", Room(1000))
    answer = door.post("/api/cloud", json={"race": RACE})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
    assert "try again" in answer.json()["detail"][0]["msg"]
