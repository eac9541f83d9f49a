"""The log: one line for each event, whoever wrote it and whatever a stranger sent."""

import json
import logging
import logging.config
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from io import StringIO

import pytest
import structlog

from app.logs import MAX_EVENT, MAX_TEXT, MAX_TRACEBACK, log_config

Read = Callable[[], list[str]]


@pytest.fixture(params=["json", "text"])
def form(request: pytest.FixtureRequest) -> str:
    """Each form of the log."""
    return str(request.param)


@pytest.fixture
def said(form: str) -> Iterator[Read]:
    """What was logged so far, in place of pytest's own way of keeping it."""
    root, uvicorn, written = logging.getLogger(), logging.getLogger("uvicorn.error"), StringIO()
    before = root.handlers[:], root.level, uvicorn.level

    def lines() -> list[str]:
        return written.getvalue().splitlines()

    with redirect_stdout(written):
        logging.config.dictConfig(log_config(form, "info"))
    yield lines
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    uvicorn.setLevel(before[2])
    structlog.contextvars.clear_contextvars()


def test_every_line_says_when_how_grave_and_what(form: str, said: Read) -> None:
    structlog.contextvars.bind_contextvars(request="abc")
    structlog.stdlib.get_logger("descent_lab.a").info("raced", steps=500, path="/api/run")
    logging.getLogger("uvicorn.error").warning("Started %s", 7)

    own, other = said()
    if form == "json":
        own, other = json.loads(own), json.loads(other)
        assert own.pop("timestamp").endswith("Z")
        assert own == {
            "event": "raced", "level": "info", "logger": "descent_lab.a", "path": "/api/run",
            "request": "abc", "steps": 500,
        }  # fmt: skip
        assert (other["event"], other["level"]) == ("Started 7", "warning")
        assert other["request"] == "abc"
    else:
        assert own.split(" ", 1)[1] == "info    raced steps=500 path=/api/run request=abc"
        assert other.split(" ", 1)[1] == "warning Started 7 request=abc"


def test_lines_less_important_than_asked_for_are_left_out(form: str, said: Read) -> None:
    structlog.stdlib.get_logger("descent_lab.a").debug("small")
    logging.getLogger("uvicorn.error").debug("small")

    assert said() == []


@pytest.mark.parametrize(
    "sent", ["x" * 100_000, "a\nINFO forged", "\x1b[31mred", "\u2028", "\ud800", "\x00" * 3]
)
def test_what_a_stranger_sent_is_a_short_part_of_one_line(sent: str, said: Read) -> None:
    structlog.stdlib.get_logger("descent_lab.a").info("asked", path=sent)
    logging.getLogger("uvicorn.error").info(sent)

    own, other = said()
    assert len(own) < MAX_TEXT + 200
    assert len(other) < MAX_EVENT + 200
    assert (own + other).isprintable()


def test_a_bug_is_told_with_its_traceback_and_cannot_forge_a_line(form: str, said: Read) -> None:
    try:
        raise ValueError("x" * 100_000 + "\n2026-01-01T00:00:00Z info    forged")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("broken")

    first, *rest = said()
    assert len(first) + sum(map(len, rest)) < 2 * MAX_TRACEBACK
    if form == "json":
        assert "forged" in json.loads(first)["exception"]
        assert not rest
    else:
        assert first.endswith("broken")
        assert all(line.startswith("    ") for line in rest)


def test_what_another_line_says_better_is_left_out(form: str, said: Read) -> None:
    log = logging.getLogger("uvicorn.error")
    log.info('%s - "WebSocket %s" [accepted]', "127.0.0.1:9", "/ws/run?secret=1")
    log.info("connection open")

    assert said() == []
