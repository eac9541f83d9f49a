"""What the libraries made of the programs, frozen in tests/fixtures/programs/.

scripts/freeze_programs.py makes it anew; a program that was changed since is not what was run.
"""

import numpy as np
import pytest

from tests.programs.cases import LANGUAGES, TOLERANCE, apart, frozen
from tests.programs.libraries import NAMES, engine_path, mark_of, text_of

FILES = frozen()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_program_that_was_run_walks_as_the_engine_does(language: str, name: str) -> None:
    entry = FILES[language]["cases"][name]
    own = engine_path(name)

    assert mark_of(text_of(name, language)) == entry["program"], "freeze the programs anew"
    assert entry["worst"] <= TOLERANCE
    for step, point in entry["points"].items():
        assert apart(own[int(step)], np.array(point)) <= TOLERANCE


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_case_is_frozen_to_many_steps(language: str) -> None:
    file = FILES[language]

    assert list(file["cases"]) == NAMES
    assert file["versions"]
    ends = [str(len(engine_path(name)) - 1) in file["cases"][name]["points"] for name in NAMES]
    assert np.mean(ends) > 0.8
    assert all(case["points"] for case in file["cases"].values())
