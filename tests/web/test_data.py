"""POST /api/data: data as they are drawn."""

import numpy as np
import pytest
from fastapi.testclient import TestClient

from app.engine.catalogue import DATASETS
from app.spec import DataSpec, spec_from
from tests.web.strict import read

PARTS = ("train", "test")


def data(door: TestClient, **asked):
    told = door.post("/api/data", json=asked)
    assert told.status_code == 200, told.text
    return read(told.content)


def reasons(door: TestClient, **asked):
    """The reasons of a refusal, as {where: words}."""
    told = door.post("/api/data", json=asked)
    assert told.status_code == 422, told.text
    return {".".join(map(str, reason["loc"])): reason["msg"] for reason in told.json()["detail"]}


@pytest.mark.parametrize("name", DATASETS)
def test_every_data_set_is_told_as_networks_see_it(door: TestClient, name: str):
    told = data(door, dataset=name)
    samples = DataSpec(dataset={"name": name}).samples()
    dataset = DATASETS[name]()

    assert (told["name"], told["label"], told["task"]) == (name, dataset.label, dataset.task)
    assert (told["features"], told["classes"]) == (list(dataset.features), list(dataset.classes))
    assert (told["target"], told["blank"]) == (dataset.target, list(samples.blank))
    assert told["outputs"] == (len(dataset.classes) if len(dataset.classes) > 2 else 1)
    plane = told["plane"]
    for part, inputs, targets in (
        ("train", samples.train_inputs, samples.train_targets),
        ("test", samples.test_inputs, samples.test_targets),
    ):
        assert told["rows"][part] == len(told[part]["u"]) == len(inputs)
        np.testing.assert_allclose(told[part]["target"], targets, atol=1e-6)
        places = (inputs - plane["origin"]) @ np.transpose(plane["axes"])
        for axis, letter in zip(places.T, "uv", strict=False):
            np.testing.assert_allclose(told[part][letter], axis, atol=1e-6)
        assert (told[part]["v"] == []) == (plane["kind"] == "line")
    assert len(plane["axes"]) == len(plane["names"]) == (1 if plane["kind"] == "line" else 2)


@pytest.mark.parametrize("name", DATASETS)
def test_the_range_holds_all_points_with_a_margin(door: TestClient, name: str):
    told = data(door, dataset=name)
    up = "target" if told["plane"]["kind"] == "line" else "v"
    for letter, (low, high) in zip(("u", up), told["plane"]["range"], strict=True):
        points = np.array(told["train"][letter] + told["test"][letter])
        margin = 0.1 * np.ptp(points)
        np.testing.assert_allclose([low + margin, high - margin], [points.min(), points.max()],
                                   atol=1e-5)  # fmt: skip


def test_two_features_are_the_whole_plane_and_units_lead_back_to_the_table(door: TestClient):
    told = data(door, dataset="moons", seed=3)
    plane = told["plane"]
    assert (plane["kind"], plane["names"], plane["explained"]) == ("all", ["x1", "x2"], None)
    assert (plane["origin"], plane["axes"]) == ([0, 0], [[1, 0], [0, 1]])
    samples = DataSpec(dataset={"name": "moons"}, seed=3).samples()
    rows = samples.table.inputs[samples.train_rows]
    for letter, unit, column in zip("uv", plane["units"], rows.T, strict=True):
        back = np.array(told["train"][letter]) * unit["deviation"] + unit["mean"]
        np.testing.assert_allclose(back, column, atol=1e-5)


def test_more_features_are_shown_by_components_or_by_a_pair(door: TestClient):
    plane = data(door, dataset="iris")["plane"]
    assert plane["kind"] == "principal"
    assert plane["names"] == ["first component", "second component"]
    assert plane["units"] is None
    assert 1 > plane["explained"][0] > plane["explained"][1] > 0

    told = data(door, dataset="iris", features=["petal width (cm)", "sepal length (cm)"])
    plane = told["plane"]
    assert (plane["kind"], plane["explained"]) == ("pair", None)
    assert plane["names"] == ["petal width (cm)", "sepal length (cm)"]
    assert plane["axes"] == [[0, 0, 0, 1], [1, 0, 0, 0]]
    assert plane["origin"] == [0] * 4
    assert plane["units"][1]["mean"] == pytest.approx(5.8, abs=0.2)


def test_numbers_are_standardized_and_classes_are_not(door: TestClient):
    told = data(door, dataset="diabetes")
    assert np.std(told["train"]["target"]) == pytest.approx(1, abs=1e-5)
    assert told["target_scale"]["mean"] == pytest.approx(152, abs=10)
    assert data(door, dataset="iris")["target_scale"] == {"mean": 0, "deviation": 1}


def test_without_a_test_part_there_are_no_points_of_it(door: TestClient):
    for name in ("moons", "sine", "iris"):
        told = data(door, dataset=name, test_fraction=0)
        assert told["test"] == {"u": [], "v": [], "target": []}
        assert told["rows"]["test"] == 0


def test_moons_are_what_is_shown_without_a_wish(door: TestClient):
    assert data(door) == data(door, dataset="moons", test_fraction=0.3, seed=0, features=None)


def test_the_same_data_are_drawn_once_for_pictures_and_for_races(door: TestClient):
    asked = {"name": "moons", "parameters": {"samples": 77}}
    shown = DataSpec.model_validate({"dataset": asked, "seed": 5}).samples()
    networks = [
        spec_from({
            "problem": {"kind": "network", "dataset": asked, "dropout": dropout},
            "runs": [{"optimizer": "sgd"}], "seed": 5,
        }).training().runs[0].network
        for dropout in (0, 0, 0.5)
    ]  # fmt: skip
    assert all(network.samples is shown for network in networks)
    assert networks[0] == networks[1] != networks[2]
    told = data(door, dataset=asked, seed=5)
    np.testing.assert_allclose(told["train"]["u"], shown.train_inputs[:, 0], atol=1e-6)


@pytest.mark.parametrize(
    ("asked", "where", "words"),
    [
        ({"dataset": "moon"}, "dataset", "unknown data set 'moon'; did you mean 'moons'?"),
        ({"dataset": {"name": "moons", "parameters": {"samples": 1}}},
         "dataset.parameters.samples", "samples = 1 is not a whole number in [10,"),
        ({"test_fraction": 1}, "test_fraction", "it must be at most 0.9"),
        ({"seed": -1}, "seed", "seed = -1 is too small"),
        ({"sed": 1}, "sed", "unknown field 'sed'; leave it out"),
        ({"features": ["x1"]}, "features", "features has 1 entries; it must have at least 2"),
        ({"features": ["x1", "x3"]}, "features.1", "there is no feature 'x3'; there are x1, x2"),
        ({"features": ["x1", "x1"]}, "features", "'x1' is given twice; choose two different"),
        ({"dataset": "sine", "features": ["x", "y"]}, "features.1", "there is no feature 'y'"),
    ],
)  # fmt: skip
def test_a_refusal_says_what_was_given_and_what_would_be_right(door, asked, where, words):
    told = reasons(door, **asked)
    assert list(told) == [where]
    assert words in told[where]


def test_only_json_is_read(door: TestClient):
    told = door.post("/api/data", content="{}", headers={"Content-Type": "text/plain"})
    assert (told.status_code, told.json()["detail"][0]["loc"]) == (422, ["body"])
    told = door.post("/api/data", content="{", headers={"Content-Type": "application/json"})
    assert "this is not JSON" in told.json()["detail"][0]["msg"]
