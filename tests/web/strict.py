"""JSON as browsers read it: NaN and Infinity are no JSON."""

import json
from typing import Any


def read(text: bytes) -> Any:
    """Parse JSON, and fail on what a browser would not take."""
    return json.loads(text, parse_constant=_refuse)


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is not JSON")
