"""`python -m benchmarks [NAME ...]`: measure, and print every figure beside its target.

PyTorch and Optax are taken from this interpreter (`pip install -e .[oracles]`), or from the one
that BENCH_PYTHON names. Without them their rows are left out.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from benchmarks import decisions, fair, machine, opening, opening_page, playback, slider, weight
from benchmarks.engine import MEASUREMENTS
from benchmarks.report import Report, lines, report_from, targets_table

CHECKOUT = Path(__file__).parents[1]
PAGE: Mapping[str, Callable[[], Report]] = {
    "slider": slider.measure,
    "playback": playback.measure,
    "weight": weight.measure,
    "opening": opening.measure,
    "opening_page": opening_page.measure,
    "decision": decisions.from_slider,
    "scrubbing": decisions.scrubbing,
    "decisions": decisions.playing,
    "best": fair.best,
    "cloud": fair.cloud,
}


def main(names: list[str]) -> None:
    """Run the measurements of these names, or all of them."""
    known = [*MEASUREMENTS, *PAGE]
    unknown = [name for name in names if name not in known]
    if unknown:
        sys.exit(f"unknown measurement {unknown[0]!r}; there are {', '.join(known)}")
    asked = names or known
    reports = []
    for report in _reports(asked):
        print("\n".join(lines(report)), flush=True)
        reports.append(report)
    print("\n".join(targets_table(reports)))


def _reports(names: list[str]) -> Iterator[Report]:
    engine = [name for name in names if name in MEASUREMENTS]
    if engine:
        yield from _engine(engine)
    for name in names:
        if name in PAGE:
            yield PAGE[name]()


def _engine(names: list[str]) -> Iterator[Report]:
    """The reports of the interpreter that has the peers, each as soon as it is there."""
    python = os.environ.get("BENCH_PYTHON", sys.executable)
    environment = {**os.environ, **machine.ONE_THREAD, "PYTHONPATH": str(CHECKOUT)}
    command = [python, "-m", "benchmarks.engine", *names]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        for number, line in enumerate(process.stdout or ()):
            if number:
                yield report_from(json.loads(line))
            else:
                print("\n".join(json.loads(line)) + "\n", flush=True)
    if process.returncode:
        sys.exit(process.returncode)


if __name__ == "__main__":
    main(sys.argv[1:])
