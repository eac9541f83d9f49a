"""GET /readyz: whether this process wants new visitors. A load balancer asks; docs/hosting.md."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse

from app.web.errors import refusal, told

router = APIRouter()

# What is in the way, in a sentence; None if nothing is.
Trouble = Callable[[], str | None]


def starting() -> str:
    """Before the lifespan."""
    return "the service is starting; ask again in a second"


def stopping() -> str:
    """After it."""
    return "the service is stopping; ask another one"


@asynccontextmanager
async def ready(app: FastAPI, trouble: Trouble) -> AsyncIterator[None]:
    """New visitors are welcome for the length of the block, as long as there is no trouble."""
    app.state.trouble = trouble
    try:
        yield
    finally:
        app.state.trouble = stopping


@router.api_route("/readyz", methods=["GET", "HEAD"])
async def readyz(request: Request) -> Response:
    """Answer 200, or 503 and what is in the way."""
    trouble: Trouble = getattr(request.app.state, "trouble", starting)
    if (reason := trouble()) is None:
        return JSONResponse({"status": "ready"})
    answer = refusal(503, told(reason))
    answer.headers["Retry-After"] = "1"
    return answer
