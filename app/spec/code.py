"""A race that is asked for as a program."""

from typing import Annotated, Literal

from pydantic import Field, ValidationError

from app.spec.fields import Spec, Whole
from app.spec.limits import MAX_RUNS
from app.spec.race import RaceSpec
from app.spec.refusals import Refused, refused


class CodeSpec(Spec):
    """A race, which of its runs is wanted (None for all of them), and in which language."""

    race: RaceSpec
    run: Annotated[Whole, Field(ge=0, le=MAX_RUNS - 1)] | None = None
    language: Literal["numpy", "pytorch", "optax", "keras"]


def code_from(given: bytes) -> CodeSpec:
    """Parse what is asked for as a program. Raises Refused."""
    try:
        asked = CodeSpec.model_validate_json(given)
    except ValidationError as error:
        raise refused(error) from None
    last = len(asked.race.runs) - 1
    if asked.run is not None and asked.run > last:
        words = f"run = {asked.run} is not in this race; its last one is {last}"
        raise Refused([(("run",), words)])
    return asked
