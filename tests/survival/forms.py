"""Short forms for `make test`, long ones for `make soak`."""

import pytest


def forms(name: str, short: int, long: int) -> pytest.MarkDecorator:
    """The same test twice: a few of something, and as many as were promised."""
    return pytest.mark.parametrize(
        name, [short, pytest.param(long, marks=pytest.mark.soak, id=f"{long}-soak")]
    )
