"""The facts that a figure depends on."""

import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.peers import PEERS, present

ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false",
}


def place() -> Iterator[str]:
    """The machine, and its load before anything is measured."""
    yield f"{platform.system()} {platform.machine()}, {_processor()}, {os.cpu_count()} cores"
    if hasattr(os, "getloadavg"):
        yield "load " + " ".join(f"{load:.2f}" for load in os.getloadavg())


def facts() -> Iterator[str]:
    """The machine, its load, and the versions in this interpreter."""
    yield from place()
    found = ", ".join(f"{name} {_version(name)}" for name in ("numpy", "torch", "optax", "jax"))
    yield f"Python {sys.version.split()[0]}, {found}"
    for name in PEERS:
        if not present(name):
            yield (
                f"without {name} its rows are left out: pip install -e '.[oracles]', "
                "or set BENCH_PYTHON to an interpreter that has it"
            )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return platform.processor() or "an unnamed processor"
    names = [line.split(":", 1)[1].strip() for line in text.splitlines() if "model name" in line]
    return names[0] if names else "an unnamed processor"
