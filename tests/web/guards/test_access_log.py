"""One line for each request and each WebSocket, when it is over."""

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.testing import capture_logs

from app.web.guards.access_log import AccessLog
from tests.web.guards.house import asked, house

Lines = list[Any]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What is logged, as the events that they are."""
    logger = logging.getLogger("descent_lab.access")
    before = logger.level
    logger.setLevel(logging.DEBUG)
    with capture_logs() as caught:
        yield caught
    logger.setLevel(before)


class Odd:
    """AccessLog around what answers oddly at some paths."""

    def __init__(self, app: ASGIApp) -> None:
        async def inside(scope: Scope, receive: Receive, send: Send) -> None:
            match scope.get("path"):
                case "/broken":
                    raise ZeroDivisionError
                case "/missing" | "/static/missing":
                    await PlainTextResponse("no", 404)(scope, receive, send)
                case _:
                    await app(scope, receive, send)

        self._app = AccessLog(inside)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)


def test_a_request_is_logged_with_its_outcome_and_without_its_query(lines: Lines) -> None:
    house(Odd).post("/api/run?secret=1", content=b"12345")

    (line,) = lines
    assert line.pop("seconds") >= 0
    assert line == {
        "event": "request", "log_level": "info", "method": "POST", "path": "/api/run",
        "status": 200, "bytes": 1,
    }  # fmt: skip


def test_a_conversation_is_logged_when_it_is_over(lines: Lines) -> None:
    with house(Odd).websocket_connect("/ws/run?secret=1") as line:
        line.send_text("abc")
        line.receive_text()
        line.send_text("de")
        line.receive_text()
        assert lines == []
        line.close(1001)

    (line,) = lines
    assert line.pop("seconds") >= 0
    assert line == {
        "event": "websocket", "log_level": "info", "path": "/ws/run", "status": 101, "bytes": 5,
        "messages": 2, "code": 1001,
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_refusal_is_logged_with_its_status(kind: str, lines: Lines) -> None:
    asked(house(Odd), kind, "ws://localhost/missing")

    assert [(line["status"], line["log_level"]) for line in lines] == [(404, "info")]


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_bug_is_logged_as_such_and_goes_on(kind: str, lines: Lines) -> None:
    with pytest.raises(ZeroDivisionError):
        asked(house(Odd), kind, "ws://localhost/broken")

    assert [line["status"] for line in lines] == [500]


def test_a_websocket_that_is_neither_taken_nor_refused_is_an_error(lines: Lines) -> None:
    async def silent(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        raise AssertionError(message)

    asyncio.run(AccessLog(silent)({"type": "websocket", "path": "/silent"}, receive, send))

    assert [line["log_level"] for line in lines] == ["error"]


@pytest.mark.parametrize(
    ("path", "level"),
    [("/static/x.js", "debug"), ("/healthz", "debug"), ("/static/missing", "info"), ("/", "info")],
)
def test_what_everybody_asks_for_all_the_time_is_logged_when_it_fails(
    path: str, level: str, lines: Lines
) -> None:
    house(Odd).get(path)

    assert [line["log_level"] for line in lines] == [level]
