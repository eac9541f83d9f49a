"""Data of one's own: a CSV text, or points placed by hand."""

import json

import numpy as np
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.engine.table import MAX_BYTES, MAX_ROWS
from app.spec import MAX_BODY, RaceSpec, spec_from
from tests.web.strict import read

CSV = """length,width,colour,species
1.0,2.0,red,cat
1.5,2.5,blue,cat
3.0,0.5,red,dog
3.5,1.0,blue,dog
1.2,2.2,red,cat
3.2,0.7,red,dog
"""
NUMBERS = "a;b;y\n1;0,5;10\n2;1,5;20,5\n3;2,5;31\n4;4,5;44\n"
POINTS = [[0, 0, 0], [0.5, 0, 0], [0, 1, 1], [0.5, 1.5, 1], [0.2, 0.1, 0], [0.3, 1.2, 1]]
TABLE = {"name": "own", "csv": CSV}
PLACED = {"name": "own", "points": POINTS}
SGD = {"optimizer": "sgd", "hyperparameters": {"lr": 0.1}}


def answer(door: TestClient, address: str, **asked):
    told = door.post(f"/api/{address}", json=asked)
    assert told.status_code == 200, told.text
    return read(told.content)


def reasons(door: TestClient, address: str, **asked):
    """The reasons of a refusal, as {where: words}."""
    told = door.post(f"/api/{address}", json=asked)
    assert told.status_code == 422, told.text
    return {".".join(map(str, reason["loc"])): reason["msg"] for reason in told.json()["detail"]}


def race(door: TestClient, dataset, **fields):
    problem = {"kind": "network", "dataset": dataset, "hidden": [3], "batch_size": 2, **fields}
    return answer(door, "run", problem=problem, runs=[SGD], steps=30, parameters=True)


def test_a_text_is_told_as_it_is_read(door: TestClient):
    told = answer(door, "table", csv=CSV)
    assert (told["header"], told["delimiter"], told["rows"]) == (True, ",", 6)
    assert told["target"] == "species"
    assert told["columns"][0] == {
        "name": "length", "kind": "number", "why": "every cell is a number",
        "examples": ["1.0", "1.5", "3.0"],
    }  # fmt: skip
    assert told["columns"][2] == {
        "name": "colour", "kind": "category", "why": "it has 2 different texts",
        "examples": ["red", "blue"],
    }  # fmt: skip
    assert told["preview"] == [line.split(",") for line in CSV.splitlines()[1:6]]


def test_what_cannot_be_used_is_shown_before_it_is_learned_from(door: TestClient):
    text = "id,note,x,y\n" + "".join(f"id{n},,{n},{n % 2}\n" for n in range(8)) + "z,,-,1\n"
    told = answer(door, "table", csv=text)
    kinds = {column["name"]: (column["kind"], column["why"]) for column in told["columns"]}
    assert kinds["id"] == ("ignored", "no two of its texts are the same")
    assert kinds["note"] == ("ignored", "every cell is empty")
    assert told["columns"][1]["examples"] == []
    assert kinds["x"] == ("number", "every cell is a number")


def test_a_long_cell_is_shown_by_its_beginning(door: TestClient):
    told = answer(door, "table", csv="a,b\n" + f"{'x' * 99},1\n" * 4)
    assert told["preview"][0] == ["x" * 39 + "…", "1"]


def test_a_table_is_drawn_and_learned_like_any_other(door: TestClient):
    told = answer(door, "data", dataset=TABLE, test_fraction=0)
    assert (told["name"], told["label"]) == ("own", "Your table")
    assert told["features"] == ["length", "width", "colour = blue", "colour = red"]
    assert (told["classes"], told["target"]) == (["cat", "dog"], "species")
    assert told["plane"]["kind"] == "principal"
    learned = race(door, TABLE, test_fraction=0)
    inputs = np.array(learned["train_inputs"])
    assert inputs.shape == (6, 4)
    np.testing.assert_allclose(inputs.mean(0), 0, atol=1e-12)
    places = inputs @ np.transpose(told["plane"]["axes"])
    np.testing.assert_allclose(told["train"]["u"], places[:, 0], atol=1e-6)
    assert learned["train_targets"] == told["train"]["target"]
    (run,) = learned["runs"]
    assert run["train_accuracy"][-1][1] == 1


