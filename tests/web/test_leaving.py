"""Who leaves before a long answer leaves no work behind."""

import json
import socket
import time
from contextlib import ExitStack

import pytest

from tests.serving import Server
from tests.web.test_stream import seconds_worked

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
    head = f"POST /api/{door} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", live.port)) as line:
        line.sendall(head.encode() + body)
        began = seconds_worked(live)
        time.sleep(1)
        assert seconds_worked(live) - began > 0.2
    time.sleep(0.5)
    start = seconds_worked(live)
    time.sleep(0.5)
    assert seconds_worked(live) - start < 0.1
    assert "Traceback" not in live.said()


def test_who_leaves_before_its_turn_gets_no_program_written(live: Server):
    runs = [{"optimizer": "adam", "schedule": {"name": "cosine"}}] * 64
    changes = [{"step": 5, "run": run, "optimizer": "nadam"} for run in range(64)]
    race = {"problem": {"name": "himmelblau"}, "runs": runs, "changes": changes}
    body = json.dumps({"race": race, "language": "numpy"}).encode()
    head = f"POST /api/code HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
    start = seconds_worked(live)
    with ExitStack() as lines:
        for _ in range(7):
            line = socket.create_connection(("127.0.0.1", live.port))
            lines.enter_context(line).sendall(head.encode() + body)
    with socket.create_connection(("127.0.0.1", live.port)) as line:  # comes after all of them
        line.sendall(head.encode() + body)
        line.recv(1)
    all_of_it, start = seconds_worked(live) - start, seconds_worked(live)
    with socket.create_connection(("127.0.0.1", live.port)) as line:
        line.sendall(head.encode() + body)
        line.recv(1)
    assert all_of_it < 5 * (seconds_worked(live) - start)
