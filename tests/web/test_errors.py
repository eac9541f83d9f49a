"""Refusals: one shape at every door, over a real connection too."""

import http.client
import json
import socket
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from app.spec import MAX_BODY
from tests.serving import Server


@pytest.fixture
def connection(live: Server):
    address = urlsplit(live.url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=20)
    yield connection
    connection.close()
    assert "Traceback" not in live.said()


def test_a_place_that_is_not_there_is_named(door: TestClient):
    answer = door.get("/api/surface")
    assert answer.status_code == 404
    assert answer.json() == {"detail": [{"loc": [], "msg": "there is nothing at /api/surface"}]}


def test_a_method_that_is_not_allowed_is_named_with_those_that_are(door: TestClient):
    answer = door.get("/api/run")
    assert answer.status_code == 405
    assert answer.json()["detail"][0]["msg"] == "GET is not allowed at /api/run; send POST"
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize("length", [MAX_BODY + 1, 1_000_000, 10_000_000])
def test_a_long_body_hears_its_refusal(connection, length: int):
    connection.request("POST", "/api/run", b" " * length, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    assert answer.status == 413
    assert "524288 bytes" in json.load(answer)["detail"][0]["msg"]


def test_a_long_body_in_chunks_hears_its_refusal(connection):
    connection.request("POST", "/api/run", iter([b" " * 50_000] * 11), encode_chunked=True,
                       headers={"Transfer-Encoding": "chunked"})  # fmt: skip
    assert connection.getresponse().status == 413


def test_a_body_without_an_end_is_cut_off(live: Server):
    address = urlsplit(live.url)
    with socket.create_connection((address.hostname, address.port), 20) as line:
        line.sendall(b"POST /api/run HTTP/1.1\r\nHost: localhost\r\n")
        line.sendall(b"Content-Length: 99999999999\r\n\r\n")
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            while True:
                line.sendall(b" " * 1_000_000)
    assert "Traceback" not in live.said()


def test_a_client_that_leaves_before_its_body_is_whole_leaves_no_trace(live: Server):
    address = urlsplit(live.url)
    with socket.create_connection((address.hostname, address.port), 20) as line:
        line.sendall(b"POST /api/run HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999\r\n\r\n{")
    with socket.create_connection((address.hostname, address.port), 20) as line:
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert line.recv(99).startswith(b"HTTP/1.1 200")
    assert "Traceback" not in live.said()


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b"GET /%ff%00 HTTP/1.1", 404),
        (b"GET /api/surfaces/%ff/grid HTTP/1.1", 422),
        (b"GET /api/surfaces/ravine/grid?condition=%ff HTTP/1.1", 422),
        (b"GET /static/x/%2e%2e/%2e%2e/pyproject.toml HTTP/1.1", 404),
        (b"GET /static/x/../../pyproject.toml HTTP/1.1", 404),
        (b"DELETE /api/catalog HTTP/1.1", 405),
    ],
)
def test_a_strange_address_is_refused(live: Server, line: bytes, status: int):
    address = urlsplit(live.url)
    with socket.create_connection((address.hostname, address.port), 20) as connection:
        connection.sendall(line + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert connection.recv(99).startswith(f"HTTP/1.1 {status}".encode())
    assert "Traceback" not in live.said()
