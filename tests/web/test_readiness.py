"""GET /readyz."""

import asyncio
import time

from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.main import create_app
from app.web.readiness import ready, router
from tests.web.visitor import Visitor


def test_process_is_ready_once_it_started_and_not_before_or_after() -> None:
    app = FastAPI()
    app.include_router(router)
    door = TestClient(app)

    async def inside() -> None:
        async with ready(app, lambda: None):
            assert door.get("/readyz").json() == {"status": "ready"}
            assert door.head("/readyz").status_code == 200

    before = door.get("/readyz")
    asyncio.run(inside())
    after = door.get("/readyz")

    assert before.status_code == after.status_code == 503
    assert "starting" in before.json()["detail"][0]["msg"]
    assert "stopping" in after.json()["detail"][0]["msg"]
    assert before.headers["Retry-After"] == "1"


def test_what_is_broken_is_said_until_it_is_mended() -> None:
    app = FastAPI()
    app.include_router(router)
    door = TestClient(app)
    found = ["compute processes died three times in a row; their log says why"]

    async def inside() -> None:
        async with ready(app, lambda: found[0] if found else None):
            answer = door.get("/readyz")
            assert (answer.status_code, answer.json()["detail"][0]["msg"]) == (503, found[0])
            found.clear()
            assert door.get("/readyz").status_code == 200

    asyncio.run(inside())


def test_whole_service_is_ready_once_it_can_compute() -> None:
    with Visitor(create_app()) as door:
        until = time.monotonic() + 60
        while (answer := door.get("/readyz")).status_code == 503 and time.monotonic() < until:
            assert "starting" in answer.json()["detail"][0]["msg"]
            time.sleep(0.1)
        assert answer.json() == {"status": "ready"}
