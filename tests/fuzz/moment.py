"""Requests that were made from the document, and take a moment to answer.

Races that are valid but long are made short, each number inside of its own bound: what is valid
stays so, and what is not, too. What is valid may still be refused, for a reason that several fields
make together.

Schemathesis' own command imports this file for its hooks (SCHEMATHESIS_HOOKS).
"""

import re
from typing import Any

import schemathesis

# In reach of a moment: the bound of each number, and how many different ones are left of it.
FEW = {
    "steps": (1, 10_000, 12),
    "seeds": (8, 25, 4),
    "samples": (10, 5_000, 60),
    "batch_size": (1, 5_000, 32),
    "resolution": (11, 401, 40),
}
UNITS = (1, 64, 8)
RUNS = 3
# Reasons that no schema can give, for several fields make them, or what a text or a number means.
TOGETHER = re.compile(
    "|".join(
        (
            r"is not in this race",
            r"is after the end",
            r"leaves no steps to take",
            r"has no finite (value|height)",
            r"is not x0,x1,y0,y1",
            r"^window = .* is not a finite number",
            r"^unknown .* parameter .*(takes none|there are|did you mean)",
            r"^unknown .* convention",
            r"takes no learning rate",
            r"every seed gives the same",
            r"needs classes, and .* has numbers to predict",
            r"there is no (feature|column)",
            r"would (take|need)",
            r"the points are of|rows? of data|one column only|the text (is empty|has)",
            r"(row|column) ",
        )
    )
)


def shortened(place: Any, name: str = "") -> Any:
    """The same request, of a race that takes a moment."""
    if isinstance(place, dict):
        return {key: shortened(value, key) for key, value in place.items()}
    if isinstance(place, list):
        if name == "hidden":
            return [few(part, *UNITS) for part in place]
        return [shortened(part) for part in place]
    return few(place, *FEW[name]) if name in FEW else place


def few(number: Any, least: int, most: int, count: int) -> Any:
    """A number of the first few where it is inside of its bound; any other as it is."""
    inside = isinstance(number, int) and not isinstance(number, bool) and least <= number <= most
    return least + (number - least) % count if inside else number


def with_few_runs(body: Any) -> Any:
    """A valid race with its first runs only, and no more steps than it needs."""
    if not isinstance(body, dict):
        return body
    race = body.get("race", body)
    if isinstance(race, dict) and isinstance(race.get("runs"), list):
        race["runs"] = race["runs"][:RUNS]
        race.setdefault("steps", 10)
    return body


def in_a_moment(case: schemathesis.Case) -> None:
    """Make what a case asks for short."""
    case.body = shortened(case.body)
    if meant(case):
        case.body = with_few_runs(case.body)
        if case.query and "resolution" in case.query:
            case.query["resolution"] = few(case.query["resolution"], *FEW["resolution"])


def meant(case: schemathesis.Case) -> bool:
    """Whether a case is all that the document allows."""
    return case.meta is not None and case.meta.generation.mode.is_positive


def check_reasons(case: schemathesis.Case, answer: Any) -> None:
    """Let what the document allows be refused for nothing that the document could have said."""
    if meant(case) and answer.status_code == 422:
        for reason in answer.json()["detail"]:
            assert TOGETHER.search(reason["msg"]), reason


@schemathesis.hook
def before_call(context: Any, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
    in_a_moment(case)


@schemathesis.check
def refused_for_several_fields(ctx: Any, response: Any, case: schemathesis.Case) -> None:
    check_reasons(case, response)
