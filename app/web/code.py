"""A race as a program, to take away."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic_core import to_json

from app.compute.room import Room
from app.programs import Program, program, training_program
from app.spec import CodeSpec, NetworkSpec, Refused, code_from
from app.web.body import json_body
from app.web.errors import refusal, told
from app.web.leaving import in_turn

router = APIRouter()

WORKERS = 1
MAX_WAITING = 1_000  # runs and changes of the programs that are written, or wait for it, at a time

_workers = ThreadPoolExecutor(WORKERS, "code")
_room = Room(MAX_WAITING)


@router.post("/api/code")
async def code(request: Request) -> Response:
    """The program of one run or of all, and what it says about itself."""
    body = await json_body(request)
    asked = code_from(body)
    server = str(request.base_url).rstrip("/")
    size = len(asked.race.runs) + len(asked.race.changes)
    if not _room.take(size):
        answer = refusal(429, told("too many programs are being written; try again in a second"))
        answer.headers["Retry-After"] = "1"
        return answer
    try:
        content = await in_turn(
            request, _workers, lambda: _written(_program(asked, body, server))
        )
    finally:
        _room.give_back(size)
    return Response(content, media_type="application/json")


def _written(found: Program) -> bytes:
    return to_json({"language": found.language, "program": found.text, "notes": found.notes})


def _program(asked: CodeSpec, body: bytes, server: str) -> Program:
    """The program. One for networks asks the server for the race as it was given here."""
    try:
        if not isinstance(asked.race.problem, NetworkSpec):
            return program(asked.race.race(), asked.language, asked.run)
        training = asked.race.model_copy(update={"parameters": True}).training()
    except Refused as refusal:
        raise Refused((("race", *where), words) for where, words in refusal.problems) from None
    given: Mapping[str, Any] = json.loads(body)["race"]
    return training_program(training, asked.language, asked.run, given, server)
