"""One shape and one wording for everything refused, at every door."""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app.compute.busy import Busy
from app.engine.catalogue import BadChoice
from app.sentences import sentences
from app.spec import Refused
from app.web.asking import Left


def refusal(status: int, detail: Sequence[dict[str, Any]]) -> JSONResponse:
    """A refusal in the contract's shape."""
    return JSONResponse({"detail": list(detail)}, status)


def told(message: str, *where: str | int) -> list[dict[str, Any]]:
    """One reason as a detail list."""
    return [{"loc": list(where), "msg": message}]


def answer_in_sentences(app: FastAPI) -> None:
    """Let every refusal of the app be answered in the project's own words."""

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        found = Refused(sentences(error.errors()))
        return refusal(422, [{**reason, "loc": reason["loc"][1:]} for reason in found.detail()])

    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> JSONResponse:
        return refusal(422, error.detail())

    @app.exception_handler(Busy)
    async def busy(request: Request, error: Busy) -> JSONResponse:
        answer = refusal(429, told(error.words))
        answer.headers["Retry-After"] = str(error.seconds)
        return answer

    @app.exception_handler(Left)
    async def left(request: Request, error: Left) -> Response:
        return Response(status_code=499)  # nobody reads it; the log says what it was

    @app.exception_handler(BadChoice)
    async def bad_choice(request: Request, error: BadChoice) -> JSONResponse:
        return refusal(422, told(error.message, *error.where))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> JSONResponse:
        words = {
            404: f"there is nothing at {request.url.path[:200]}",
            405: f"{request.method} is not allowed at {request.url.path[:200]}; "
            f"send {(error.headers or {}).get('Allow', 'another method')}",
        }
        answer = refusal(error.status_code, told(words.get(error.status_code, str(error.detail))))
        answer.headers.update(error.headers or {})
        return answer
