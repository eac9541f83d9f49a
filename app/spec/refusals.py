"""What cannot be served, each reason with its place."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from pydantic import ValidationError

from app.engine.catalogue import BadChoice
from app.sentences import Place, sentences
from app.spec.limits import MAX_REASONS

TAGS = {"surface": "(surface)", "network": "(network)"}  # no field is called so
UNKNOWN = "(unknown)"


class Refused(ValueError):
    """A request that cannot be served: `problems` holds (where, sentence) for each reason."""

    def __init__(self, problems: Iterable[tuple[Place, str]]) -> None:
        self.problems = list(islice(problems, MAX_REASONS))
        super().__init__("; ".join(f"{_dotted(where)}: {words}" for where, words in self.problems))

    def __reduce__(self) -> tuple[type["Refused"], tuple[list[tuple[Place, str]]]]:
        """Let a refusal travel from a compute process."""
        return Refused, (self.problems,)

    def detail(self) -> list[dict[str, Any]]:
        """The reasons in the shape that every door answers with."""
        return [{"loc": list(where), "msg": words} for where, words in self.problems]


def _dotted(where: Place) -> str:
    return ".".join(str(part) for part in where) or "request"


def refused(error: ValidationError) -> Refused:
    """Pydantic's findings in the project's own words."""
    tags = {*TAGS.values(), UNKNOWN}
    findings: list[dict[str, Any]] = [
        {**finding, "loc": tuple(part for part in finding["loc"] if part not in tags)}
        for finding in islice(error.errors(include_url=False), MAX_REASONS)
    ]
    return Refused(sentences(findings))


@contextmanager
def at(where: Place) -> Iterator[None]:
    """Put a place in front of the BadChoices that are raised inside."""
    try:
        yield
    except BadChoice as error:
        raise BadChoice(error.message, (*where, *error.where)) from None
