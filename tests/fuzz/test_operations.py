"""Every HTTP operation, asked for everything that the document allows and much that it does not.

What is allowed is answered as described, or refused for a reason that several fields make
together; what is not allowed is refused. Races that are valid but long are made short here
(`shortened`), each number inside of its own bound: what is valid stays so, and what is not, too.
"""

import re
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app.main import create_app
from tests.serving import Server

PATIENCE = 60  # seconds for one answer
SHORT, LONG = 20, 200  # requests to each operation that are allowed, and as many that are not
REFUSED = ["400", "404", "405", "413", "422"]
CONFIG = {
    "phases": {"stateful": {"enabled": False}},
    "checks": {"negative_data_rejection": {"expected-statuses": REFUSED}},
}
SCHEMA = schemathesis.openapi.from_dict(
    create_app().openapi(), config=schemathesis.Config.from_dict(CONFIG)
)
OPERATIONS = [operation.ok() for operation in SCHEMA.get_all_operations()]
TAKING = [  # those that anything can be wrong with; a path of a file is any text, see test_hostile
    operation
    for operation in OPERATIONS
    if operation.body or operation.query or operation.path_parameters
    if not operation.path.startswith("/static")
]
LAZY = schemathesis.pytest.from_fixture("schema")  # its many cases are made only if they are run
UNHURRIED = settings(max_examples=SHORT, suppress_health_check=list(HealthCheck))
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


def asked(case: schemathesis.Case, live: Server) -> None:
    """Ask, and hold the answer against the document."""
    meant = case.meta is not None and case.meta.generation.mode.is_positive
    case.body = shortened(case.body)
    if meant:
        case.body = with_few_runs(case.body)
        if case.query and "resolution" in case.query:
            case.query["resolution"] = few(case.query["resolution"], *FEW["resolution"])
    answer = case.call(base_url=live.url, timeout=PATIENCE)
    if meant and answer.status_code == 422:
        for reason in answer.json()["detail"]:
            assert TOGETHER.search(reason["msg"]), (reason, case.as_curl_command())
    case.validate_response(answer, excluded_checks=[positive_data_acceptance])


def each(operations):
    return pytest.mark.parametrize(
        "operation", operations, ids=[operation.label for operation in operations]
    )


@each(OPERATIONS)
def test_what_is_allowed_is_answered_as_described(operation, live: Server):
    @UNHURRIED
    @given(operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    def holds(case: schemathesis.Case) -> None:
        asked(case, live)

    holds()


@each(TAKING)
def test_what_is_not_allowed_is_refused(operation, live: Server):
    @UNHURRIED
    @given(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def holds(case: schemathesis.Case) -> None:
        asked(case, live)

    holds()


@pytest.fixture(scope="module")
def schema():
    """The document, for cases that cover every part of it."""
    return SCHEMA


@pytest.mark.soak
@LAZY.parametrize()
@settings(UNHURRIED, max_examples=LONG)
def test_every_bound_type_and_method_is_kept(case: schemathesis.Case, live: Server):
    asked(case, live)
