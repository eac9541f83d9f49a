"""A race as a program, to take away."""

import asyncio
from typing import Any

from fastapi import APIRouter, Request

from app.programs import Program, program
from app.spec import CodeSpec, Refused, code_from
from app.web.body import json_body

router = APIRouter()


@router.post("/api/code")
async def code(request: Request) -> dict[str, Any]:
    """The program of one run or of all, and what it says about itself."""
    asked = code_from(await json_body(request))
    found = await asyncio.to_thread(_program, asked)
    return {"language": found.language, "program": found.text, "notes": found.notes}


def _program(asked: CodeSpec) -> Program:
    try:
        race = asked.race.race()
    except Refused as refusal:
        raise Refused((("race", *where), words) for where, words in refusal.problems) from None
    return program(race, asked.language, asked.run)
