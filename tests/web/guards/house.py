"""A tiny service behind the guard under test: what came through it is seen."""

from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocket, WebSocketDisconnect


async def _answer(request: Request) -> Response:
    return PlainTextResponse(f"{len(await request.body())}")


async def _talk(socket: WebSocket) -> None:
    """Say everything back, and what the conversation ended with to the state."""
    await socket.accept()
    try:
        while True:
            await socket.send_text(await socket.receive_text())
    except WebSocketDisconnect as end:
        socket.app.state.ended.append(end.code)


def house(guard: type, **settings: Any) -> TestClient:
    """A client of the tiny service behind one guard."""
    app = Starlette(routes=[Route("/{path:path}", _answer, methods=["GET", "POST"]),
                            WebSocketRoute("/{path:path}", _talk)])  # fmt: skip
    app.state.ended = []
    app.add_middleware(guard, **settings)
    return TestClient(app)


def asked(client: TestClient, kind: str, url: str, **headers: str) -> Response | Any:
    """The answer to a request, or to the wish for a WebSocket: 101 where it was accepted."""
    if kind == "http":
        return client.get(url.replace("ws", "http", 1), headers=headers)
    try:
        with client.websocket_connect(url, headers=headers):
            return PlainTextResponse(status_code=101)
    except WebSocketDenialResponse as denied:
        return denied


def told(answer: Any) -> str:
    """The sentence of a refusal, whose shape is held, too."""
    (reason,) = answer.json()["detail"]
    assert set(reason) == {"loc", "msg"}
    return str(reason["msg"])
