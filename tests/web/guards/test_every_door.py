"""No door is without its guards."""

import re
from pathlib import Path

import pytest
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.routing import BaseRoute, WebSocketRoute
from starlette.testclient import WebSocketDenialResponse

import app
from app.main import create_app
from app.web.guards import guarded
from tests.web.visitor import Visitor

SOCKETS = {"/ws/run"}


def _routes() -> list[BaseRoute]:
    """Every route, also those of routers that are included whole."""
    found, to_do = [], list(create_app().routes)
    while to_do:
        route = to_do.pop()
        inner = getattr(route, "routes", None) or getattr(
            getattr(route, "original_router", None), "routes", None
        )
        found.append(route)
        to_do += inner or []
    return found


def test_every_websocket_is_known_here() -> None:
    assert {r.path for r in _routes() if isinstance(r, WebSocketRoute)} == SOCKETS


@pytest.mark.parametrize("path", sorted(SOCKETS))
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://attacker.com"}, 403),
        ({"origin": "null"}, 403),
        ({"host": "attacker.com", "origin": "http://attacker.com"}, 400),
    ],
)
def test_every_websocket_refuses_strangers_before_it_accepts(
    path: str, headers: dict[str, str], status: int
) -> None:
    with pytest.raises(WebSocketDenialResponse) as denied:
        Visitor(create_app()).websocket_connect(path, headers=headers).__enter__()
    assert denied.value.status_code == status


def test_every_guard_sees_websockets() -> None:
    """BaseHTTPMiddleware lets them pass unseen, and so does @app.middleware("http")."""
    guards = [middleware.cls for middleware in create_app().user_middleware]
    assert len(guards) >= 8
    assert not [g for g in guards if isinstance(g, type) and issubclass(g, BaseHTTPMiddleware)]
    sources = Path(app.__file__).parent.rglob("*.py")
    said = re.compile(r"import BaseHTTPMiddleware|\.middleware\(|\(BaseHTTPMiddleware")
    assert not [path for path in sources if said.search(path.read_text())]


def test_who_refuses_is_asked_before_what_costs() -> None:
    """What is refused for its Host or Origin is neither counted nor read; all of it is measured."""
    order = [getattr(m.cls, "__name__", "") for m in create_app().user_middleware]
    wanted = [
        "Measured",
        "Headers",
        "Hosts",
        "Origins",
        "Requests",
        "Crowd",
        "Body",
        "Conversation",
    ]
    assert [name for name in order if name in wanted] == wanted
    assert guarded.__module__ == "app.web.guards"
