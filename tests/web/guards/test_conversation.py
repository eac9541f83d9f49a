"""What one WebSocket may do."""

import json
import time

import pytest
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from app.web.guards.conversation import Conversation
from tests.web.guards.house import house


def _house(often: int = 1000, idle: float = 60) -> TestClient:
    limiter = FixedWindowRateLimiter(MemoryStorage())
    return house(Conversation, limiter=limiter, often=often, idle=idle)


def test_a_flood_is_refused_in_a_sentence_and_then_closed() -> None:
    door = _house(often=5)
    with door.websocket_connect("/") as line:
        for _ in range(50):
            line.send_text("hello")
        heard = []
        with pytest.raises(WebSocketDisconnect) as end:
            while True:
                heard.append(line.receive_text())

    assert end.value.code == 1008
    assert end.value.reason == "more than 5 messages in a second; send fewer"
    assert heard[:-1] == ["hello"] * 5
    assert json.loads(heard[-1]) == {
        "type": "refused",
        "race": None,
        "detail": [{"loc": [], "msg": "more than 5 messages in a second; send fewer"}],
    }
    assert door.app.state.ended == [1008]


def test_each_connection_has_messages_of_its_own() -> None:
    door = _house(often=5)
    with door.websocket_connect("/") as one, door.websocket_connect("/") as two:
        for line in (one, two):
            for _ in range(5):
                line.send_text("hello")
                assert line.receive_text() == "hello"


def test_who_is_slow_enough_may_go_on_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    with _house(often=2).websocket_connect("/") as line:
        for _ in range(20):
            now += 0.51
            line.send_text("hello")
            assert line.receive_text() == "hello"


def test_who_is_silent_is_told_why_it_is_closed() -> None:
    door = _house(idle=0.05)
    with door.websocket_connect("/") as line:
        line.send_text("hello")
        assert line.receive_text() == "hello"
        with pytest.raises(WebSocketDisconnect) as end:
            line.receive_text()

    assert end.value.code == 1000
    assert end.value.reason == "nothing was asked for in 0.05 seconds; come again"
    assert door.app.state.ended == [1000]


def test_nothing_is_said_after_the_end_and_the_speaker_hears_of_it() -> None:
    """A race that is being sent when its connection is closed sees a client that has left."""
    from starlette.applications import Starlette
    from starlette.routing import WebSocketRoute
    from starlette.websockets import WebSocket

    seen = []

    async def speak(socket: WebSocket) -> None:
        await socket.accept()
        seen.append((await socket.receive())["type"])
        try:
            await socket.send_text("too late")
        except WebSocketDisconnect as gone:
            seen.append(gone.code)

    app = Starlette(routes=[WebSocketRoute("/", speak)])
    limiter = FixedWindowRateLimiter(MemoryStorage())
    app.add_middleware(Conversation, limiter=limiter, often=5, idle=0.01)
    with TestClient(app).websocket_connect("/") as line, pytest.raises(WebSocketDisconnect):
        line.receive_text()

    assert seen == ["websocket.disconnect", 1006]
