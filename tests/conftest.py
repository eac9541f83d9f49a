"""What all tests share."""

import pytest
from hypothesis import settings

import app  # noqa: F401 -- before NumPy, which reads once how many threads multiply matrices

# A slow moment of the machine is no failure of the property.
settings.register_profile("here", deadline=None, print_blob=True)
settings.load_profile("here")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser comes last: what is quick fails first, and Playwright keeps the thread's loop."""
    items.sort(key=lambda item: "browser" in item.path.parts)
