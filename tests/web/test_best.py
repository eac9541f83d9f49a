"""POST /api/best: every run at its best, as POST /api/run confirms."""

import numpy as np
import pytest
from fastapi.testclient import TestClient

from app.spec import MAX_SWEEP_SEEDS
from tests.web.strict import read

ROSENBROCK = {"name": "rosenbrock"}


def best(door: TestClient, race, **fields):
    answer = door.post("/api/best", json={"race": race, **fields})
    assert answer.status_code == 200, answer.text
    return read(answer.content)


def refusal(door: TestClient, body):
    answer = door.post("/api/best", json=body)
    assert answer.status_code == 422, answer.text
    return {".".join(map(str, reason["loc"])): reason["msg"] for reason in answer.json()["detail"]}


def test_the_best_is_confirmed_by_a_run(door: TestClient):
    runs = [{"optimizer": name} for name in ("sgd", "momentum", "adam", "adadelta")]
    race = {"problem": ROSENBROCK, "runs": runs, "steps": 150}
    found = best(door, race)
    assert (found["budget"], found["seeds"]) == (150, 1)
    chosen = [
        {**run, "hyperparameters": result["hyperparameters"]}
        for run, result in zip(runs, found["runs"], strict=True)
    ]
    answer = read(door.post("/api/run", json={**race, "runs": chosen}).content)["runs"]
    assert [max(run["loss"][135:]) for run in answer] == [r["score"] for r in found["runs"]]


def test_scores_are_told_for_every_setting_and_the_lost_are_null(door: TestClient):
    (run,) = best(door, {"problem": ROSENBROCK, "runs": [{"optimizer": "momentum"}]})["runs"]
    swept = run["swept"]
    assert (swept["rate_name"], swept["beta_name"]) == ("lr", "beta")
    assert len(swept["scores"]) == len(swept["betas"])
    assert all(len(row) == len(swept["rates"]) for row in swept["scores"])
    assert swept["scores"][0][-1] is None
    row, column = (
        swept["betas"].index(run["hyperparameters"]["beta"]),
        swept["rates"].index(run["hyperparameters"]["lr"]),
    )
    assert swept["scores"][row][column] == run["score"]
    assert run["at_edge"] is False


def test_with_noise_it_is_judged_over_seeds(door: TestClient):
    race = {"problem": {**ROSENBROCK, "noise": 0.5}, "runs": [{"optimizer": "sgd"}],
            "steps": 60, "seed": 7}  # fmt: skip
    assert best(door, race)["seeds"] == 9
    found = best(door, race, seeds=3)
    chosen = [{"optimizer": "sgd", "hyperparameters": found["runs"][0]["hyperparameters"]}]
    ends = []
    for seed in (7, 8, 9):
        spec = {**race, "runs": chosen, "seed": seed}
        (run,) = read(door.post("/api/run", json=spec).content)["runs"]
        ends.append(max(run["loss"][54:]))
    assert found["runs"][0]["score"] == np.median(ends)


def test_networks_are_swept_too(door: TestClient):
    problem = {"kind": "network", "hidden": [3]}
    race = {"problem": problem, "runs": [{"optimizer": "sgd"}], "steps": 30}
    (found,) = best(door, race)["runs"]
    chosen = [{"optimizer": "sgd", "hyperparameters": found["hyperparameters"]}]
    (run,) = read(door.post("/api/run", json={**race, "runs": chosen}).content)["runs"]
    assert max(value for step, value in run["train_loss"] if step >= 27) == found["score"]


@pytest.mark.parametrize(
    ("body", "where", "words"),
    [
        ({}, "race", "race is missing"),
        ({"race": {"problem": ROSENBROCK, "runs": [{"optimizer": "adm"}]}},
         "race.runs.0.optimizer", "did you mean 'adam'"),
        ({"race": {"problem": ROSENBROCK, "runs": [{"optimizer": "sgd"}]}, "seeds": 1000},
         "seeds", f"at most {MAX_SWEEP_SEEDS}"),
        ({"race": {"problem": {**ROSENBROCK, "noise": 1.0}, "steps": 10000,
                   "runs": [{"optimizer": "sgd"}] * 64}},
         "race", "take fewer runs, fewer steps or fewer seeds"),
        ({"race": {"problem": {"kind": "network", "dataset": "digits", "hidden": [64, 64]},
                   "steps": 5000, "runs": [{"optimizer": "sgd"}]}},
         "race", "multiplications"),
        ({"race": {"problem": {"kind": "network", "dataset": "xor", "hidden": [1]},
                   "steps": 10000, "runs": [{"optimizer": "adam"}] * 32}, "seeds": 25},
         "race", "fewer seeds"),
        ({"race": {"problem": {"name": "ravine"}, "steps": 4000, "runs": [
            {"optimizer": "sgd", "overrides": {"parameters": {"condition": 10 + i}}}
            for i in range(60)]}},
         "race", "take fewer runs"),
    ],
)  # fmt: skip
def test_what_cannot_be_served_is_refused_in_a_sentence(door: TestClient, body, where, words):
    assert words in refusal(door, body)[where]
