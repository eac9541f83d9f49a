"""The benchmarks run and say what they should; how long anything takes is not tested."""

import os
import subprocess
import sys

import pytest

from benchmarks import eleven_rules, fair, lanes, learning_rates, networks, start_map
from benchmarks.clock import times, usual
from benchmarks.engine import MEASUREMENTS
from benchmarks.report import (
    Report,
    Row,
    at_least,
    at_most,
    lines,
    milliseconds,
    report_from,
    targets_table,
)
from tests.serving import ROOT


def test_a_ratio_is_the_median_of_the_rounds_own_ratios() -> None:
    seconds = {"ours": [1.0, 10.0, 1.0], "theirs": [2.0, 30.0, 4.0]}

    assert times(seconds, "theirs", "ours") == 3.0
    assert usual(seconds, "ours") == 1.0


def test_a_missed_target_is_said_out_loud() -> None:
    targets = [
        at_least("speed", 3, 2.9),
        at_least("speed", 3, 3.0),
        at_least("speed", 3, None),
        at_most("weight", 85, 86.0, "KB"),
    ]

    words = [line.split()[-1] for line in targets_table([Report("", [], targets)])]

    assert words == ["FIGURE", "MISSED", "met", "-", "MISSED"]


def test_a_report_survives_its_way_between_interpreters() -> None:
    rows = [Row("theirs", milliseconds(0.002), 4.0)]
    report = Report("Title", rows, [at_least("a", 1, 2)], ["b"])

    assert report_from(report.plain()) == report
    assert list(lines(report)) == ["Title", "  theirs        2.0 ms      4.00 × ours", "  (b)", ""]


def test_every_measurement_beside_the_peers_runs_small() -> None:
    reports = [
        eleven_rules.measure(rounds=1, steps=20),
        learning_rates.measure(rounds=1, steps=5),
        start_map.measure(rounds=1, side=4, steps=5),
        networks.moons(rounds=1, steps=5),
        networks.digits(rounds=1, steps=2),
        lanes.measure(rounds=1, steps=2, counts=(1, 2)),
    ]

    assert len(reports) == len(MEASUREMENTS)
    assert all(any("ours" in row.what for row in report.rows) for report in reports)


def test_fair_comparisons_run_small() -> None:
    reports = [fair.best(rounds=1, steps=5), fair.cloud(rounds=1, steps=5, seeds=8)]

    assert [len(report.targets) for report in reports] == [2, 1]
    assert all(target.met is not None for report in reports for target in report.targets)


def test_an_unknown_measurement_is_named() -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "benchmarks", "slidre"],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert asked.returncode == 1
    assert "unknown measurement 'slidre'; there are eleven_rules" in asked.stderr


@pytest.mark.oracle
def test_the_peers_run_small() -> None:
    pytest.importorskip("torch")
    pytest.importorskip("optax")
    report = eleven_rules.measure(rounds=1, steps=20)

    assert all(target.met is not None for target in report.targets)
    for report in (networks.moons(rounds=1, steps=20), networks.digits(rounds=1, steps=5)):
        assert all(target.met is not None for target in report.targets)
