"""Write the libraries' own numbers to tests/fixtures/, where the default tests read them.

Run it with the extra `oracles`, and look at the difference before you commit it: a new library
version may move numbers, a change of ours must not.

    python -m scripts.freeze_parity
"""

import json
from typing import Any

import numpy as np

from app.engine.contracts import Floats
from tests.engine.oracles import EXCEPTIONS, LIBRARIES, oracle, versions
from tests.engine.parity import (
    CASES,
    FROZEN,
    PLACES,
    STEPS,
    TOLERANCE,
    Case,
    apart,
    engine_path,
    library_points,
)
from tests.engine.schedules.torch_schedulers import (
    LOSSES,
    PLATEAUS,
    SCALES,
    plateau_of,
    scale_of,
)

WITHOUT_FEEDBACK = (1, 2, 3, 4, 5, 7, 10, 20, 35, 60, 100, 150, 200, 205, 211, 300, 400, 500)
ON_SURFACES = (1, 2, 3, 10, 50, 100, 200, 350, 500)
ULP = 2.0**-52


def main() -> None:
    """Freeze every case of every library, and PyTorch's schedulers."""
    FROZEN.mkdir(parents=True, exist_ok=True)
    for library in LIBRARIES:
        cases = {case.name: _record(case) for case in CASES if case.library == library}
        head = {
            "versions": versions(library),
            "steps": STEPS,
            "exceptions": [row[1:] for row in EXCEPTIONS if row[0] == library],
        }
        lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in cases.items()]
        text = json.dumps(head)[:-1] + ', "cases": {\n' + ",\n".join(lines) + "\n}}\n"
        (FROZEN / f"{library}.json").write_text(text, encoding="utf-8")
        print(library, len(cases), "cases, worst", max(case["worst"] for case in cases.values()))
    schedules = {
        "versions": versions("pytorch"),
        "scales": {str(case): scale_of(case) for case in SCALES},
        "plateaus": {
            str(row): {name: plateau_of(row, losses) for name, losses in LOSSES.items()}
            for row in PLATEAUS
        },
    }
    text = json.dumps(schedules).replace('], "', '],\n"') + "\n"
    (FROZEN.parent / "schedules.json").write_text(text, encoding="utf-8")


def _record(case: Case) -> dict[str, Any]:
    paths = {place: engine_path(case, place) for place in PLACES}
    theirs = library_points(
        oracle(case.library, case.optimizer, case.numbers()), case.rates(), paths
    )
    worst = max(apart(path[1:], theirs[place]).max() for place, path in paths.items())
    points = {
        place: {str(t): theirs[place][t - 1].tolist() for t in _steps(case, place, paths[place])}
        for place in PLACES
    }
    return {"worst": float(f"{worst:.1e}"), "points": points}


def _steps(case: Case, place: str, path: Floats) -> list[int]:
    """Which steps to keep: those where a last digit at the start is still no visible distance.

    Where the engine's path cannot be told in advance to a few digits, another processor's
    rounding would lead it elsewhere, and the library's answer belongs to a point never reached.
    """
    nudged = engine_path(case, place, nudge=ULP)
    calm = np.maximum.accumulate(apart(nudged, path)) <= TOLERANCE / 10
    kept = WITHOUT_FEEDBACK if place == "pushes" else ON_SURFACES
    return [t for t in kept if calm[t]]


if __name__ == "__main__":
    main()
