"""Numbers and sentences as a program shows them."""

import re
import textwrap
from typing import Any

WIDTH = 92  # characters of a line of comment


def number(value: Any) -> str:
    """A number as Python reads it back to the last bit: 0.01, 1e-8, 500."""
    if isinstance(value, float) and value == float("inf"):
        return 'float("inf")'
    plain = value.item() if hasattr(value, "item") else value
    return re.sub(r"e([+-])0*(\d)", lambda e: f"e{e[1].strip('+')}{e[2]}", repr(plain))


def comment(text: str) -> list[str]:
    """A sentence as lines of comment."""
    return [f"# {line}" for line in textwrap.wrap(text, WIDTH)]
