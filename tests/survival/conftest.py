"""A real service that has to be as good as new after everything that is done to it."""

import re
from collections.abc import Iterator

import pytest

from benchmarks.load.service import Service, service


@pytest.fixture(scope="session")
def lasting() -> Iterator[Service]:
    """One service for all tests that kill none of its processes."""
    with service(messages_per_second=10_000) as under_test:
        before = [process.pid for process in under_test.server.web_processes]
        yield under_test
        assert [process.pid for process in under_test.server.web_processes] == before
        assert complaints(under_test) == []


@pytest.fixture
def unharmed(lasting: Service) -> Iterator[Service]:
    """The same, for one test: nothing may be left of it, in the processes or in the log."""
    yield lasting
    assert lasting.server.running
    assert complaints(lasting) == []


def complaints(under_test: Service) -> list[str]:
    """What it logged that nobody may bring it to."""
    said = under_test.server.said()
    return re.findall(r"^\S+ (?:error|critical) .*|^Traceback[^$]*", said, re.MULTILINE)
