"""He, normally spread."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from app.engine.contracts import Floats, Initializer


@dataclass(frozen=True)
class HeNormal(Initializer):
    """Makes up for the half of the signal that ReLU cuts off.

    w ~ N(0, v), v = 2 / inputs

    With tanh, signals grow from layer to layer until units saturate.
    """

    label = "He normal"
    formula = r"w \sim \mathcal{N}\left(0, \frac{2}{n_{\text{in}}}\right)"
    source = "He, Zhang, Ren & Sun 2015, https://arxiv.org/abs/1502.01852"

    def weights(self, inputs: int, outputs: int, rng: np.random.Generator) -> Floats:
        return rng.normal(0.0, sqrt(2 / inputs), (inputs, outputs))