def test_numbers_are_predicted_by_the_mean_squared_error(door: TestClient):
    told = answer(door, "data", dataset={"name": "own", "csv": NUMBERS})
    assert (told["task"], told["target"], told["features"]) == ("regression", "y", ["a", "b"])
    (run,) = race(door, {"name": "own", "csv": NUMBERS})["runs"]
    assert run["train_accuracy"] is None
    words = "Hinge needs classes, and your table has numbers to predict; choose mse or huber"
    problem = {"kind": "network", "dataset": {"name": "own", "csv": NUMBERS}, "loss": "hinge"}
    assert reasons(door, "run", problem=problem, runs=[SGD]) == {"problem.loss": words}


def test_target_and_inputs_are_the_persons_choice(door: TestClient):
    chosen = {**TABLE, "target": "width", "inputs": ["species", "length"]}
    told = answer(door, "data", dataset=chosen)
    assert (told["task"], told["target"]) == ("regression", "width")
    assert told["features"] == ["length", "species = cat", "species = dog"]
    one = answer(door, "data", dataset={**TABLE, "inputs": ["width"]})
    assert (one["features"], one["plane"]["kind"]) == (["width"], "line")


def test_points_are_learned_as_they_were_placed(door: TestClient):
    told = answer(door, "data", dataset=PLACED, test_fraction=0)
    assert (told["label"], told["plane"]["kind"]) == ("Your points", "all")
    assert told["classes"] == ["class 0", "class 1"]
    units = told["plane"]["units"]
    placed = {
        (round(u * units[0]["deviation"] + units[0]["mean"], 4),
         round(v * units[1]["deviation"] + units[1]["mean"], 4), target)
        for u, v, target in zip(*told["train"].values(), strict=True)
    }  # fmt: skip
    assert placed == {tuple(point) for point in POINTS}
    three = answer(door, "data", dataset={"name": "own", "points": [*POINTS, [1, 1, 5]]})
    assert three["classes"] == ["class 0", "class 1", "class 5"]
    assert three["outputs"] == 3


def test_a_run_may_have_data_of_its_own(door: TestClient):
    problem = {"kind": "network", "dataset": PLACED, "hidden": [3]}
    runs = [SGD, {**SGD, "overrides": {"dataset": TABLE}}]
    plain, other = answer(door, "run", problem=problem, runs=runs, steps=9)["runs"]
    assert plain["loss"] != other["loss"]
    wrong = {"dataset": {**TABLE, "target": "specie"}}
    told = reasons(door, "run", problem=problem, runs=[SGD, {**SGD, "overrides": wrong}])
    assert list(told) == ["runs.1.overrides.dataset.target"]


def test_own_data_are_read_once_and_kept_in_a_spec(door: TestClient):
    spec = {"problem": {"kind": "network", "dataset": TABLE}, "runs": [SGD]}
    first, second = (spec_from(spec).training().runs[0].network for _ in range(2))
    assert first == second
    assert first.samples is second.samples
    read_spec = spec_from(spec)
    assert RaceSpec.model_validate_json(read_spec.model_dump_json()) == read_spec


