"""Whose pages may ask."""

import pytest

from app.web.guards.origins import Origins
from tests.web.guards.house import asked, house, told

LISTED = ["https://school.example.org", "http://localhost:3000"]

# Where the service is, what a page says it comes from, and whether that is one of its own.
TABLE = [
    ("http://lab.example.org", "http://lab.example.org", True),
    ("https://lab.example.org", "https://lab.example.org", True),
    ("http://lab.example.org:8000", "http://lab.example.org:8000", True),
    ("http://127.0.0.1:8000", "http://127.0.0.1:8000", True),
    ("http://[::1]:8000", "http://[::1]:8000", True),
    ("http://lab.example.org:80", "http://lab.example.org", True),
    ("https://lab.example.org", "https://school.example.org", True),
    ("https://lab.example.org", "http://localhost:3000", True),
    # Of another scheme, another port, another name
    ("https://lab.example.org", "http://lab.example.org", False),
    ("http://lab.example.org", "https://lab.example.org", False),
    ("http://lab.example.org:8000", "http://lab.example.org", False),
    ("http://lab.example.org", "http://lab.example.org:8000", False),
    ("http://127.0.0.1:8000", "http://localhost:8000", False),
    ("https://lab.example.org", "https://school.example.org:8443", False),
    ("https://lab.example.org", "http://school.example.org", False),
    # That begin, end or look like it
    ("https://lab.example.org", "https://lab.example.org.attacker.com", False),
    ("https://lab.example.org", "https://attacker-lab.example.org", False),
    ("https://lab.example.org", "https://attacker.lab.example.org", False),
    ("https://lab.example.org", "https://example.org", False),
    ("https://lab.example.org", "https://lab.example.org@attacker.com", False),
    ("https://lab.example.org", "https://attacker.com@lab.example.org", False),
    ("https://lab.example.org", "https://lab.example.org.", False),
    ("https://lab.example.org", "https://lab.example.org/", False),
    ("https://lab.example.org", "https://lab.example.org:0443", False),
    ("https://lab.example.org", "https://lab.example.org:", False),
    ("https://lab.example.org", "https://lab.example.org:99999", False),
    ("https://lab.example.org", "https://LAB.example.org", False),
    ("https://lab.example.org", "HTTPS://lab.example.org", False),
    ("https://lab.example.org", "https://lаb.example.org", False),  # its a is Cyrillic
    ("https://lab.example.org", "https://xn--lb-7kc.example.org", False),
    ("https://lab.example.org", "https://lab.example.org, https://lab.example.org", False),
    ("https://lab.example.org", "https://lab.example.org https://attacker.com", False),
    ("https://lab.example.org", "lab.example.org", False),
    ("https://lab.example.org", "//lab.example.org", False),
    ("https://lab.example.org", "file://", False),
    ("https://lab.example.org", "chrome-extension://lab.example.org", False),
    ("https://lab.example.org", "null", False),
    ("https://lab.example.org", "", False),
    ("https://lab.example.org", "*", False),
]
each_kind = pytest.mark.parametrize("kind", ["http", "websocket"])


def _asked(kind: str, service: str, origin: str | None):
    door = house(Origins, listed=LISTED, allow_none=False)
    headers = {} if origin is None else {"origin": origin.encode()}
    scheme, name = service.split("://")
    url = f"{scheme.replace('http', 'ws')}://{name}/ws/run"
    return asked(door, kind, url, host=name, **headers)


@each_kind
@pytest.mark.parametrize(("service", "origin", "own"), TABLE)
def test_only_pages_of_the_same_scheme_name_and_port_may_ask(
    kind: str, service: str, origin: str, own: bool
) -> None:
    answer = _asked(kind, service, origin)

    assert answer.status_code == ((200 if kind == "http" else 101) if own else 403)


@each_kind
def test_a_page_that_may_not_ask_is_told_where_it_may_and_what_to_set(kind: str) -> None:
    words = told(_asked(kind, "https://lab.example.org", "https://attacker.com"))

    assert "'https://attacker.com' may not ask https://lab.example.org" in words
    assert "DESCENT_LAB_ORIGINS" in words
    assert len(told(_asked(kind, "https://lab.example.org", "https://" + "a" * 9_000))) < 500


def test_scripts_without_an_origin_may_send_requests_but_open_no_websocket() -> None:
    assert _asked("http", "https://lab.example.org", None).status_code == 200
    answer = _asked("websocket", "https://lab.example.org", None)
    assert answer.status_code == 403
    assert "DESCENT_LAB_ALLOW_NO_ORIGIN" in told(answer)


def test_websockets_without_an_origin_are_taken_where_that_is_set_and_null_is_not() -> None:
    door = house(Origins, listed=[], allow_none=True)

    assert asked(door, "websocket", "ws://localhost/").status_code == 101
    assert asked(door, "websocket", "ws://localhost/", origin="null").status_code == 403


@each_kind
def test_two_origins_are_none(kind: str) -> None:
    door = house(Origins, listed=LISTED, allow_none=True)
    door.headers = [("origin", LISTED[0]), ("origin", LISTED[0])]  # type: ignore[assignment]

    assert asked(door, kind, "ws://lab.example.org/").status_code == 403
