"""One shape and one wording for everything refused, at every door."""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.engine.catalogue import BadChoice
from app.sentences import sentences
from app.spec import MAX_BODY, Refused

PATIENCE = 32 * MAX_BODY  # bytes of a body too long that are read and dropped before the answer


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


class BodyLimit:
    """Answer 413 to a body of more than MAX_BODY bytes, and never keep one.

    What is too long is read and dropped first: a client that is still sending hears no answer.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = bytearray()
        length = 0
        more = True
        while more and length <= PATIENCE:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            part = message.get("body", b"")
            length += len(part)
            body += part if length <= MAX_BODY else b""
            more = message.get("more_body", False)
        if length > MAX_BODY:
            words = f"the request is longer than {MAX_BODY} bytes; send a shorter one"
            answer = refusal(413, told(words, "body"))
            if more:  # there is no end to it
                answer.headers["Connection"] = "close"
            await answer(scope, receive, send)
            return
        whole: list[Message] = [{"type": "http.request", "body": bytes(body), "more_body": False}]

        async def replay() -> Message:
            return whole.pop() if whole else await receive()

        await self._app(scope, replay, send)
