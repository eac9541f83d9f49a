"""A client's mistakes in the log: one line, which is no error, for nothing here is broken."""

import logging

from websockets.exceptions import InvalidState

NOT_UTF8 = "A client sent text that is not UTF-8"


def _no_error(record: logging.LogRecord) -> bool:
    """Make one line of a traceback that anybody can bring about.

    uvicorn logs text that is not UTF-8 as if it were a bug, and stumbles (InvalidState) where such
    text and a farewell come together.
    """
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, UnicodeDecodeError | InvalidState):
        record.exc_info = None
        record.msg, record.args = NOT_UTF8, ()
        record.levelno, record.levelname = logging.INFO, "INFO"
    return True


def log_no_error() -> None:
    """Let the log say so from here on."""
    for name in ("uvicorn.error", "asyncio"):
        logging.getLogger(name).addFilter(_no_error)
