"""A running server for the doors' tests."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from tests.serving import Server, serving
from tests.web.visitor import Visitor


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real service, in processes of its own."""
    log = tmp_path_factory.mktemp("live") / "log.txt"
    with serving(log, messages_per_second=10_000) as server:  # tests speak faster than people
        yield server


@pytest.fixture(scope="session")
def door() -> TestClient:
    """The app without a network. A bug is an exception here, never a quiet 500."""
    return Visitor(create_app())
