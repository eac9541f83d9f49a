"""LeCun, evenly spread."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from app.engine.contracts import Floats, Initializer


@dataclass(frozen=True)
class LeCunUniform(Initializer):
    """Keeps the sums of each layer as large as its inputs.

    w ~ U(-b, b), b = sqrt(3 / inputs)

    With ReLU, signals shrink by about a root of two in each layer.
    """

    label = "LeCun uniform"
    formula = r"w \sim U(-b, b), \quad b = \sqrt{\frac{3}{n_{\text{in}}}}"
    source = "LeCun, Bottou, Orr & Müller 1998, https://doi.org/10.1007/3-540-49430-8_2"

    def weights(self, inputs: int, outputs: int, rng: np.random.Generator) -> Floats:
        bound = sqrt(3 / inputs)
        return rng.uniform(-bound, bound, (inputs, outputs))
