"""Numbers in the query of an address."""

from collections.abc import Collection
from math import isfinite, nan

from fastapi import Request

from app.engine.catalogue import BadChoice

MAX_SHOWN = 60  # characters of what was given


def numbers(request: Request, other: Collection[str] = ()) -> dict[str, float]:
    """All fields of the query but `other`, as numbers. Raises BadChoice."""
    asked = request.query_params
    return {name: finite(name, text) for name, text in asked.items() if name not in other}


def finite(name: str, text: str) -> float:
    """The number that a text is. Raises BadChoice."""
    try:
        number = float(text)
    except ValueError:
        number = nan
    if not isfinite(number):
        raise BadChoice(
            f"{name[:MAX_SHOWN]} = {text[:MAX_SHOWN]!r} is not a finite number", (name[:MAX_SHOWN],)
        )
    return number
