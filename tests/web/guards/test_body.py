"""How long a request's body may be, and how long it may take to come."""

import asyncio

import pytest
from starlette.types import Message

from app.web.guards.body import Body
from tests.web.guards.house import house, told


def test_a_body_is_handed_on_whole_until_it_is_too_long() -> None:
    door = house(Body, longest=1000, seconds=10)

    assert door.post("/", content=b"x" * 1000).text == "1000"
    answer = door.post("/", content=b"x" * 1001)
    assert answer.status_code == 413
    assert told(answer) == "the request is longer than 1000 bytes; send a shorter one"
    with door.websocket_connect("/") as line:
        line.send_text("x" * 2000)
        assert len(line.receive_text()) == 2000


@pytest.mark.parametrize("parts", [[], [b"{"], [b"{"] * 20])
def test_a_body_that_never_ends_is_not_waited_for(parts: list[bytes]) -> None:
    heard: list[Message] = []

    async def slowly() -> Message:
        await asyncio.sleep(0.01 if parts else 60)
        return {"type": "http.request", "body": parts.pop(), "more_body": True}

    async def hear(message: Message) -> None:
        heard.append(message)

    async def never(*_: object) -> None:
        raise AssertionError("the door was opened")

    scope = {"type": "http", "method": "POST", "path": "/", "headers": []}
    asyncio.run(Body(never, longest=1000, seconds=0.05)(scope, slowly, hear))

    assert heard[0]["status"] == 408
    assert (b"connection", b"close") in heard[0]["headers"]
    assert b"longer than 0.05 seconds" in heard[1]["body"]
