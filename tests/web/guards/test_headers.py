"""What every answer tells the browser not to do, by the rules of Mozilla's HTTP Observatory."""

import base64
import hashlib
import re
from importlib.resources import files

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.web.guards.headers import POLICY, STYLES, told
from tests.serving import ROOT
from tests.web.guards.house import asked
from tests.web.visitor import Visitor

HALF_A_YEAR = 15_768_000  # seconds
STRICT_REFERRERS = {
    "no-referrer",
    "same-origin",
    "strict-origin",
    "strict-origin-when-cross-origin",
}
Headers = dict[str, str]


def directives(headers: Headers) -> dict[str, list[str]]:
    """The Content-Security-Policy, read."""
    parts = (part.split() for part in headers.get("content-security-policy", "").split(";"))
    return {name: values for name, *values in filter(None, parts)}


def _policy(headers: Headers) -> int:
    policy = directives(headers)
    words = {word for name, values in policy.items() for word in values}
    if not policy or {"'unsafe-inline'", "'unsafe-eval'"} & words or "*" in words:
        return -25
    return 10 if policy["default-src"] == ["'none'"] else 5


def _transport(headers: Headers) -> int:
    found = re.search(r"max-age=(\d+)", headers.get("strict-transport-security", ""))
    return 0 if found and int(found[1]) >= HALF_A_YEAR else -20


def _framing(headers: Headers) -> int:
    by_policy = directives(headers).get("frame-ancestors", ["*"])
    return 5 if by_policy in (["'none'"], ["'self'"]) else -20


def _is(name: str, right: set[str], best: int, worst: int):
    return lambda headers: best if headers.get(name) in right else worst


def _shared(headers: Headers) -> int:
    return -50 if "access-control-allow-origin" in headers else 0


def _cookies(headers: Headers) -> int:
    return -40 if "set-cookie" in headers else 0


# The rule, what says how many points an answer has by it, and how many are the most.
OBSERVATORY = {
    "content security policy": (_policy, 10),
    "strict transport security": (_transport, 0),
    "framing": (_framing, 5),
    "referrer policy": (_is("referrer-policy", STRICT_REFERRERS, 5, -5), 5),
    "content type options": (_is("x-content-type-options", {"nosniff"}, 0, -5), 0),
    "resource policy": (_is("cross-origin-resource-policy", {"same-origin"}, 10, -5), 10),
    "embedder policy": (
        _is("cross-origin-embedder-policy", {"require-corp", "credentialless"}, 10, -5),
        10,
    ),
    "opener policy": (_is("cross-origin-opener-policy", {"same-origin"}, 10, -5), 10),
    "sharing": (_shared, 0),
    "cookies": (_cookies, 0),
}
ANSWERS = {
    "/": 200,
    "/?lesson=nothing": 404,
    "/lessons": 200,
    "/evidence": 200,
    "/parts/code": 200,
    "/static/0/css/base.css": 200,
    "/api/catalog": 200,
    "/api/surfaces/booth/grid?resolution=3": 422,
    "/api/run": 405,
    "/healthz": 200,
    "/nothing": 404,
}
each_rule = pytest.mark.parametrize("rule", OBSERVATORY)


@pytest.fixture(scope="module")
def secure() -> TestClient:
    """A visitor over TLS, as the trusted proxy says."""
    visitor = Visitor(create_app())
    visitor.base_url = "https://localhost"
    return visitor


@pytest.mark.parametrize("path", ANSWERS)
@each_rule
def test_every_answer_has_the_most_points_of_the_observatory(
    secure: TestClient, path: str, rule: str
) -> None:
    answer = secure.get(path)
    points, most = OBSERVATORY[rule]

    assert answer.status_code == ANSWERS[path]
    assert points(dict(answer.headers)) == most


def test_a_page_behind_tls_has_150_points(secure: TestClient) -> None:
    headers = dict(secure.get("/").headers)
    assert 100 + sum(points(headers) for points, _ in OBSERVATORY.values()) == 150


def test_the_rules_find_an_answer_without_headers_wanting() -> None:
    assert sum(points({}) for points, _ in OBSERVATORY.values()) == -25 - 20 - 20 - 5 * 5
    sloppy = {"content-security-policy": "default-src 'self'; style-src 'unsafe-inline'"}
    assert _policy(sloppy) == -25


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (400, {"host": "attacker.com"}),
        (403, {"origin": "https://attacker.com"}),
        (413, {"content-length": "600000"}),
    ],
)
def test_refusals_of_guards_have_the_headers_too(
    secure: TestClient, status: int, headers: Headers
) -> None:
    content = b" " * 600_000 if status == 413 else b""
    answer = secure.request("POST", "/api/run", content=content, headers=headers)

    assert answer.status_code == status
    assert [points(dict(answer.headers)) for points, _ in OBSERVATORY.values()] == [
        most for _, most in OBSERVATORY.values()
    ]


