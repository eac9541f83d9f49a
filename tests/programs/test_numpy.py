"""Programs in NumPy, run here: they walk as the engine does."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app.programs import program
from tests.programs.cases import CASES, STEPS, TOLERANCE, apart
from tests.programs.libraries import NAMES, calm, engine_path, text_of, told
from tests.programs.runner import ran


@pytest.mark.parametrize("name", NAMES)
def test_each_step_ends_where_the_engine_ends(name: str) -> None:
    own = engine_path(name)
    text = text_of(name, "numpy")

    found = ran(text, own.tolist(), told(name))

    assert apart(own[1:], found[1:]).max() <= TOLERANCE
    if calm(name):
        assert apart(own, ran(text, None, told(name))).max() <= TOLERANCE


def test_most_paths_are_compared_whole() -> None:
    assert np.mean([calm(name) for name in NAMES]) > 0.8


def test_the_comparison_sees_another_number() -> None:
    name = "adam / textbook / plain"
    text = program(CASES[name].race(), "numpy", 0).text

    found = ran(text.replace("beta2 = 0.999", "beta2 = 0.9990001"), engine_path(name).tolist())

    assert apart(engine_path(name)[1:], found[1:]).max() > TOLERANCE


def test_a_program_runs_by_itself(tmp_path: Path) -> None:
    script = tmp_path / "race.py"
    script.write_text(program(CASES["noise"].race(), "numpy", 0).text)

    done = subprocess.run(
        [sys.executable, "-W", "error", str(script)], capture_output=True, text=True, check=False
    )

    x, y = engine_path("noise")[-1]
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"step {STEPS} at {np.array([x, y])}\n"
