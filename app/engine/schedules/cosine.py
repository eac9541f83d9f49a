"""Half a wave of a cosine."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from app.engine.contracts import Floats, Schedule
from app.engine.slider import FLOOR, TOTAL


@dataclass(frozen=True)
class Cosine(Schedule):
    """The rate falls gently, then fast, then gently again, and stays at its floor.

    eta_t = eta_0 (floor + (1 - floor) (1 + cos(pi min(t, total) / total)) / 2)

    Half-way it is in the middle between where it began and its floor. PyTorch's own cosine would
    rise again after the end; this one stays down.
    """

    label = "Cosine"
    formula = (
        r"\eta_t = \eta_0 \left( f + \frac{1 - f}{2}"
        r" \left( 1 + \cos \frac{\pi \min(t, T)}{T} \right) \right)"
    )
    source = "Loshchilov & Hutter 2017, equation 5, https://arxiv.org/abs/1608.03983"

    total: Annotated[int, TOTAL] = 500
    floor: Annotated[float, FLOOR] = 0.0

    def scale(self, t: Floats) -> Floats:
        wave = (1 + np.cos(np.pi * np.minimum(t / self.total, 1))) / 2
        return self.floor + (1 - self.floor) * wave
