"""Requests that no browser makes: each is refused in the usual shape, and none leaves a trace."""

import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import quote, urlsplit

import pytest

from app.web.openapi import operations
from tests.serving import ROOT, Server
from tests.web.strict import read

PATIENCE = 30  # seconds for one answer
SILENCE = 3  # seconds after which a server that has not all of a request waits for more
LONG = 1_000_000
TARGETS = (
    "etc/passwd", "app/main.py", "pyproject.toml", "proc/self/environ", ".git/config", ".env",
    "windows/win.ini", "static/../app/settings.py",
)  # fmt: skip
CLIMBS = (
    "../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%252f", "..\\", "..%5c", "....//", "..;/", "%c0%ae/",
    "/", "//", "\\\\", "file:///", "C:\\", "%00/", "./", "~/", "..%00/", "%uff0e%uff0e/",
)  # fmt: skip
# Five steps up are more than there are folders; each way up with each thing worth having, in turn.
PATHS = [climb * 5 + TARGETS[n % len(TARGETS)] for n, climb in enumerate(CLIMBS * 3)]
MARKUP = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'-alert(1)-'", "{{7*7}}",
    "${7*7}", "javascript:alert(1)", "</title><svg/onload=alert(1)>", "%3Cscript%3E", "\u2028", "",
    "a\r\nSet-Cookie: a=b", "\x00", "\ud7ff\uffff", "../" * 500, "%" * 50, "A" * 5_000,
]  # fmt: skip
PLACES = (
    "/static/x/{}", "/static/{}/css/base.css", "/parts/{}", "/api/lessons/{}", "/?lesson={}",
    "/api/surfaces/{}/grid", "/api/activations/{}/table", "/api/surfaces/ravine/grid?window={}",
    "/api/surfaces/ravine/grid?form={}", "/api/surfaces/ravine/grid?resolution={}",
    "/api/surfaces/ravine/grid?condition={}", "/api/surfaces/ravine/grid?{}=1", "/{}",
)  # fmt: skip
FINE_ANYWHERE = ("/static/{}/css/base.css",)  # an old version of the page's files is answered
DOORS = [path for path, operation in operations().items() if operation.body]
RACE = '{"problem": {"name": "beale"%s}, "runs": [{"optimizer": "sgd"%s}]%s}'
DEEP = 100_000
BODIES = {
    "nothing": b"",
    "not JSON": b"{",
    "a text": b'"x"',
    "null": b"null",
    "a list": b"[]",
    "many lists": b"[" * DEEP,
    "many objects": b'{"a":' * DEEP,
    "closed lists": b"[" * DEEP + b"]" * DEEP,
    "infinity": (RACE % (', "noise": Infinity', "", "")).encode(),
    "minus infinity": (RACE % (', "start": [0, -Infinity]', "", "")).encode(),
    "not a number": (RACE % (', "noise": NaN', "", "")).encode(),
    "1e400": (RACE % ("", ', "hyperparameters": {"lr": 1e400}', "")).encode(),
    "-1e400": (RACE % ("", "", ', "seed": -1e400')).encode(),
    "steps of 1e400": (RACE % ("", "", ', "steps": 1e400')).encode(),
    "a huge number": (RACE % ("", "", f', "steps": {"9" * 5_000}')).encode(),
    "a huge fraction": (RACE % (f', "noise": 0.{"9" * 50_000}1e999', "", "")).encode(),
    "UTF-16": '{"race": {}}'.encode("utf-16"),
    "bad UTF-8": b'{"race": "\xff\xfe"}',
    "long UTF-8": b'{"race": "\xc0\xaf"}',
    "a byte order mark": b'\xef\xbb\xbf{"csv": 1}',
    "half a character": b'{"csv": "\\ud800", "dataset": "\\udc00"}',
    "a key twice": b'{"race": 1, "race": 2, "csv": 1}',
    "a strange key": b'{"__proto__": {}, "constructor": 1, "\\u0000": 2}',
    "a long key": b'{"' + b"k" * 60_000 + b'": 1}',
    "many keys": b"{" + b",".join(b'"k%d": 1' % n for n in range(20_000)) + b"}",
    "many changes": (RACE % ("", "", ', "changes": [' + "{}," * 20_000 + "{}]")).encode(),
    "many runs": b'{"problem": {"name": "beale"}, "runs": [' + b"1," * 50_000 + b"1]}",
    "a comment": b'{} // {"race": 1}',
    "two bodies": b"{}{}",
    "a form": b"race=1&csv=2",
    "gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
    "too long": b" " * 600_000,
}


@pytest.fixture
def line(live: Server) -> Iterator[HTTPConnection]:
    """A connection to a server that has nothing to complain of afterwards."""
    address = urlsplit(live.url)
    connection = HTTPConnection(address.hostname, address.port, timeout=PATIENCE)
    yield connection
    connection.close()
    assert live.running
    assert "Traceback" not in live.said()


