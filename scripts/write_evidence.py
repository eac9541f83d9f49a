"""Write app/evidence.json, which the page of evidence is made of, from the tests' own results.

The libraries' part is what scripts/freeze_parity.py and scripts/freeze_programs.py found when
they ran them; the plain loops and the programs in NumPy are run here.

    python -m scripts.write_evidence
"""

import json
from importlib.metadata import version
from math import ceil, floor, log10
from typing import Any

import numpy as np

from app.engine.catalogue import OPTIMIZERS
from app.evidence import FILE
from app.programs.calls import call_of
from app.programs.legs import legs_of
from tests.engine.optimizers.test_transcriptions import EPSILONS, walked
from tests.engine.parity import CASES as PARITY
from tests.engine.parity import PLACES, STEPS, apart, frozen
from tests.programs import cases as programs
from tests.programs.libraries import NAMES, engine_path, text_of, told
from tests.programs.runner import ran

KINDS = ("plain", "bent")  # the two races of each form whose programs are run


def main() -> None:
    """Write the figures."""
    FILE.write_text(json.dumps(figures(), indent=1) + "\n", encoding="utf-8")


def figures() -> dict[str, Any]:
    """All figures: by rule, by form."""
    recorded = programs.frozen()
    versions: dict[str, str] = {}
    for file in frozen().values():
        versions |= file["versions"]
    worst = {
        language: _up(max(case["worst"] for case in file["cases"].values()))
        for language, file in recorded.items()
    }
    worst = {"numpy": _up(max(in_numpy(name) for name in NAMES)), **worst}
    return {
        "versions": {**versions, "numpy": version("numpy")},
        "programs": {"races": len(NAMES), "worst": worst},
        "rules": {
            name: {form.name: _form(name, form.name) for form in entry.conventions}
            for name, entry in OPTIMIZERS.items()
        },
    }


def in_numpy(name: str) -> float:
    """How far a program in NumPy is from the engine at worst, from the engine's own points."""
    own = engine_path(name)
    found = ran(text_of(name, "numpy"), own.tolist(), told(name))
    return float(apart(own[1:], np.array(found[1:])).max())


def by_loop(optimizer: str, form: str) -> float:
    """How far the engine is from a plain loop at worst."""
    return max(float(apart(*walked(optimizer, form, eps)).max()) for eps in EPSILONS)


def by_library(name: str, form: str) -> tuple[float, int]:
    """How far the engine is from the form's own library at worst, and in how many steps."""
    cases = [case for case in PARITY if (case.optimizer, case.library) == (name, form)]
    found = max(frozen()[form]["cases"][case.name]["worst"] for case in cases)
    return _up(found), len(cases) * len(PLACES) * STEPS


def by_programs(name: str, form: str) -> dict[str, dict[str, Any]]:
    """What the libraries' programs call, and how far they are from the engine at worst."""
    races = [f"{name} / {form} / {kind}" for kind in KINDS]
    (leg,) = legs_of(programs.CASES[races[0]].race(), 0)
    found = {}
    for language, file in programs.frozen().items():
        call = call_of(leg, language)
        worst = [file["cases"][race]["worst"] for race in races if race in file["cases"]]
        found[language] = {
            "call": call.function if call else None,
            "difference": _up(max(worst)) if worst else None,  # not run with the library yet
        }
    return found


def _form(name: str, form: str) -> dict[str, Any]:
    against = form if form in frozen() else "loop"
    if against == "loop":
        difference, steps = _up(by_loop(name, form)), len(EPSILONS) * STEPS
    else:
        difference, steps = by_library(name, form)
    own = max(in_numpy(f"{name} / {form} / {kind}") for kind in KINDS)
    ours = {"numpy": {"call": None, "difference": _up(own)}, **by_programs(name, form)}
    return {"against": against, "difference": difference, "steps": steps, "programs": ours}


def _up(figure: float) -> float:
    """One significant digit, rounded up, so that it is a bound."""
    if figure == 0:
        return 0.0
    unit = floor(log10(figure))
    return float(f"{ceil(figure / 10**unit - 1e-9)}e{unit}")


if __name__ == "__main__":
    main()
