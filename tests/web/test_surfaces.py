"""GET /api/surfaces/{name}/grid: heights to draw contours from."""

import json
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.engine.catalogue import SURFACES
from app.engine.contracts import join
from tests.web.strict import read

FIXTURES = Path(__file__).parents[1] / "fixtures"


def words(door: TestClient, address: str) -> dict:
    answer = door.get(address)
    assert answer.status_code == 422, answer.text
    (reason,) = answer.json()["detail"]
    return reason


@pytest.mark.parametrize("name", SURFACES)
def test_a_grid_has_a_row_of_heights_for_each_y(door: TestClient, name: str):
    grid = read(door.get(f"/api/surfaces/{name}/grid?resolution=23").content)
    surface = SURFACES[name]()
    (x0, x1), (y0, y1) = surface.domain

    assert grid.keys() == {"x", "y", "z"}
    np.testing.assert_allclose(grid["x"], np.linspace(x0, x1, 23))
    np.testing.assert_allclose(grid["y"], np.linspace(y0, y1, 23))
    for row, y in zip(grid["z"], grid["y"], strict=True):
        points = join(np.array(grid["x"]), np.full(23, y))
        np.testing.assert_allclose(row, surface.value(points), rtol=1e-12, atol=1e-12)


def test_the_resolution_is_101_and_may_be_11_to_401(door: TestClient):
    for query, count in (("", 101), ("?resolution=11", 11), ("?resolution=401", 401)):
        grid = door.get(f"/api/surfaces/beale/grid{query}").json()
        assert len(grid["x"]) == len(grid["y"]) == len(grid["z"]) == len(grid["z"][0]) == count
    assert words(door, "/api/surfaces/beale/grid?resolution=10") == {
        "loc": ["resolution"],
        "msg": 'resolution = "10" is too small; it must be at least 11',
    }
    assert "it must be at most 401" in words(door, "/api/surfaces/beale/grid?resolution=402")["msg"]
    assert words(door, "/api/surfaces/beale/grid?resolution=fine")["msg"] == (
        'resolution = "fine" is not a whole number'
    )


def test_parameters_of_the_surface_are_query_fields(door: TestClient):
    steep = door.get("/api/surfaces/ravine/grid?resolution=11&condition=200&rotation=0").json()
    surface = SURFACES.build("ravine", {"condition": 200, "rotation": 0})
    corner = surface.value(np.array([steep["x"][0], steep["y"][-1]]))
    assert steep["z"][-1][0] == pytest.approx(float(corner))


@pytest.mark.parametrize(
    ("address", "loc", "message"),
    [
        ("beal/grid", ["name"], "unknown surface 'beal'; did you mean 'beale'?"),
        ("beale/grid?condition=5", ["condition"], "unknown Beale parameter"),
        ("ravine/grid?condition=0", ["condition"], "condition = 0 is not in [1, 10"),
        ("ravine/grid?condition=nan", ["condition"], "condition = 'nan' is not a finite number"),
        ("ravine/grid?condition=1e999", ["condition"], "condition = '1e999' is not a finite"),
        ("ravine/grid?condition=steep", ["condition"], "condition = 'steep' is not a finite"),
        ("beale/grid?window=1,0,0,1", ["window"], "is not x0,x1,y0,y1 with x0 < x1"),
        ("beale/grid?window=1,2,3", ["window"], "is not x0,x1,y0,y1 with x0 < x1"),
        ("beale/grid?window=-1e7,0,0,1", ["window"], "no corner beyond 1e+06"),
        ("beale/grid?window=a,b,c,d", ["window"], "is not a finite number"),
        ("beale/grid?form=png", ["form"], "it must be 'json', 'float32' or 'packed'"),
    ],
)
def test_what_cannot_be_drawn_is_refused(door: TestClient, address, loc, message):
    reason = words(door, f"/api/surfaces/{address}")
    assert reason["loc"] == loc
    assert message in reason["msg"]


def test_a_window_is_another_part_of_the_plane(door: TestClient):
    grid = door.get("/api/surfaces/beale/grid?resolution=11&window=0,2,-3,4").json()
    assert (grid["x"][0], grid["x"][-1], grid["y"][0], grid["y"][-1]) == (0, 2, -3, 4)


def test_the_binary_form_is_the_height_above_the_lowest_point(door: TestClient):
    for name in SURFACES:
        surface = SURFACES[name]()
        address = f"/api/surfaces/{name}/grid?resolution=11"
        content = door.get(f"{address}&form=float32").content
        heights = np.frombuffer(content, "<f4").reshape(11, 11)
        expected = np.array(door.get(address).json()["z"]) - (surface.lowest() or 0.0)
        np.testing.assert_allclose(heights, expected, rtol=2.0**-12)


def test_the_packed_form_holds_the_numbers_of_the_binary_one(door: TestClient):
    for name in SURFACES:
        address = f"/api/surfaces/{name}/grid?resolution=41&form="
        columns = np.frombuffer(door.get(f"{address}packed").content, np.uint8).reshape(3, 41, 41)
        folded = (columns.astype(np.int64) << np.array([0, 8, 16])[:, None, None]).sum(axis=0)
        differences = np.where(folded % 2, -(folded // 2) - 1, folded // 2)
        bits = differences.cumsum(axis=0).cumsum(axis=1) << 12
        heights = bits.astype("<u4").view("<f4")
        sent = np.frombuffer(door.get(f"{address}float32").content, "<f4").reshape(41, 41)
        np.testing.assert_array_equal(heights, sent)


def test_the_page_is_tested_with_what_is_packed_today(door: TestClient):
    kept = json.loads((FIXTURES / "packed.json").read_text())
    packed = door.get(f"{kept['address']}&form=packed").content
    assert list(packed) == kept["packed"]
    sent = np.frombuffer(door.get(f"{kept['address']}&form=float32").content, "<f4")
    np.testing.assert_array_equal(sent, np.array(kept["heights"], "<f4"))


@given(name=st.text(min_size=1, max_size=8), query=st.dictionaries(
    st.sampled_from(["resolution", "window", "form", "condition"]) | st.text(max_size=4),
    st.text(max_size=9) | st.floats().map(str),
))  # fmt: skip
def test_whatever_is_asked_for_is_answered_or_refused(door: TestClient, name: str, query):
    for place in (quote(name, safe=""), "ravine"):
        answer = door.get(f"/api/surfaces/{place}/grid", params=query)
        assert answer.status_code in (200, 404, 422)
        assert read(answer.content)
