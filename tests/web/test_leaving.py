"""Who leaves before a long answer leaves no work behind."""

import json
import socket
import time

import pytest

from tests.serving import Server

HEAVY = {
    "problem": {"kind": "network", "dataset": "digits", "hidden": [64, 64], "batch_size": None},
    "runs": [{"optimizer": "adam"}, {"optimizer": "sgd"}],
    "steps": 800,
}


SWEPT = {
    "problem": {"name": "rosenbrock"},
    "runs": [{"optimizer": name} for name in ("adam", "nadam", "momentum")],
    "steps": 10_000,
}


@pytest.mark.parametrize(
    ("door", "asked"),
    [("run", HEAVY), ("best", {"race": SWEPT})],
)
def test_work_ends_when_its_client_leaves(live: Server, door: str, asked: object):
    body = json.dumps(asked).encode()
    head = f"POST /api/{door} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", live.port)) as line:
        line.sendall(head.encode() + body)
        began = live.cpu_seconds()
        time.sleep(1)
        assert live.cpu_seconds() - began > 0.2
    assert _rests(live)
    assert "Traceback" not in live.said()


def _rests(live: Server) -> bool:
    """Whether the server stops working soon, long before any of the races above would be over."""
    for _ in range(12):
        start = live.cpu_seconds()
        time.sleep(0.5)
        if live.cpu_seconds() - start < 0.1:
            return True
    return False


def test_who_leaves_before_its_turn_gets_no_program_written(live: Server):
    runs = [{"optimizer": "adam", "schedule": {"name": "cosine"}}] * 64
    changes = [{"step": 5, "run": run, "optimizer": "nadam"} for run in range(64)]
    race = {"problem": {"name": "himmelblau"}, "runs": runs, "changes": changes}
    body = json.dumps({"race": race, "language": "numpy"}).encode()
    head = f"POST /api/code HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n"

    def ask() -> socket.socket:
        line = socket.create_connection(("127.0.0.1", live.port))
        line.sendall(head.encode() + body)
        return line

    def worked_for_one_more() -> float:
        start = live.cpu_seconds()
        with ask() as line:
            assert line.recv(12) == b"HTTP/1.1 200"
        return live.cpu_seconds() - start

    one = worked_for_one_more()
    assert one > 0
    for line in [ask() for _ in range(6)]:  # a seventh has room as well
        line.close()
    assert worked_for_one_more() < 5 * one  # it comes after all of them
