"""Xavier, evenly spread."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from app.engine.contracts import Floats, Initializer


@dataclass(frozen=True)
class XavierUniform(Initializer):
    """Keeps both the signals and the gradients of about the same size from layer to layer.

    w ~ U(-b, b), b = sqrt(6 / (inputs + outputs))

    A compromise between the way forward and the way back; made for tanh and its like.
    """

    label = "Xavier uniform"
    formula = r"w \sim U(-b, b), \quad b = \sqrt{\frac{6}{n_{\text{in}} + n_{\text{out}}}}"
    source = "Glorot & Bengio 2010, https://proceedings.mlr.press/v9/glorot10a.html"

    def weights(self, inputs: int, outputs: int, rng: np.random.Generator) -> Floats:
        bound = sqrt(6 / (inputs + outputs))
        return rng.uniform(-bound, bound, (inputs, outputs))
