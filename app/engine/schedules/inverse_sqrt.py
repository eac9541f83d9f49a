"""A straight climb, then one over the square root of time."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from app.engine.contracts import Floats, Schedule
from app.engine.slider import Slider


@dataclass(frozen=True)
class InverseSqrt(Schedule):
    """The rate climbs, then falls ever more slowly, and never reaches zero.

    eta_t = eta_0 min((t + 1) / warmup, sqrt(warmup / (t + 1)))

    This is the Transformer's schedule with its peak set to the learning rate. After four times
    the warm-up half of the rate is left, after a hundred times a tenth.
    """

    label = "Inverse square root"
    formula = r"\eta_t = \eta_0 \min \left( \frac{t + 1}{W}, \sqrt{\frac{W}{t + 1}} \right)"
    source = "Vaswani et al. 2017, equation 3, https://arxiv.org/abs/1706.03762"

    warmup: Annotated[
        int, Slider("W", "steps of warm-up", 1, 10_000, "log", integer=True, track=(1, 1000))
    ] = 50

    def scale(self, t: Floats) -> Floats:
        return np.minimum((t + 1) / self.warmup, np.sqrt(self.warmup / (t + 1)))
