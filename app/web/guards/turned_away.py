"""How a guard says no: before a WebSocket is accepted, in the same shape as to a request."""

from starlette.types import Receive, Scope, Send

from app.metrics import REFUSALS
from app.web.errors import refusal, told

CUT = 200  # characters of what was given, in a sentence or a line of the log


async def turn_away(
    scope: Scope,
    receive: Receive,
    send: Send,
    *,
    status: int,
    words: str,
    reason: str,
    wait: int | None = None,
) -> None:
    """Answer with a refusal; `reason` is its name in the metrics, `wait` seconds to come again."""
    REFUSALS.labels(reason).inc()
    answer = refusal(status, told(words))
    if wait is not None:
        answer.headers["Retry-After"] = str(wait)
    await answer(scope, receive, send)
