"""Every HTTP operation, asked for everything that the document allows and much that it does not.

What is allowed is answered as described; what is not allowed is refused. moment.py says how long
races are made short, and which reasons the document cannot give.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app.main import create_app
from tests.fuzz import moment
from tests.serving import ROOT, Server

PATIENCE = 60  # seconds for one answer
SHORT, LONG = 20, 200  # requests to each operation that are allowed, and as many that are not
CONFIG = Path(__file__).with_name("schemathesis.toml")
# Of a race 26,000 cases are made. They are asked of /api/run; these take a race and little more.
OF_RACES = [f"/api/{name}" for name in ("best", "cloud", "code", "memory", "step", "works")]
SCHEMA = schemathesis.openapi.from_dict(
    create_app().openapi(), config=schemathesis.Config.from_path(CONFIG)
)
OPERATIONS = [operation.ok() for operation in SCHEMA.get_all_operations()]
TAKING = [  # those that anything can be wrong with; a path of a file is any text, see test_hostile
    operation
    for operation in OPERATIONS
    if operation.body or operation.query or operation.path_parameters
    if not operation.path.startswith("/static")
]


def each(operations):
    return pytest.mark.parametrize(
        "operation", operations, ids=[operation.label for operation in operations]
    )


def ask(operation, mode: GenerationMode, live: Server) -> None:
    """Ask an operation for this and that, and hold its answers against the document."""

    @settings(max_examples=SHORT, suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy(generation_mode=mode))
    def holds(case: schemathesis.Case) -> None:
        answer = case.call(base_url=live.url, timeout=PATIENCE)
        case.validate_response(answer, excluded_checks=[positive_data_acceptance])

    holds()


@each(OPERATIONS)
def test_what_is_allowed_is_answered_as_described(operation, live: Server):
    ask(operation, GenerationMode.POSITIVE, live)


@each(TAKING)
def test_what_is_not_allowed_is_refused(operation, live: Server):
    ask(operation, GenerationMode.NEGATIVE, live)


@pytest.mark.soak
@pytest.mark.parametrize(
    "some",
    [
        ["--phases", "examples,fuzzing", "--max-examples", str(LONG)],
        ["--phases", "coverage", "--exclude-path-regex", f"^({'|'.join(OF_RACES)})$"],
    ],
    ids=["many cases", "cases for every part of the document"],
)
def test_schemathesis_finds_nothing(some: list[str], live: Server):
    done = subprocess.run(
        [
            sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "run",
            f"{live.url}/openapi.json", *some, "--request-timeout", str(PATIENCE), "--no-color",
            "--suppress-health-check", "all", "--exclude-checks", "positive_data_acceptance",
            "--generation-database", "none", "--warnings", "off", "--continue-on-failure",
        ],
        cwd=ROOT,
        env={**os.environ, "SCHEMATHESIS_HOOKS": moment.__name__, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]
