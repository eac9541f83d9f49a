"""Programs run with the libraries themselves, in a process for each library."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from app.engine.contracts import Floats
from app.programs import program
from tests.programs import cases, network_cases
from tests.programs.runner import Path

NAMES = [*cases.CASES, *network_cases.CASES]


class Ran(NamedTuple):
    """Where a program has been from its start, and its steps from the engine's own points."""

    whole: Path
    steps: Path


def text_of(name: str, language: str) -> str:
    """The program of a case."""
    if name in network_cases.CASES:
        return network_cases.text_of(name, language)
    return program(cases.CASES[name].race(), language, 0).text


def engine_path(name: str) -> Floats:
    """The engine's points of a case."""
    if name in network_cases.CASES:
        return network_cases.engine_path(name)
    return cases.engine_path(name)


def calm(name: str) -> bool:
    """Whether the whole path can be compared; networks are that in a few steps."""
    return name in network_cases.CASES or cases.calm(name)


def told(name: str) -> dict[str, Any] | None:
    """What the program's request is answered with, if it makes one."""
    return network_cases.told(name) if name in network_cases.CASES else None


def mark_of(text: str) -> str:
    """What tells one text from another."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def ran_with(language: str) -> dict[str, Ran]:
    """Every case's program, run both ways."""
    asked = [
        {"text": text_of(name, language), "points": points, "told": told(name)}
        for name in NAMES
        for points in (None, engine_path(name).tolist())
    ]
    paths = _in_one_process(asked)
    return dict(zip(NAMES, map(Ran, paths[::2], paths[1::2]), strict=True))


def _in_one_process(asked: Sequence[dict[str, object]]) -> list[Path]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.programs.runner"],
        input=json.dumps(asked), capture_output=True, text=True, check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    found: list[Path] = json.loads(done.stdout)
    return found
