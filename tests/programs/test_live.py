"""Programs for PyTorch, Optax and Keras, run with those, wherever they are installed.

The extra `oracles` brings them; the default run has their points frozen (test_frozen.py).
"""

import pytest

from tests.engine.oracles import present
from tests.programs.cases import CASES, TOLERANCE, apart, calm, engine_path
from tests.programs.libraries import LANGUAGES, ran_with

pytestmark = pytest.mark.oracle


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_step_ends_where_the_engine_ends(language: str, name: str) -> None:
    if not present(language):
        pytest.skip(f"{language} is not installed")
    own, found = engine_path(name), ran_with(language)[name]

    assert apart(own[1:], found.steps[1:]).max() <= TOLERANCE
    if calm(name):
        assert apart(own, found.whole).max() <= TOLERANCE
