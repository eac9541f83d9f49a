"""Exponential decay."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from app.engine.contracts import Floats, Schedule
from app.engine.slider import Slider


@dataclass(frozen=True)
class Exponential(Schedule):
    """The rate loses the same fraction at every step.

    eta_t = eta_0 exp(-decay t)

    With decay 0.01 it has halved after 69 steps.
    """

    label = "Exponential"
    formula = r"\eta_t = \eta_0 \, e^{-\lambda t}"
    source = "PyTorch ExponentialLR with gamma = exp(-decay), https://pytorch.org/docs/stable/optim.html"

    decay: Annotated[
        float, Slider("λ", "decay per step", 1e-6, 1.0, "log", zero=True, track=(1e-4, 0.1))
    ] = 0.005

    def scale(self, t: Floats) -> Floats:
        return np.exp(-self.decay * t)
