"""The rate stays as it is."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Floats, Schedule


@dataclass(frozen=True)
class Constant(Schedule):
    """The same rate at every step."""

    label = "Constant"
    formula = r"\eta_t = \eta_0"
    source = "The plainest choice; compare the others against it."

    def scale(self, t: Floats) -> Floats:
        return np.ones_like(t)
