"""A race as a program, to take away."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request

from app.programs import Program, program, training_program
from app.spec import CodeSpec, NetworkSpec, Refused, code_from
from app.web.body import json_body

router = APIRouter()


@router.post("/api/code")
async def code(request: Request) -> dict[str, Any]:
    """The program of one run or of all, and what it says about itself."""
    body = await json_body(request)
    asked = code_from(body)
    server = str(request.base_url).rstrip("/")
    found = await asyncio.to_thread(_program, asked, body, server)
    return {"language": found.language, "program": found.text, "notes": found.notes}


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
