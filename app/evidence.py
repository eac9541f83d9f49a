"""What the tests found: how far each form of each rule is from what it was checked against."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from app.engine.catalogue import OPTIMIZERS
from app.engine.contracts import Convention, Optimizer

FILE = Path(__file__).parent / "evidence.json"  # by scripts/write_evidence.py
LANGUAGES = {"numpy": "NumPy", "pytorch": "PyTorch", "optax": "Optax", "keras": "Keras"}
PACKAGES = {
    "torch": "PyTorch", "optax": "Optax", "jax": "JAX", "keras": "Keras", "numpy": "NumPy",
}
OF_PACKAGE = {title: package for package, title in PACKAGES.items()}


@cache
def evidence() -> dict[str, Any]:
    """The figures as they were written."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def rules() -> Iterator[dict[str, Any]]:
    """Each rule with its forms, in words, and the figures of each."""
    for name, entry in OPTIMIZERS.items():
        figures = evidence()["rules"][name]
        forms = [_form(entry, form, figures[form.name]) for form in entry.conventions]
        yield {"label": entry.label, "source": entry.source, "forms": forms}


def programs() -> dict[str, Any]:
    """How many races there are as programs, and how far each language is off at worst."""
    found = evidence()["programs"]
    worst = {title: in_words(found["worst"][name]) for name, title in LANGUAGES.items()}
    return {"races": found["races"], "worst": worst}


def libraries() -> str:
    """The libraries with their versions."""
    return ", ".join(_versioned(title) for title in PACKAGES.values())


def in_words(figure: float | None) -> str:
    """A figure with one digit; None where nothing was run yet.

    >>> in_words(2e-16), in_words(0.0)
    ('2 × 10⁻¹⁶', '0')
    """
    if figure is None:
        return "not run yet"
    if figure == 0:
        return "0"
    digit, exponent = f"{figure:.0e}".split("e")
    power = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{digit} × 10{power}"


def _form(entry: type[Optimizer], form: Convention, figures: dict[str, Any]) -> dict[str, Any]:
    others = [c.label for c in entry.conventions if c.rule is form.rule and c is not form]
    library = figures["against"] in LANGUAGES
    return {
        "label": form.label,
        "formula": " ".join((form.rule.__doc__ or "").split()),
        "same": others,
        "against": _versioned(form.label) if library else "a plain loop, from the source",
        "difference": in_words(figures["difference"]),
        "steps": f"{figures['steps']:,}",
        "programs": [
            {
                "language": title,
                "call": figures["programs"][language]["call"],
                "difference": in_words(figures["programs"][language]["difference"]),
            }
            for language, title in LANGUAGES.items()
        ],
    }


def _versioned(title: str) -> str:
    """A library with its version."""
    version: str = evidence()["versions"][OF_PACKAGE[title]]
    return f"{title} {version.split('+')[0]}"
