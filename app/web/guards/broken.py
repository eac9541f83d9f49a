"""What a visitor is told of a bug. The log has it all."""

from collections.abc import Sequence

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from app.web.errors import refusal, told
from app.web.guards import headers
from app.web.guards.base_path import local_path


def answer_when_broken(app: FastAPI, ancestors: Sequence[str]) -> None:
    """Let a bug have an answer of the same shape, with the headers of all others.

    Starlette sends it from outside of all guards, so they cannot add these.
    """

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> JSONResponse:
        answer = refusal(500, told("something is broken in the service; its log says more"))
        secure = request.scope["scheme"] == "https"
        answer.headers.update(headers.told(local_path(request.scope), secure, ancestors))
        return answer
