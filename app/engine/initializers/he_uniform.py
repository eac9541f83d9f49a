"""He, evenly spread."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from app.engine.contracts import Floats, Initializer


@dataclass(frozen=True)
class HeUniform(Initializer):
    """Makes up for the half of the signal that ReLU cuts off.

    w ~ U(-b, b), b = sqrt(6 / inputs)

    With tanh, signals grow from layer to layer until units saturate.
    """

    label = "He uniform"
    formula = r"w \sim U(-b, b), \quad b = \sqrt{\frac{6}{n_{\text{in}}}}"
    source = "He, Zhang, Ren & Sun 2015, https://arxiv.org/abs/1502.01852"

    def weights(self, inputs: int, outputs: int, rng: np.random.Generator) -> Floats:
        bound = sqrt(6 / inputs)
        return rng.uniform(-bound, bound, (inputs, outputs))