@pytest.mark.parametrize(
    ("dataset", "where", "words"),
    [
        ("own", "dataset", "neither of csv and points is given; data of your own are one of"),
        ({**TABLE, "points": POINTS}, "dataset", "both of csv and points is given"),
        ({**TABLE, "parameters": {"noise": 1}}, "dataset.parameters", "take no parameters"),
        ({"name": "moons", "csv": CSV}, "dataset.csv", "or let the name be 'own'"),
        ({"name": "moons", "points": POINTS}, "dataset.points", "points is for data of your own"),
        ({**PLACED, "target": "y"}, "dataset.target", "points have no columns; leave target out"),
        ({**PLACED, "inputs": []}, "dataset.inputs", "points have no columns"),
        ({"name": "own", "csv": ""}, "dataset.csv", "the text is empty"),
        ({"name": "own", "csv": 5}, "dataset.csv", "csv = 5 is not a text"),
        ({"name": "own", "csv": "a,b\n1,2\n3"}, "dataset.csv", "row 3 has 1 cell; it must have 2"),
        ({"name": "own", "csv": "a,b\n1,2\n3,4"}, "dataset.csv", "the text has 2 rows of data"),
        ({"name": "own", "csv": CSV.replace("3.5", "")}, "dataset.csv",
         "row 5, column 'length' is empty; fill it in"),
        ({**TABLE, "target": "specie"}, "dataset.target", "did you mean 'species'?"),
        ({**TABLE, "inputs": ["length", "with"]}, "dataset.inputs.1", "did you mean 'width'?"),
        ({**TABLE, "inputs": []}, "dataset.inputs", "no column is an input; take in at least one"),
        ({**TABLE, "inputs": ["species"]}, "dataset.inputs.0", "is the target and cannot be"),
        ({**TABLE, "csv": "n,x,y\na,1,0\nb,2,1\nc,3,0\nd,4,1", "inputs": ["n", "x"]},
         "dataset.inputs.0", "no two of its texts are the same; leave it out"),
        ({"name": "own", "points": []}, "dataset.points", "the points are of 0 classes"),
        ({"name": "own", "points": POINTS[:2]}, "dataset.points", "the points are of 1 class;"),
        ({"name": "own", "points": [[1, 2]]}, "dataset.points.0", "must have at least 3"),
        ({"name": "own", "points": [*POINTS, [1, 2, 0.5]]}, "dataset.points.6.2",
         "the class is 0.5; it must be a whole number"),
        ({"name": "own", "points": [*POINTS, [1, 2, 20]]}, "dataset.points.6",
         "the class is 20; it must be in [0, 19]"),
        ({"name": "own", "points": [*POINTS, [1e7, 2, 0]]}, "dataset.points.6",
         "a coordinate is 1e+07; it must be in [-1000000, 1000000]"),
        ({"name": "own", "points": [[0, 0, n % 2] for n in range(MAX_ROWS + 1)]},
         "dataset.points", f"there are {MAX_ROWS + 1} points; at most {MAX_ROWS} are taken"),
        ({"name": "own", "csv": "x" * (MAX_BYTES + 1)}, "dataset.csv",
         f"the text has {MAX_BYTES + 1} bytes; at most {MAX_BYTES} are taken"),
    ],
)  # fmt: skip
def test_own_data_that_cannot_be_used_are_refused_alike_at_every_door(door, dataset, where, words):
    told = reasons(door, "data", dataset=dataset)
    assert list(told) == [where]
    assert words in told[where]
    again = reasons(door, "run", problem={"kind": "network", "dataset": dataset}, runs=[SGD])
    assert again == {f"problem.{where}": told[where]}


def test_a_text_that_cannot_be_read_is_refused_before_it_is_shown(door: TestClient):
    assert "there is one column only" in reasons(door, "table", csv="a\n1\n2\n3\n4\n")["csv"]
    assert reasons(door, "table") == {"csv": "csv is missing; it must be given"}


def test_the_largest_table_fits_into_a_request(door: TestClient):
    line = '"1.5";"dark ""red"" or a ""blue"" one";"2"\n'
    text = line * MAX_ROWS
    assert MAX_BYTES * 0.8 < len(text) < MAX_BYTES
    assert len(json.dumps({"csv": text})) < MAX_BODY
    assert answer(door, "table", csv=text)["rows"] == MAX_ROWS


@given(csv=st.text(max_size=60) | st.lists(
    st.lists(st.sampled_from(["1", "2.5", "x", "", '"', "a b"]), min_size=2, max_size=3), max_size=9
).map(lambda rows: "\n".join(",".join(row) for row in rows)))  # fmt: skip
def test_whatever_text_is_given_is_answered_or_refused(door: TestClient, csv: str):
    for address, asked in (("table", {"csv": csv}), ("data", {"dataset": {**TABLE, "csv": csv}})):
        told = door.post(f"/api/{address}", content=json.dumps(asked).encode())
        assert told.status_code in (200, 422)
        assert read(told.content)
