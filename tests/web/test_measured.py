"""How long requests took, by route."""

import pytest
from fastapi import FastAPI, HTTPException
from fastapi.testclient import TestClient
from prometheus_client import REGISTRY

from app.web.measured import Measured


@pytest.fixture
def door() -> TestClient:
    app = FastAPI()
    app.add_middleware(Measured)

    @app.get("/measured/{name}")
    def answer(name: str) -> str:
        if name == "refused":
            raise HTTPException(422)
        if name == "broken":
            raise ZeroDivisionError
        return name

    return TestClient(app, raise_server_exceptions=False)


def test_requests_are_counted_by_route_and_not_by_address(door: TestClient) -> None:
    for name in ("one", "two", "refused", "broken"):
        door.get(f"/measured/{name}")

    assert counted("/measured/{name}", "GET", "200") == 2
    assert counted("/measured/{name}", "GET", "422") == 1
    assert counted("/measured/{name}", "GET", "500") == 1


def test_strangers_cannot_make_series(door: TestClient) -> None:
    before = counted("none", "GET", "404"), counted("none", "other", "404")
    for path in ("/a", "/b", "/c"):
        door.get(path)
        door.request("BREW", path)

    assert counted("none", "GET", "404") - before[0] == 3
    assert counted("none", "other", "404") - before[1] == 3


def counted(route: str, method: str, status: str) -> float:
    labels = {"route": route, "method": method, "status": status}
    return REGISTRY.get_sample_value("descent_lab_request_seconds_count", labels) or 0
