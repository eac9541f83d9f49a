"""Write what PyTorch, Optax and Keras make of our programs to tests/fixtures/programs/.

Run it with the extra `oracles` after programs or libraries have changed.

    python -m scripts.freeze_programs
"""

import json
from typing import Any

import numpy as np

from tests.engine.oracles import versions
from tests.programs import cases
from tests.programs.cases import FROZEN, LANGUAGES, TOLERANCE, apart
from tests.programs.libraries import Ran, engine_path, mark_of, ran_with, text_of

KEPT = (1, 2, 3, 10, 21, 30, 46, 60)  # steps on surfaces; of networks the last is kept alone


def main() -> None:
    """Freeze every case in every language."""
    FROZEN.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        cases = {name: _record(name, language, ran) for name, ran in ran_with(language).items()}
        lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in cases.items()]
        head = json.dumps({"versions": versions(language)})[:-1]
        text = head + ', "cases": {\n' + ",\n".join(lines) + "\n}}\n"
        (FROZEN / f"{language}.json").write_text(text, encoding="utf-8")
        print(language, len(cases), "cases, worst", max(case["worst"] for case in cases.values()))


def _record(name: str, language: str, ran: Ran) -> dict[str, Any]:
    worst = apart(engine_path(name)[1:], ran.steps[1:]).max()
    return {
        "program": mark_of(text_of(name, language)),
        "worst": float(f"{worst:.1e}"),
        "points": {str(step): ran.steps[step] for step in _steps(name)},
    }


def _steps(name: str) -> list[int]:
    """Which steps to keep: beyond where another processor's rounding leads elsewhere, none."""
    own = engine_path(name)
    if name not in cases.CASES:
        return [len(own) - 1]
    drift = np.maximum.accumulate(apart(cases.engine_path(name, 2.0**-50), own))
    return [step for step in KEPT if step <= 3 or drift[step] <= TOLERANCE / 10]


if __name__ == "__main__":
    main()
