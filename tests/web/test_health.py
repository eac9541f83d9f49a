"""GET /healthz."""

from fastapi.testclient import TestClient


def test_a_process_that_serves_says_so(door: TestClient):
    assert door.get("/healthz").json() == {"status": "ok"}
    assert door.head("/healthz").status_code == 200
