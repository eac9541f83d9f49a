"""A client in this process that asks as the page does: at localhost, and by its own Origin."""

from typing import Any

from fastapi.testclient import TestClient
from starlette.testclient import WebSocketTestSession
from starlette.types import ASGIApp

NAME = "localhost"
ORIGIN = f"http://{NAME}"


class Visitor(TestClient):
    """A TestClient that the guards let in. A bug is an exception here, never a quiet 500."""

    def __init__(self, app: ASGIApp, **options: Any) -> None:
        super().__init__(app, base_url=ORIGIN, **options)

    def websocket_connect(self, url: str, *rest: Any, **options: Any) -> WebSocketTestSession:
        headers = {"origin": ORIGIN, **options.pop("headers", {})}
        return super().websocket_connect(f"ws://{NAME}{url}", *rest, headers=headers, **options)