def told(answer: HTTPResponse) -> bytes:
    """The body of an answer that is as it must be, whatever was asked."""
    body = answer.read()
    assert answer.status < 500, (answer.status, body)
    if body and answer.getheader("content-type", "").startswith("application/json"):
        read(body)  # strict: no NaN, no infinity
        if answer.status >= 400:
            for reason in json.loads(body)["detail"]:
                assert reason["msg"]
                assert len(reason["msg"]) < 2_000
    return body


def raw(live: Server, *parts: bytes) -> bytes:
    """The answer to bytes as they are; nothing where the server closes without one, or waits."""
    address = urlsplit(live.url)
    said = b""
    with socket.create_connection((address.hostname, address.port), SILENCE) as connection:
        with suppress(ConnectionResetError, BrokenPipeError, TimeoutError):
            for part in parts:
                connection.sendall(part)
        with suppress(ConnectionResetError, BrokenPipeError, TimeoutError):
            while part := connection.recv(65_536):
                said += part
    return said


def host(live: Server) -> bytes:
    return urlsplit(live.url).netloc.encode()


@pytest.mark.parametrize("place", PLACES)
def test_no_path_leads_out_of_the_page(line: HTTPConnection, place: str):
    secret = (ROOT / "pyproject.toml").read_bytes()[:40]
    for path in PATHS:
        for written in {quote(path, safe="%/\\;:~"), quote(path, safe=""), quote(path)}:
            line.request("GET", place.format(written))
            answer = line.getresponse()
            body = told(answer)
            assert secret not in body
            assert b"root:x:" not in body
            allowed = (200, 404) if place in FINE_ANYWHERE else (400, 404, 422)
            assert answer.status in allowed, (place, written, answer.status)


@pytest.mark.parametrize("place", PLACES)
def test_no_markup_comes_back_as_markup(line: HTTPConnection, place: str):
    for words in MARKUP:
        line.request("GET", place.format(quote(words, safe="")))
        answer = line.getresponse()
        body = told(answer)
        if answer.getheader("content-type", "").startswith("text/html") and "<" in words:
            assert words.encode() not in body
        assert answer.getheader("set-cookie") is None
        assert answer.getheader("location") is None


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_no_body_is_too_strange_to_be_refused(line: HTTPConnection, door: str, body: bytes):
    line.request("POST", door, body, {"Content-Type": "application/json"})
    answer = line.getresponse()
    told(answer)
    fine = (200, 422) if door == "/api/data" else (422,)  # where every field can be left out
    assert answer.status in ((413,) if len(body) > 524_288 else fine)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "media_type",
    [
        "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "",
        "application/json, text/html", "text/json", "application/xml", "*/*", "x" * 5_000,
    ],
)  # fmt: skip
def test_only_json_is_taken(line: HTTPConnection, door: str, media_type: str):
    line.request("POST", door, b"{}", {"Content-Type": media_type})
    answer = line.getresponse()
    told(answer)
    assert answer.status == 422


@pytest.mark.parametrize("method", ["TRACE", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"])
@pytest.mark.parametrize("path", operations())
def test_other_methods_are_refused(line: HTTPConnection, method: str, path: str):
    line.request(method, path.replace("{", "").replace("}", ""), headers={"X-Secret": "mirror"})
    answer = line.getresponse()
    assert b"mirror" not in told(answer)
    assert answer.status in (400, 405)


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example", "/\\evil.example", "/lessons/", "/api/run/", "/evidence//", "/healthz/",
        "/%2f%2fevil.example", "/.//evil.example", "/static/x//evil.example/..",
        "//evil.example/%2e%2e",
    ],
)  # fmt: skip
def test_nothing_redirects(line: HTTPConnection, path: str):
    for method in ("GET", "HEAD", "POST"):
        line.request(method, path)
        answer = line.getresponse()
        told(answer)
        assert answer.status in (404, 405)
        assert answer.getheader("location") is None


RANGES = [
    "bytes=0-0", "bytes=0-,0-,0-", "bytes=-", "bytes=9-0", "bytes=" + "0-0," * 2_000 + "0-0",
    "bytes=" + ",".join(f"{n}-" for n in range(2_000)), "bytes=" + "9" * 5_000 + "-", "bits=0-1",
    "bytes=0-" + "," * 20_000, "bytes=" + " " * 20_000, "bytes=--1", "bytes=1-x",
]  # fmt: skip


@pytest.mark.parametrize("given", RANGES, ids=range(len(RANGES)))
def test_a_range_costs_no_more_than_the_file(line: HTTPConnection, given: str):
    line.request("GET", "/static/x/css/base.css", headers={"Range": given})
    whole = line.getresponse()
    body = told(whole)
    assert whole.status == 200  # ranges are not served: nothing here is long enough to need them
    assert body == (ROOT / "static/css/base.css").read_bytes()


