"""The log: one line for each event, as JSON or as text, whoever wrote it.

Nothing that a stranger sent makes a line long, or two lines of one.
"""

import logging
from typing import Any, Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

MAX_TEXT = 200  # characters of one value
MAX_EVENT = 1_000
MAX_TRACEBACK = 20_000  # the end of a traceback says most
# uvicorn's own lines about what app.web.guards.access_log says with its outcome. The last one is
# its mistake: it says so of every WebSocket that is refused with a response.
SAID_ALREADY = (
    "connection open",
    "connection closed",
    "connection rejected",
    '%s - "WebSocket %s"',
    "ASGI callable returned without completing handshake",
)


def log_config(form: Literal["json", "text"], level: str) -> dict[str, Any]:
    """What logging.config.dictConfig needs, in a form that goes to other processes."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "app.logs.line", "form": form}},
        "filters": {"once": {"()": "app.logs.Once"}},
        "handlers": {
            "out": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stdout",
                "formatter": "line",
                "filters": ["once"],
            }
        },
        "root": {"handlers": ["out"], "level": level.upper()},
        "loggers": {"uvicorn.error": {"level": level.upper()}},
    }


class Once(logging.Filter):
    """Leaves out what another line says better."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not str(record.msg).startswith(SAID_ALREADY)


def line(form: Literal["json", "text"]) -> logging.Formatter:
    """What makes a line of a record."""
    renderer: Processor = structlog.processors.JSONRenderer()
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_COMMON,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _bounded,
            renderer if form == "json" else _text,
        ],
    )


def _bounded(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Every value short and on one line; a traceback is longer, and the last value."""
    traceback = event.pop("exception", None)
    found: EventDict = {
        name: _one_line(value, MAX_EVENT if name == "event" else MAX_TEXT)
        for name, value in event.items()
    }
    if traceback is not None:
        end = str(traceback)[-MAX_TRACEBACK:]
        found["exception"] = end.encode(errors="backslashreplace").decode()
    return found


def _one_line(value: object, most: int) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    text = text if len(text) <= most else f"{text[:most]}…"
    return text if text.isprintable() else text.encode("unicode_escape").decode()


def _text(logger: WrappedLogger, method: str, event: EventDict) -> str:
    """A line for a person: when, how grave, what, and name=value of the rest."""
    when, level, what = event.pop("timestamp"), event.pop("level"), event.pop("event")
    traceback = event.pop("exception", None)
    event.pop("logger", None)
    rest = "".join(f" {name}={value}" for name, value in event.items())
    # An indented line is never taken for an event, whatever an exception says.
    below = "".join(f"\n    {each}" for each in str(traceback or "").splitlines())
    return f"{when} {level:<7} {what}{rest}{below}"


_COMMON: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *_COMMON,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
