"""LeCun, normally spread."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from app.engine.contracts import Floats, Initializer


@dataclass(frozen=True)
class LeCunNormal(Initializer):
    """Keeps the sums of each layer as large as its inputs.

    w ~ N(0, v), v = 1 / inputs

    With ReLU, signals shrink by about a root of two in each layer.
    """

    label = "LeCun normal"
    formula = r"w \sim \mathcal{N}\left(0, \frac{1}{n_{\text{in}}}\right)"
    source = "LeCun, Bottou, Orr & Müller 1998, https://doi.org/10.1007/3-540-49430-8_2"

    def weights(self, inputs: int, outputs: int, rng: np.random.Generator) -> Floats:
        return rng.normal(0.0, sqrt(1 / inputs), (inputs, outputs))
