"""R14: what one client, and all together, may do at most."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from benchmarks.load.line import opened
from benchmarks.load.races import preset
from benchmarks.load.service import Service, service
from benchmarks.report import Report, Target

BODY = 64 * 1024  # bytes that a message may have, as set for this measurement
MESSAGES = 20  # a second, as set for this measurement
IDLE = 2  # seconds, as set for this measurement
SOCKETS = 5  # as set for this measurement


def measure() -> Report:
    """Go beyond each limit, and look whether the answer is the one that docs/protocol.md names."""
    return Report("R14 Limits", [], list(_targets()))


def _targets() -> Iterator[Target]:
    with service(max_body=BODY) as under_test:
        yield _held("R14 a message too long", "1009", too_long(under_test))
    with service(messages_per_second=MESSAGES) as under_test:
        yield _held("R14 too many messages", "refused, 1008", flooding(under_test))
    with service(idle_seconds=IDLE) as under_test:
        yield _held("R14 nothing said for long", "1000, reason", idling(under_test))
    with service(max_sockets=SOCKETS) as under_test:
        yield _held("R14 too many sockets", "503, Retry-After", crowding(under_test))


def too_long(under_test: Service) -> str:
    """A message of more bytes than may be: how it ends."""
    with opened(under_test.url) as line:
        line.send("x" * (BODY + 1))
        return _end_of(line)


def flooding(under_test: Service) -> str:
    """Many messages at once, each of which may be sent: how it ends."""
    with opened(under_test.url) as line:
        try:
            for _ in range(20 * MESSAGES):
                line.send('{"type":"stop","race":1}')
        except ConnectionClosed:
            pass
        return _end_of(line)


def idling(under_test: Service) -> str:
    """Silence: how it ends."""
    with opened(under_test.url) as line:
        return _end_of(line, lambda reason: ", reason" if reason else "")


def crowding(under_test: Service) -> str:
    """One socket too many: how it is received. Those before must be served as ever."""
    with ExitStack() as all_of_them:
        lines = [all_of_them.enter_context(opened(under_test.url)) for _ in range(SOCKETS)]
        try:
            all_of_them.enter_context(opened(under_test.url))
        except InvalidStatus as refused:
            answer = refused.response
            words = str(answer.status_code)
            if int(answer.headers.get("Retry-After", 0)) > 0:
                words += ", Retry-After"
        else:
            return "let in"
        for line in lines:
            line.send(json.dumps({"type": "race", "race": 1, "spec": preset()}))
            while (kind := json.loads(line.recv(20))["type"]) == "queued":
                pass
            if kind != "started":
                return f"{words}, but others are {kind}"
        return words


def _end_of(line: ClientConnection, more: Callable[[str], str] = lambda _: "") -> str:
    """What was refused until a connection was closed, and the code that it was closed with."""
    heard: set[str] = set()
    until = time.monotonic() + 20
    try:
        while time.monotonic() < until:
            message: Any = line.recv(max(0.1, until - time.monotonic()))
            heard.add(json.loads(message)["type"])
    except ConnectionClosed as closed:
        code = closed.rcvd.code if closed.rcvd else 1006
        reason = closed.rcvd.reason if closed.rcvd else ""
        return "".join(f"{kind}, " for kind in sorted(heard)) + f"{code}{more(reason)}"
    except TimeoutError:
        pass
    return "still open after 20 s"


def _held(what: str, aim: str, figure: str) -> Target:
    return Target(what, aim, figure, figure == aim)
