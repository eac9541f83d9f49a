"""Drops at even intervals."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from app.engine.contracts import Floats, Schedule
from app.engine.slider import FACTOR, Slider


@dataclass(frozen=True)
class Step(Schedule):
    """The rate stays for a while, then drops, again and again.

    eta_t = eta_0 factor^floor(t / every)

    Ten drops by a half leave about a thousandth of the rate.
    """

    label = "Step"
    formula = r"\eta_t = \eta_0 \, \gamma^{\lfloor t / s \rfloor}"
    source = (
        "PyTorch StepLR, "
        "https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html"
    )

    factor: Annotated[float, FACTOR] = 0.5
    every: Annotated[
        int, Slider("s", "steps between drops", 1, 10_000, "log", integer=True, track=(10, 1000))
    ] = 100

    def scale(self, t: Floats) -> Floats:
        return np.power(self.factor, np.floor(t / self.every))
