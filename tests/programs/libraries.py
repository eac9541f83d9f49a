"""Programs run with the libraries themselves, in a process for each library."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from app.programs import program
from tests.programs.cases import CASES, LANGUAGES, engine_path
from tests.programs.runner import Path

__all__ = ["LANGUAGES", "Ran", "mark_of", "ran_with", "text_of"]


class Ran(NamedTuple):
    """The path of a program from its start, and its steps from the engine's own points."""

    whole: Path
    steps: Path


def text_of(name: str, language: str) -> str:
    """The program of a case."""
    return program(CASES[name].race(), language, 0).text


def mark_of(text: str) -> str:
    """What tells one text from another."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def ran_with(language: str) -> dict[str, Ran]:
    """Every case's program, run both ways."""
    texts = {name: text_of(name, language) for name in CASES}
    asked = [
        {"text": text, "points": points}
        for name, text in texts.items()
        for points in (None, engine_path(name).tolist())
    ]
    paths = _in_one_process(asked)
    return dict(zip(texts, map(Ran, paths[::2], paths[1::2]), strict=True))


def _in_one_process(asked: Sequence[dict[str, object]]) -> list[Path]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.programs.runner"],
        input=json.dumps(asked), capture_output=True, text=True, check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    found: list[Path] = json.loads(done.stdout)
    return found