HEADERS = {
    "long header": b"X-Long: " + b"a" * LONG,
    "long name": b"X" * LONG + b": a",
    "many headers": b"\r\n".join(b"X-%d: a" % n for n in range(60_000)),
    "long cookie": b"Cookie: " + b"a=b; " * (LONG // 5),
    "long accept-encoding": b"Accept-Encoding: " + b"br;q=0.1," * 6_000,
    "strange accept-encoding": b"Accept-Encoding: ;q=,,;;q=x,\xff,br;q=nan",
    "long if-none-match": b"If-None-Match: " + b'"a",' * 12_000,
    "strange length": b"Content-Length: -1",
    "length not a number": b"Content-Length: 1e3",
    "two lengths": b"Content-Length: 3\r\nContent-Length: 4",
    "length and chunks": b"Content-Length: 3\r\nTransfer-Encoding: chunked",
    "unknown encoding": b"Transfer-Encoding: gzip, chunked, chunked",
    "folded": b"X-A: a\r\n b: c\r\n\td: e",
    "no colon": b"just words",
    "a space before the colon": b"X-A : a",
    "bytes": b"X-A: \xff\xfe\x80",
    "zero": b"X-A: a\x00b",
    "bare line feed": b"X-A: a\nX-B: b",
    "bare return": b"X-A: a\rX-B: b",
    "upgrade": b"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMA",
    "half a WebSocket": b"Upgrade: websocket\r\nConnection: Upgrade",
    "expect": b"Expect: 100-continue\r\nContent-Length: 2",
    "forwarded": b"X-Forwarded-For: " + b"1.2.3.4, " * 6_000,
    "forwarded nonsense": b"X-Forwarded-Proto: javascript\r\nX-Forwarded-For: <script>",
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("target", [b"GET /api/glossary", b"POST /api/run", b"GET /nowhere"])
def test_no_header_breaks_anything(live: Server, target: bytes, header: bytes):
    request = target + b" HTTP/1.1\r\nHost: " + host(live) + b"\r\nConnection: close\r\n"
    said = raw(live, request + header + b"\r\n\r\n{}")
    assert_quiet(live, said)


LINES = {
    "long address": b"GET /" + b"a" * LONG + b" HTTP/1.1",
    "long query": b"GET /?lesson=" + b"a" * 60_000 + b" HTTP/1.1",
    "many fields": b"GET /api/surfaces/ravine/grid?" + b"a=1&" * 15_000 + b" HTTP/1.1",
    "long method": b"G" * LONG + b" / HTTP/1.1",
    "no version": b"GET /",
    "old": b"GET / HTTP/0.9",
    "new": b"GET / HTTP/9.9",
    "HTTP/2": b"PRI * HTTP/2.0",
    "whole address": b"GET http://evil.example/ HTTP/1.1",
    "other scheme": b"GET file:///etc/passwd HTTP/1.1",
    "no slash": b"GET nowhere HTTP/1.1",
    "star": b"OPTIONS * HTTP/1.1",
    "tunnel": b"CONNECT evil.example:443 HTTP/1.1",
    "bytes": b"GET /\xff\xfe\x00 HTTP/1.1",
    "bad escape": b"GET /%zz%f HTTP/1.1",
    "spaces": b"GET  /  HTTP/1.1",
    "fragment": b"GET /#/../x HTTP/1.1",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "nothing": b"",
}


@pytest.mark.parametrize("first", LINES.values(), ids=LINES)
def test_no_first_line_breaks_anything(live: Server, first: bytes):
    said = raw(live, first + b"\r\nHost: " + host(live) + b"\r\nConnection: close\r\n\r\n")
    assert_quiet(live, said)
    assert b"evil.example" not in said


def assert_quiet(live: Server, said: bytes) -> None:
    """Whatever was answered is no 5xx, and the next one is served."""
    if said:
        assert said.startswith(b"HTTP/1.1 "), said[:80]
        assert said[9:10] in b"1234", said[:80]
    request = b"GET /healthz HTTP/1.1\r\nHost: " + host(live) + b"\r\nConnection: close\r\n\r\n"
    assert raw(live, request).startswith(b"HTTP/1.1 200")
    assert "Traceback" not in live.said()


HOSTS = (
    "evil.example", "evil.example:8000", "127.0.0.1.evil.example", "127.0.0.1@evil.example",
    "evil.example#127.0.0.1", "127.0.0.1/../evil.example", "", "a b", '"; import os #', "\xff",
    "[::1", "127.0.0.1:99999", "127.0.0.1:x", "localhost.", "h" * 5_000,
)  # fmt: skip


@pytest.mark.parametrize("given", HOSTS, ids=range(len(HOSTS)))
def test_no_strange_host_gets_into_an_answer(live: Server, given: str):
    race = {"problem": {"kind": "network"}, "runs": [{"optimizer": "sgd"}], "steps": 1}
    body = json.dumps({"race": race, "language": "numpy"}).encode()
    for start in (b"GET /lessons/", b"GET /", b"POST /api/code"):
        said = raw(
            live,
            start + b" HTTP/1.1\r\nHost: " + given.encode("latin-1") + b"\r\nConnection: close\r\n"
            b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body,
        )
        assert_quiet(live, said)
        assert said.startswith(b"HTTP/1.1 400"), said[:200]
        assert b"location:" not in said.lower()
