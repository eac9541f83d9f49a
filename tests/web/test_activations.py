"""GET /api/activations/{name}/table: an activation as numbers."""

import numpy as np
import pytest
from fastapi.testclient import TestClient

from app.engine.catalogue import ACTIVATIONS
from tests.web.strict import read

S = np.arange(-1024, 1025) / 64


def table(door: TestClient, name: str) -> np.ndarray:
    answer = door.get(f"/api/activations/{name}/table")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["cache-control"] == "public, max-age=86400"
    return np.frombuffer(answer.content, "<f4")


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_table_holds_the_values_from_minus_16_to_16(door: TestClient, name: str):
    found = table(door, name)
    assert found.shape == (2049,)
    np.testing.assert_array_equal(found, ACTIVATIONS[name]().value(S).astype(np.float32))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_between_and_beyond_its_places_a_table_is_as_good_as_straight(door: TestClient, name: str):
    found = table(door, name)
    activation = ACTIVATIONS[name]()
    between = S[:-1] + 1 / 128
    np.testing.assert_allclose(np.interp(between, S, found), activation.value(between), atol=5e-5)
    steps = np.arange(1, 50)
    for end, inner in ((0, 1), (-1, -2)):
        straight = found[end] + steps * 64 * (found[end] - found[inner])
        beyond = activation.value(S[end] + np.sign(S[end]) * steps)
        np.testing.assert_allclose(straight, beyond, rtol=1e-4, atol=1e-3)


def test_a_table_is_sent_once_to_who_keeps_it(door: TestClient):
    address = "/api/activations/tanh/table"
    tag = door.get(address).headers["etag"]
    assert door.get(address, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("address", "loc", "words"),
    [
        ("than/table", ["name"], "unknown activation 'than'; did you mean 'tanh'?"),
        ("tanh/table?slope=2", ["slope"], "unknown Tanh parameter 'slope'; Tanh takes none"),
        ("tanh/table?slope=steep", ["slope"], "slope = 'steep' is not a finite number"),
    ],
)
def test_what_has_no_table_is_refused(door: TestClient, address, loc, words):
    answer = door.get(f"/api/activations/{address}")
    assert answer.status_code == 422
    assert read(answer.content)["detail"] == [{"loc": loc, "msg": words}]
