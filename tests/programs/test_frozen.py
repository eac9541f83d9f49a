"""What the libraries made of the programs, frozen in tests/fixtures/programs/.

scripts/freeze_programs.py makes it anew; a program that was changed since is not what was run.
"""

import numpy as np
import pytest

from tests.programs.cases import LANGUAGES, TOLERANCE, apart, frozen
from tests.programs.libraries import NAMES, engine_path, mark_of, text_of

FILES = frozen()
RUN = [(language, name) for language, file in FILES.items() for name in file["cases"]]


@pytest.mark.parametrize(("language", "name"), RUN, ids=map(" / ".join, RUN))
def test_the_program_that_was_run_walks_as_the_engine_does(language: str, name: str) -> None:
    entry = FILES[language]["cases"][name]
    own = engine_path(name)

    assert mark_of(text_of(name, language)) == entry["program"], "freeze the programs anew"
    assert entry["worst"] <= TOLERANCE
    for step, point in entry["points"].items():
        assert apart(own[int(step)], np.array(point)) <= TOLERANCE


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_of_a_library_is_frozen_to_the_end_in_most_cases(language: str) -> None:
    cases = FILES[language]["cases"]
    forms = {name for name in NAMES if name.split(" / ")[1:2] == [language]}

    assert forms <= set(cases) <= set(NAMES)
    assert FILES[language]["versions"]
    ends = [str(len(engine_path(name)) - 1) in case["points"] for name, case in cases.items()]
    assert np.mean(ends) > 0.8
    assert all(case["points"] for case in cases.values())
