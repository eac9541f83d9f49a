"""A running server for the doors' tests."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from tests.serving import Server, serving


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real uvicorn process."""
    with serving(tmp_path_factory.mktemp("live") / "log.txt") as server:
        yield server


@pytest.fixture(scope="session")
def door() -> TestClient:
    """The app without a network. A bug is an exception here, never a quiet 500."""
    return TestClient(create_app())