def test_a_websocket_that_is_refused_has_them_and_a_bug_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refused = asked(Visitor(create_app()), "websocket", "/ws/run", origin="null")
    app = create_app()

    @app.get("/bug", include_in_schema=False)
    def bug() -> None:
        raise ZeroDivisionError

    app.router.routes.insert(0, app.router.routes.pop())
    broken = Visitor(app, raise_server_exceptions=False).get("/bug")

    assert (refused.status_code, broken.status_code) == (403, 500)
    assert broken.json() == {
        "detail": [{"loc": [], "msg": "something is broken in the service; its log says more"}]
    }
    for answer in (refused, broken):
        assert _policy(dict(answer.headers)) == 10
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_transport_is_promised_only_where_it_is_secure(door: TestClient) -> None:
    assert "strict-transport-security" not in door.get("/").headers


def test_nothing_of_a_policy_is_said_twice(secure: TestClient) -> None:
    names = [name for name, _ in secure.get("/").headers.multi_items()]
    assert len(names) == len(set(names))


def test_the_embedded_page_alone_may_be_framed_and_only_by_whom_the_setting_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = ["https://school.example.org", "https://*.example.com"]
    monkeypatch.setattr("app.main.settings", Settings(embed_ancestors=names, base_path="/lab"))
    door = Visitor(create_app())

    for path in ("/embed", "/lab/embed"):
        framed = door.get(path)
        assert directives(dict(framed.headers))["frame-ancestors"] == names
        assert framed.headers["cross-origin-resource-policy"] == "cross-origin"
        assert "x-frame-options" not in framed.headers
        assert _policy(dict(framed.headers)) == 10
    for path in ("/", "/embed/", "/embedded", "/lab/", "/api/embed", "/lab/lab/embed"):
        other = door.get(path, follow_redirects=False)
        assert directives(dict(other.headers))["frame-ancestors"] == ["'none'"]
        assert other.headers["x-frame-options"] == "DENY"


def test_nobody_may_frame_where_the_setting_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.main.settings", Settings(embed_ancestors=[]))
    headers = dict(Visitor(create_app()).get("/embed").headers)
    assert directives(headers)["frame-ancestors"] == ["'none'"]


def test_the_hashes_are_those_of_what_plotly_writes() -> None:
    """An update of Plotly that changes them has to change them here."""
    bundle = (files("plotly") / "package_data" / "plotly.min.js").read_text()
    written = re.findall(r"\.textContent='((?:[^'\\]|\\.)*)'", bundle)
    pixels = re.search(r"CSS_DECLARATIONS=(\[\[.*?\]\])", bundle)
    assert pixels is not None
    pairs = re.findall(r'\["([^"]+)","([^"]+)"\]', pixels[1])
    styles = ["", "".join(f"{name}: {value}; " for name, value in pairs), *written]

    digests = [hashlib.sha256(style.encode()).digest() for style in styles]
    assert tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests) == STYLES
    assert set(POLICY["script-src"].split()) == {"'self'"}


def test_pages_of_a_listed_origin_may_read_answers_and_others_may_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listed = "https://school.example.org"
    monkeypatch.setattr("app.main.settings", Settings(origins=[listed]))
    door = Visitor(create_app())
    wish = {
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }

    allowed = door.options("/api/run", headers={"origin": listed, **wish})
    read = door.get("/api/catalog", headers={"origin": listed})
    foreign = door.options("/api/run", headers={"origin": "https://attacker.com", **wish})

    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == listed
    assert read.headers["access-control-allow-origin"] == listed
    assert "access-control-allow-credentials" not in read.headers
    assert "Origin" in read.headers["vary"]
    assert foreign.status_code == 403
    assert "access-control-allow-origin" not in foreign.headers


def test_the_document_names_every_header_and_directive_with_its_value(secure: TestClient) -> None:
    text = (ROOT / "docs" / "security.md").read_text()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    values = {
        name.strip("` "): row[1] for row in rows if len(row) == 3 for name in row[0].split(",")
    }
    headers = told("/", secure=True, ancestors=["*"])

    for name, value in headers.items():
        if name not in ("content-security-policy", "permissions-policy"):
            assert values[name.title()] == f"`{value}`", name
        assert name in secure.get("/").headers
    for name, words in directives(headers).items():
        assert values[name].startswith(f"`{' '.join(words)}`".split(" 'sha256")[0]), name
