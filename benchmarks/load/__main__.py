"""`python -m benchmarks.load [NAME ...]`: a server under load, every figure beside its target.

docs/load.md says what is measured and how to read it.
"""

import sys
import time
from collections.abc import Callable, Mapping

from benchmarks import machine
from benchmarks.load import churn, idle, killed, limits, never_reading, starts, stopping
from benchmarks.report import Report, Target, lines, targets_table

MEASUREMENTS: Mapping[str, Callable[[], Report]] = {
    "idle": idle.measure,
    "starts": starts.measure,
    "churn": churn.measure,
    "never_reading": never_reading.measure,
    "stopping": stopping.measure,
    "killed": killed.measure,
    "limits": limits.measure,
}
FAILED: Mapping[str, str] = {
    "idle": "R1",
    "starts": "R2 R3 R4 R7",
    "churn": "R8",
    "never_reading": "R9 R10",
    "stopping": "R11 R13",
    "killed": "R12",
    "limits": "R14",
}
LATER = [
    Target("R5 a room of 300 at 20 pictures a second", "≤ 100 ms", "later: rooms"),
    Target("R6 a room at 30 pictures a second", "≤ 1 MB/min", "later: rooms"),
    Target("R15 hostile formulas", "≤ 5 ms", "later: formulas"),
]


def main(names: list[str]) -> int:
    """Measure what has these names, or all; the exit code is 1 if a target was missed."""
    unknown = [name for name in names if name not in MEASUREMENTS]
    if unknown:
        print(f"unknown measurement {unknown[0]!r}; there are {', '.join(MEASUREMENTS)}")
        return 2
    print("\n".join(machine.place()) + "\n", flush=True)
    reports = []
    for name in names or MEASUREMENTS:
        begun = time.monotonic()
        try:
            report = MEASUREMENTS[name]()
        except AssertionError as error:
            words = str(error).strip().splitlines()[0]
            report = Report(name, [], [Target(FAILED[name], "measured", words[:60], met=False)])
        print("\n".join(lines(report)), flush=True)
        print(f"  ({time.monotonic() - begun:.0f} s)\n", flush=True)
        reports.append(report)
    targets = [target for report in reports for target in report.targets]
    if not names:
        targets += LATER
    targets.sort(key=lambda target: int(target.what.split()[0].removeprefix("R")))
    print("\n".join(targets_table([Report("", [], targets)])))
    return int(any(target.met is False for target in targets))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
