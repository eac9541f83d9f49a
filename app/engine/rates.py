"""Rates that work: tested good learning rates, found by scripts/tune_rates.py, kept as data."""

import json
from functools import cache
from importlib.resources import files

Rates = dict[str, dict[str, float]]


def rates_of(surface: str) -> Rates:
    """Good learning rates on a surface, by optimizer and convention."""
    return _all().get(surface, {})


@cache
def _all() -> dict[str, Rates]:
    found: dict[str, Rates] = json.loads((files("app.engine") / "rates.json").read_text("utf-8"))
    return found
