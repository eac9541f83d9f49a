"""Each request has a name, on its answer and on every line of the log that it causes."""

import re

import pytest
import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.guards.request_id import RequestId
from tests.web.guards.house import asked, house

NAME = re.compile(r"[0-9a-f]{16}")


class Noted:
    """RequestId, and what is bound to the log inside of it."""

    def __init__(self, app: ASGIApp, notes: list[object]) -> None:
        async def inside(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "lifespan":
                bound = structlog.contextvars.get_contextvars()["request"]
                assert bound == scope["state"]["request_id"]
                notes.append(bound)
            await app(scope, receive, send)

        self._app = RequestId(inside)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_every_request_is_named_anew_in_the_log(kind: str) -> None:
    notes: list[object] = []
    door = house(Noted, notes=notes)

    asked(door, kind, "ws://localhost/a")
    asked(door, kind, "ws://localhost/a")

    assert len(set(notes)) == 2
    assert all(NAME.fullmatch(str(note)) for note in notes)


def test_the_answer_says_the_name() -> None:
    notes: list[object] = []

    answer = asked(house(Noted, notes=notes), "http", "http://localhost/a")

    assert [answer.headers["x-request-id"]] == notes


def test_an_accepted_websocket_says_the_name() -> None:
    with house(RequestId).websocket_connect("/") as line:
        said = dict(line.extra_headers or ())

    assert NAME.fullmatch(said[b"x-request-id"].decode())


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("name", ["a", "A1-b_c.d", "0af7651916cd43dd8448eb211c80319c"])
def test_a_name_that_a_proxy_gave_is_kept(kind: str, name: str) -> None:
    notes: list[object] = []

    asked(house(Noted, notes=notes), kind, "ws://localhost/", **{"X-Request-ID": name})

    assert notes == [name]


@pytest.mark.parametrize("name", ["", "x" * 65, "a b", "a=b", "<script>", "é", "-", '"'])
def test_a_name_that_could_harm_the_log_is_not_taken(name: str) -> None:
    notes: list[object] = []
    headers = {"X-Request-ID": name.encode("latin-1").decode("latin-1")}

    house(Noted, notes=notes).get("/", headers={k: v.encode("latin-1") for k, v in headers.items()})

    assert NAME.fullmatch(str(notes[0]))
