"""Rates that work: tested good learning rates, found by scripts, kept as data."""

import json
from functools import cache
from importlib.resources import files

Rates = dict[str, dict[str, float]]


def rates_of(surface: str) -> Rates:
    """Good learning rates on a surface, by optimizer and convention. See scripts/tune_rates.py."""
    return _all("rates.json").get(surface, {})


def network_rates_of(dataset: str) -> Rates:
    """The same for the usual network of a data set. See scripts/tune_networks.py."""
    return _all("network_rates.json").get(dataset, {})


@cache
def _all(name: str) -> dict[str, Rates]:
    found: dict[str, Rates] = json.loads((files("app.engine") / name).read_text("utf-8"))
    return found
