"""What guards refuse is counted by its reason."""

from typing import Any

import pytest
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.websockets import WebSocketDisconnect

from app.metrics import DROPS, REFUSALS
from app.web.guards.body import Body
from app.web.guards.conversation import Conversation
from app.web.guards.crowd import Crowd
from app.web.guards.hosts import Hosts
from app.web.guards.origins import Origins
from app.web.guards.requests import Requests
from tests.web.guards.house import asked, house


def _count(family: Any, reason: str) -> float:
    return float(family.labels(reason)._value.get())


def _limiter() -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(MemoryStorage())


@pytest.mark.parametrize(
    ("reason", "guard", "settings", "headers"),
    [
        ("host", Hosts, {"names": []}, {"host": "attacker.com"}),
        ("origin", Origins, {"listed": [], "allow_none": False}, {"origin": "null"}),
        ("rate", Requests, {"of_all": 0, "of_one_address": 0}, {}),
        ("address_rate", Requests, {"of_all": 9, "of_one_address": -1}, {}),
        ("full", Crowd, {"most": 0}, {}),
    ],
)
def test_a_refusal_counts_under_its_reason(
    reason: str, guard: type, settings: dict[str, Any], headers: dict[str, str]
) -> None:
    if guard is Requests:
        settings = {"limiter": _limiter(), **settings}
    before = _count(REFUSALS, reason)

    answer = asked(house(guard, **settings), "websocket", "ws://localhost/", **headers)

    assert answer.status_code >= 400
    assert _count(REFUSALS, reason) == before + 1


def test_a_long_body_counts_too() -> None:
    before = _count(REFUSALS, "body")
    house(Body, longest=1, seconds=9).post("/", content=b"12")
    assert _count(REFUSALS, "body") == before + 1


@pytest.mark.parametrize(
    ("reason", "settings", "messages"),
    [("flooding", {"often": 1, "idle": 60}, 2), ("idle", {"often": 9, "idle": 0.01}, 0)],
)
def test_a_connection_that_is_ended_counts_once(
    reason: str, settings: dict[str, float], messages: int
) -> None:
    before = _count(DROPS, reason)
    door = house(Conversation, limiter=_limiter(), **settings)
    with door.websocket_connect("/") as line, pytest.raises(WebSocketDisconnect):
        for _ in range(messages):
            line.send_text("hello")
        while True:
            line.receive_text()
    assert _count(DROPS, reason) == before + 1
