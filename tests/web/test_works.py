"""POST /api/works: the largest rate that works, as POST /api/run confirms."""

import pytest
from fastapi.testclient import TestClient

from tests.web.strict import read

RACE = {"problem": {"name": "rosenbrock"}, "runs": [{"optimizer": "sgd"}], "steps": 120}


def asked(door: TestClient, **fields):
    answer = door.post("/api/works", json=fields)
    assert answer.status_code == 200, answer.text
    return read(answer.content)


@pytest.mark.parametrize("step", [0, 40])
def test_the_rate_is_confirmed_by_a_run(door: TestClient, step):
    slow = [{"optimizer": "sgd", "hyperparameters": {"lr": 0.001}}]
    found = asked(door, race={**RACE, "runs": slow}, from_step=step)
    change = {"step": step, "run": 0, "hyperparameters": {"lr": found["lr"]}}
    body = {**RACE, "runs": slow, "changes": [change]}
    (run,) = read(door.post("/api/run", json=body).content)["runs"]
    assert run["steps"] == 120
    assert run["loss"][-1] < run["loss"][step]
    assert run["loss"][-1] in [each["end"] for each in found["tried"]]
    assert str(found["lr"]) in found["words"]


def test_networks_have_one_too(door: TestClient):
    problem = {"kind": "network", "hidden": [3]}
    race = {"problem": problem, "runs": [{"optimizer": "sgd"}], "steps": 20}
    found = asked(door, race=race)
    assert found["lr"] in [each["lr"] for each in found["tried"] if each["status"] == "works"]


@pytest.mark.parametrize(
    ("fields", "where", "words"),
    [
        ({"race": {**RACE, "runs": [{"optimizer": "sgd"}] * 2}}, "race.runs", "there are 2 runs"),
        ({"race": RACE, "from_step": 120}, "from_step", "leaves no steps to take"),
        ({"race": {**RACE, "runs": [{"optimizer": "adadelta"}]}}, "race.runs.0.convention",
         "takes no learning rate"),
    ],
)  # fmt: skip
def test_what_cannot_be_served_is_refused_in_a_sentence(door: TestClient, fields, where, words):
    answer = door.post("/api/works", json=fields)
    assert answer.status_code == 422
    (reason,) = answer.json()["detail"]
    assert ".".join(map(str, reason["loc"])) == where
    assert words in reason["msg"]
