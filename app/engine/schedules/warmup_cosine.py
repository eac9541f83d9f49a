"""A straight climb, then half a wave of a cosine."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from app.engine.contracts import Floats, Schedule
from app.engine.slider import FLOOR, TOTAL, Slider


@dataclass(frozen=True)
class WarmupCosine(Schedule):
    """The rate climbs in even steps to its full height, then falls along a cosine.

    t < warmup:  eta_t = eta_0 (t + 1) / warmup
    after it:    eta_t = eta_0 (floor + (1 - floor) (1 + cos(pi p)) / 2)
                 with p = min((t - warmup) / (total - warmup), 1)

    The first move already has a rate, one part in `warmup` of the full one. Some libraries begin
    at zero, so that their first move is none.
    """

    label = "Warm-up and cosine"
    formula = (
        r"\eta_t = \eta_0 \begin{cases} \frac{t + 1}{W} & t < W \\"
        r" f + \frac{1 - f}{2} \left( 1 + \cos \frac{\pi (\min(t, T) - W)}{T - W} \right)"
        r" & t \ge W \end{cases}"
    )
    source = (
        "Goyal et al. 2017, section 2.2 (warm-up), https://arxiv.org/abs/1706.02677; "
        "Loshchilov & Hutter 2017 (cosine), https://arxiv.org/abs/1608.03983"
    )

    warmup: Annotated[
        int,
        Slider("W", "steps of warm-up", 1, 10_000, "log", zero=True, integer=True, track=(1, 1000)),
    ] = 50
    total: Annotated[int, TOTAL] = 500
    floor: Annotated[float, FLOOR] = 0.0

    def scale(self, t: Floats) -> Floats:
        climb = (t + 1) / max(self.warmup, 1)
        part = np.clip((t - self.warmup) / max(self.total - self.warmup, 1), 0, 1)
        wave = (1 + np.cos(np.pi * part)) / 2
        return np.where(t < self.warmup, climb, self.floor + (1 - self.floor) * wave)
