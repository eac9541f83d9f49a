"""How many requests are answered in a second."""

import time

import pytest
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.testclient import TestClient

from app.web.guards.requests import Requests, _address
from tests.web.guards.house import asked, house, told

each_kind = pytest.mark.parametrize("kind", ["http", "websocket"])


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """No time passes."""
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)


def _house(of_all: int, of_one: int = 0) -> TestClient:
    limiter = FixedWindowRateLimiter(MemoryStorage())
    return house(Requests, limiter=limiter, of_all=of_all, of_one_address=of_one)


@each_kind
@pytest.mark.usefixtures("still")
def test_what_is_beyond_the_rate_is_put_off_with_a_sentence(kind: str) -> None:
    door = _house(3)
    for _ in range(3):
        assert asked(door, kind, "ws://localhost/api/run").status_code in (200, 101)

    answer = asked(door, kind, "ws://localhost/api/run")

    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "1"
    assert told(answer) == (
        "more than 3 requests in a second come from all visitors; try again in a second"
    )


def test_after_a_second_there_is_room_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    door = _house(1)
    assert [door.get("/").status_code for _ in range(2)] == [200, 429]
    now += 1.01
    assert door.get("/").status_code == 200


@pytest.mark.usefixtures("still")
def test_files_and_health_are_always_answered() -> None:
    door = _house(1)
    door.get("/")

    for path in ("/static/abc/js/main.js", "/healthz", "/readyz"):
        assert door.get(path).status_code == 200
    assert door.get("/").status_code == 429


@pytest.mark.usefixtures("still")
def test_a_class_behind_one_address_is_not_limited_unless_that_is_set() -> None:
    assert all(_house(1000).get("/").status_code == 200 for _ in range(5))
    door = _house(1000, of_one=2)
    assert [door.get("/").status_code for _ in range(3)] == [200, 200, 429]
    assert "from your address" in told(door.get("/"))


@pytest.mark.parametrize(
    ("client", "key"),
    [
        (("203.0.113.9", 1), "203.0.113.9"),
        (("2001:db8:1:2:3:4:5:6", 1), "2001:db8:1:2::/64"),
        (("testclient", 1), "testclient"),
        (None, ""),
    ],
)
def test_an_address_of_ipv6_is_its_network_for_one_person_has_many(client, key: str) -> None:
    assert _address({"client": client}) == key
