"""A race as a program."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic_core import to_json

from app.compute.process import Heed
from app.programs import Program, program, training_program
from app.spec import CodeSpec, NetworkSpec, Refused, code_from


def code(heed: Heed, body: bytes, server: str) -> bytes:
    """The program of one run or of all, and what it says about itself. Raises Refused."""
    return _written(_program(code_from(body), body, server))


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
