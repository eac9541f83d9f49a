"""An activation as a table of its values."""

from collections.abc import Iterable

import numpy as np

from app.compute.coded import Coded, Coding, coded
from app.compute.process import Heed
from app.engine.contracts import Activation, Floats
from app.spec import activation_from

REACH = 16.0  # from -REACH to REACH; beyond, all activations are as good as straight
STEPS = 64  # in 1
BEST = 9  # of brotli's qualities: a table is small, and kept


def table(
    heed: Heed, name: str, parameters: Iterable[tuple[str, float]], coding: Coding
) -> Coded:
    """f(s) at -16, -16 + 1/64, ..., 16, as float32. Raises BadChoice."""
    found = values(activation_from(name, dict(parameters)))
    return coded(found.astype("<f4").tobytes(), coding, BEST)


@np.errstate(all="ignore")
def values(activation: Activation) -> Floats:
    """The activation at each place of the table."""
    return activation.value(np.linspace(-REACH, REACH, round(2 * REACH * STEPS) + 1))
