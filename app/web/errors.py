"""One shape and one wording for everything refused, at every door."""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.engine.catalogue import BadChoice
from app.spec import MAX_BODY, Refused, sentences


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
        found = sentences(error.errors())
        doors = ("body", "query", "path")
        return refusal(
            422,
            [
                {"loc": list(where[1:] if where[:1] and where[0] in doors else where), "msg": words}
                for where, words in found
            ],
        )

    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> JSONResponse:
        return refusal(422, error.detail())

    @app.exception_handler(BadChoice)
    async def bad_choice(request: Request, error: BadChoice) -> JSONResponse:
        return refusal(422, told(error.message, *error.where))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> JSONResponse:
        words = {
            404: f"there is nothing at {request.url.path[:200]}",
            405: f"{request.method} is not allowed at {request.url.path[:200]}",
        }
        answer = refusal(error.status_code, told(words.get(error.status_code, str(error.detail))))
        answer.headers.update(error.headers or {})
        return answer


class BodyLimit:
    """Answer 413 to a body of more than MAX_BODY bytes, before anything reads it whole."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        received = bytearray()
        messages: list[Message] = []
        while True:
            message = await receive()
            messages.append(message)
            received += message.get("body", b"")
            if len(received) > MAX_BODY:
                words = f"the request is longer than {MAX_BODY} bytes; send a shorter one"
                await refusal(413, told(words, "body"))(scope, receive, send)
                return
            if message["type"] != "http.request" or not message.get("more_body", False):
                break
        ready = iter(messages)

        async def replay() -> Message:
            return next(ready, None) or await receive()

        await self._app(scope, replay, send)
