"""The guards around a real service: what a stranger hears on the wire."""

import http.client
import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.serving import Server, serving

FEW = {
    "messages_per_second": 20,
    "max_sockets": 3,
    "idle_seconds": 1,
    "body_seconds": 1,
    "hosts": "lab.example.org",
    "origins": "https://school.example.org",
    "trusted_proxies": "127.0.0.1",
    "base_path": "/lab",
}
PATIENCE = 20  # seconds
RACE = {"problem": {"name": "booth"}, "runs": [{"optimizer": "sgd"}], "steps": 5}


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A service with little patience."""
    with serving(tmp_path_factory.mktemp("strict") / "log.txt", **FEW) as server:
        yield server
        assert server.running
        assert "Traceback" not in server.said()


def _opened(server: Server, origin: str | None = None, **headers: str) -> connect:
    """To be entered by `with`."""
    own = Origin(origin or server.url)
    address = f"{server.url.replace('http', 'ws', 1)}/lab/ws/run"
    return connect(address, origin=own, additional_headers=headers, compression=None)


def _open_and_close(connection: connect) -> None:
    with connection:
        pass


def _refused(server: Server, origin: str | None = None, **headers: str) -> tuple[int, str]:
    """The status and the sentence of a WebSocket that is not accepted."""
    with pytest.raises(InvalidStatus) as refused:
        _open_and_close(_opened(server, origin, **headers))
    answer = refused.value.response
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    return answer.status_code, json.loads(answer.body or b"")["detail"][0]["msg"]


def test_a_page_of_others_gets_no_websocket(strict: Server) -> None:
    status, words = _refused(strict, "https://attacker.com")
    assert (status, words[:31]) == (403, "Origin: 'https://attacker.com' ")
    _open_and_close(_opened(strict, "https://school.example.org"))


def test_a_proxy_that_is_trusted_says_what_the_page_is_of(strict: Server) -> None:
    handed_on = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    port = strict.port
    _open_and_close(_opened(strict, f"https://127.0.0.1:{port}", **handed_on))
    assert _refused(strict, f"http://127.0.0.1:{port}", **handed_on)[0] == 403


def test_headers_that_nobody_trusts_change_nothing(tmp_path) -> None:
    with serving(tmp_path / "log.txt", trusted_proxies="192.0.2.1", base_path="/lab") as server:
        handed_on = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "attacker.com"}
        assert _refused(server, f"https://127.0.0.1:{server.port}", **handed_on)[0] == 403
        _open_and_close(_opened(server, **handed_on))


def test_one_too_many_hears_when_to_come_again(strict: Server) -> None:
    with ExitStack() as others:
        for _ in range(3):
            others.enter_context(_opened(strict))
        with pytest.raises(InvalidStatus) as refused:
            _open_and_close(_opened(strict))
    assert refused.value.response.status_code == 503
    assert refused.value.response.headers["Retry-After"] == "10"
    deadline = time.monotonic() + PATIENCE
    while True:  # those who have left make room
        try:
            _open_and_close(_opened(strict))
            break
        except InvalidStatus:
            assert time.monotonic() < deadline


def test_a_flood_is_told_so_and_ended_and_others_go_on(strict: Server) -> None:
    with _opened(strict) as loud, _opened(strict) as quiet:
        with suppress(ConnectionClosed):
            for _ in range(200):
                loud.send("{}")
        heard: list[str | bytes] = []
        with pytest.raises(ConnectionClosed):
            while True:
                heard.append(loud.recv(PATIENCE))
        assert json.loads(heard[-1])["detail"][0]["msg"] == loud.close_reason
        assert loud.close_code == 1008
        assert loud.close_reason == "more than 20 messages in a second; send fewer"
        quiet.send(json.dumps({"type": "race", "race": 1, "spec": RACE}))
        assert json.loads(quiet.recv(PATIENCE))["type"] in ("started", "queued")


def test_who_asks_for_nothing_is_let_go_with_the_reason(strict: Server) -> None:
    with _opened(strict) as line:
        with pytest.raises(ConnectionClosed):
            line.recv(PATIENCE)
        assert line.close_code == 1000
        assert line.close_reason == "nothing was asked for in 1 seconds; come again"


def test_a_name_that_anybody_can_give_is_refused(strict: Server) -> None:
    status, words = _asked(strict, "/healthz", Host="attacker.com")
    assert status == 400
    assert "DESCENT_LAB_HOSTS" in words
    assert _asked(strict, "/healthz", Host="lab.example.org")[0] == 200


def test_a_page_of_others_gets_no_answer(strict: Server) -> None:
    assert _asked(strict, "/api/catalog", Origin="null")[0] == 403
    assert _asked(strict, "/api/catalog", Origin=strict.url)[0] == 200


def test_a_body_that_comes_too_slowly_is_not_waited_for(strict: Server) -> None:
    with socket.create_connection(("127.0.0.1", strict.port), PATIENCE) as line:
        line.sendall(b"POST /api/run HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{")
        heard = b""
        while part := line.recv(10_000):  # until the service hangs up
            heard += part
    assert heard.startswith(b"HTTP/1.1 408")


def _asked(server: Server, path: str, **headers: str) -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    line.request("GET", f"/lab{path}", headers=headers)
    answer = line.getresponse()
    text = answer.read().decode()
    line.close()
    return answer.status, text
