"""The rules against the libraries themselves, wherever those are installed.

The extra `oracles` brings them; the default run has the same numbers frozen (test_parity.py).
"""

import numpy as np
import pytest

from tests.engine.oracles import oracle, present
from tests.engine.parity import CASES, PLACES, TOLERANCE, Case, apart, engine_path, library_points

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.filterwarnings("default"),  # the libraries' own warnings are not ours to mend
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_step_ends_where_the_library_ends(case: Case) -> None:
    if not present(case.library):
        pytest.skip(f"{case.library} is not installed")
    paths = {place: engine_path(case, place) for place in PLACES}
    assert all(np.isfinite(path).all() for path in paths.values())

    theirs = library_points(
        oracle(case.library, case.optimizer, case.numbers()), case.rates(), paths
    )

    worst = {place: apart(path[1:], theirs[place]).max() for place, path in paths.items()}
    assert max(worst.values()) <= TOLERANCE, worst
