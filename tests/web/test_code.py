"""POST /api/code: a race as a program."""

import json
import subprocess
import sys
from urllib.request import Request, urlopen

import numpy as np
import pytest
from fastapi.testclient import TestClient

from tests.programs.runner import ran
from tests.serving import Server
from tests.web.here import ask_here

RACE = {
    "problem": {"name": "ravine", "parameters": {"condition": 20}, "noise": 0.2},
    "runs": [
        {"optimizer": "sgd", "hyperparameters": {"lr": 0.02}},
        {"optimizer": "adam", "convention": "keras", "schedule": {"name": "cosine"}},
        {"optimizer": "adam", "overrides": {"name": "beale", "noise": 0.0}},
    ],
    "steps": 40,
    "seed": 5,
    "changes": [
        {"step": 10, "run": 0, "hyperparameters": {"lr": 0.01}},
        {"step": 20, "run": 0, "optimizer": "nesterov", "hyperparameters": {"lr": 0.002}},
    ],
}


def code(door: TestClient, **asked: object) -> dict:
    answer = door.post("/api/code", json={"race": RACE, "language": "numpy", **asked})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("run", [0, 1, 2])
def test_a_program_takes_the_path_that_the_race_took(door: TestClient, run: int):
    told = door.post("/api/run", json=RACE).json()["runs"][run]["path"]

    found = code(door, run=run)

    assert found.keys() == {"language", "program", "notes"}
    np.testing.assert_allclose(ran(found["program"]), told, rtol=1e-9, atol=1e-9)


def test_without_a_run_all_are_in_one_program(door: TestClient):
    runs = door.post("/api/run", json=RACE).json()["runs"]
    space: dict = {}

    exec(code(door)["program"].replace("print(", "str("), space)  # noqa: S102

    assert list(space["paths"]) == [
        "1. Gradient descent (Textbook)", "2. Adam (Keras)", "3. Adam (Textbook)",
    ]
    for path, run in zip(space["paths"].values(), runs, strict=True):
        np.testing.assert_allclose(path, run["path"], rtol=1e-9, atol=1e-9)


def test_a_library_that_has_another_form_says_so_in_program_and_notes(door: TestClient):
    found = code(door, run=1, language="pytorch")

    assert "epsilon meets the uncorrected root" in found["notes"][0]
    assert "# PyTorch has another form of Adam" in found["program"]
    assert "torch.optim" not in found["program"]


def test_a_library_that_has_the_form_is_called(door: TestClient):
    assert "torch.optim.Adam([x], lr=0.001" in code(door, run=2, language="pytorch")["program"]
    assert "keras.optimizers.Adam(" in code(door, run=1, language="keras")["program"]
    assert "optax.sgd(" in code(door, run=0, language="optax")["program"]


NETWORKS = {
    "problem": {
        "kind": "network", "dataset": {"name": "moons", "parameters": {"samples": 60}},
        "hidden": [4], "batch_size": 16, "dropout": 0.1,
    },
    "runs": [
        {"optimizer": "adam", "hyperparameters": {"lr": 0.05}},
        {"optimizer": "sgd", "overrides": {"batch_size": None, "l2": 0.01}},
    ],
    "steps": 30,
    "changes": [{"step": 10, "run": 1, "hyperparameters": {"lr": 0.5}}],
}


@pytest.mark.parametrize("run", [1, None])
def test_a_program_for_networks_asks_this_server_and_trains_as_the_race_did(
    live: Server, run: int | None
):
    asked = {"race": NETWORKS, "run": run, "language": "numpy"}
    body = json.dumps(asked).encode()
    request = Request(f"{live.url}/api/code", body, {"Content-Type": "application/json"})
    with urlopen(request) as answer:
        told = json.load(answer)

    done = subprocess.run(
        [sys.executable, "-c", told["program"]], capture_output=True, text=True, check=False
    )

    assert f'SERVER = "{live.url}/api/run"' in told["program"]
    assert told["notes"][0].startswith(f"The program asks {live.url} for the data")
    assert done.returncode == 0, done.stderr
    apart = [float(line.split("at most ")[1].split()[0]) for line in done.stdout.splitlines()]
    assert len(apart) == (2 if run is None else 1)
    assert max(apart) < 1e-12


@pytest.mark.parametrize(
    ("asked", "loc", "message"),
    [
        (
            {"language": "julia"},
            ["language"],
            'language = "julia" is unknown; it must be \'numpy\', \'pytorch\', \'optax\' or '
            "'keras'",
        ),
        ({"run": 3}, ["run"], "run = 3 is not in this race; its last one is 2"),
        ({"run": -1}, ["run"], "run = -1 is too small; it must be at least 0"),
        (
            {"race": {**RACE, "problem": {"name": "beal"}}},
            ["race", "problem", "name"],
            "unknown surface 'beal'; did you mean 'beale'?",
        ),
        ({"race": 1}, ["race"], "race = 1 is not an object"),
        (
            {"race": {**NETWORKS, "problem": {"kind": "network", "dataset": {"name": "moon"}}}},
            ["race", "problem", "dataset"],
            "unknown data set 'moon'; did you mean 'moons'?",
        ),
        ({"further": 1}, ["further"], "unknown field 'further'; leave it out"),
    ],
)
def test_what_cannot_be_written_is_refused(door: TestClient, asked: dict, loc: list, message: str):
    answer = door.post("/api/code", json={"race": RACE, "language": "numpy", **asked})

    assert answer.status_code == 422
    assert answer.json() == {"detail": [{"loc": loc, "msg": message}]}


def test_too_much_at_a_time_is_put_off(door: TestClient, monkeypatch):
    ask_here(monkeypatch, most=0)
    asked = {"race": RACE, "language": "numpy"}
    answer = door.post("/api/code", json=asked)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3")


@pytest.mark.parametrize("language", ["numpy", "pytorch", "optax", "keras"])
def test_a_change_of_nothing_leaves_nothing_in_a_program(door: TestClient, language: str):
    race = {**RACE, "changes": [{"step": 5, "run": 0, "hyperparameters": {}}]}
    program = door.post("/api/code", json={"race": race, "language": language}).json()["program"]
    assert "if step == 5" not in program
    compile(program, "program", "exec")
