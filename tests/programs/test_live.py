"""Programs for PyTorch, Optax and Keras, run with those, wherever they are installed.

The extra `oracles` brings them; the default run has their points frozen (test_frozen.py).
"""

import pytest

from tests.engine.oracles import present
from tests.programs.cases import LANGUAGES, TOLERANCE, apart
from tests.programs.libraries import NAMES, calm, engine_path, ran_with

pytestmark = pytest.mark.oracle


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_step_of_each_program_ends_where_the_engine_ends(language: str) -> None:
    if not present(language):
        pytest.skip(f"{language} is not installed")
    found = ran_with(language)

    far = {
        name: float(apart(engine_path(name)[1:], found[name].steps[1:]).max()) for name in NAMES
    }
    astray = {
        name: float(apart(engine_path(name), found[name].whole).max())
        for name in NAMES
        if calm(name)
    }

    assert {name: each for name, each in far.items() if each > TOLERANCE} == {}
    assert {name: each for name, each in astray.items() if each > TOLERANCE} == {}
