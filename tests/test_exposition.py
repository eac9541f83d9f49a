"""Metrics of several real processes, as Prometheus reads them."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app import metrics
from app.exposition import WHERE, exposed, gathered
from tests.serving import Server, free_port

# Counts, says so, and lives until its input ends.
COUNTS = """
import sys
from app import metrics
metrics.SOCKETS.inc(3)
metrics.RACES.labels("joined").inc(2)
metrics.BLOCK_SECONDS.labels("surface").observe(0.2)
print("counted", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    with gathered() as folder:
        yield folder


def test_numbers_of_all_processes_are_added_up(folder: Path) -> None:
    with exposed(folder, "127.0.0.1", 0) as port:
        children = [counting(), counting()]
        seen = scraped(port)
        for child in children:
            child.communicate()

    assert seen["descent_lab_sockets"] == 6
    assert seen["descent_lab_races_total", "joined"] == 4
    assert seen["descent_lab_races_total", "kept"] == 0
    assert seen["descent_lab_block_seconds_count", "surface"] == 2
    assert seen["descent_lab_rebuilds_total"] == 0


def test_process_that_was_killed_has_no_sockets_but_its_races_were(folder: Path) -> None:
    with exposed(folder, "127.0.0.1", 0) as port:
        lives, dies = counting(), counting()
        dies.kill()
        dies.communicate()
        seen = scraped(port)
        lives.communicate()

    assert seen["descent_lab_sockets"] == 3
    assert seen["descent_lab_races_total", "joined"] == 4


def test_nothing_of_an_earlier_start_is_left() -> None:
    with gathered() as first:
        counting().communicate()
        assert list(first.iterdir())
    assert not first.exists()
    assert WHERE not in os.environ

    with gathered() as second, exposed(second, "127.0.0.1", 0) as port:
        assert scraped(port) == {}


def test_port_that_is_taken_is_an_error_and_not_silence(folder: Path) -> None:
    with exposed(folder, "127.0.0.1", 0) as port:
        second = exposed(folder, "127.0.0.1", port)
        with pytest.raises(OSError, match="in use"):
            second.__enter__()


def test_launcher_serves_what_its_web_processes_count(tmp_path: Path) -> None:
    port = free_port()
    server = Server(tmp_path / "log.txt", settings={"metrics_port": port})
    server.start()
    try:
        seen = scraped(port)
    finally:
        server.stop()

    assert seen["descent_lab_sockets"] == 0
    assert "descent_lab_loop_lag_seconds_count" in seen


def test_launcher_says_that_the_port_for_metrics_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        environment = {"DESCENT_LAB_METRICS_PORT": str(port), "DESCENT_LAB_PORT": "0"}
        done = subprocess.run(
            [sys.executable, "-m", "app"],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 2
    assert f"DESCENT_LAB_METRICS_PORT: {port} cannot be had" in done.stderr
    assert "Traceback" not in done.stderr


def test_every_metric_is_named_after_the_project_and_described() -> None:
    for name, metric in vars(metrics).items():
        if name.isupper() and hasattr(metric, "describe"):
            (described,) = metric.describe()
            assert described.name.startswith("descent_lab_")
            assert described.documentation[0].isupper()


def counting() -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", COUNTS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "counted\n"
    return child


def scraped(port: int) -> dict[object, float]:
    """Every sample by its name, or by name and label where there is one."""
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        text = answer.read().decode()
    return {
        (sample.name, *sample.labels.values()) if sample.labels else sample.name: sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
