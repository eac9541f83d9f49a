"""Xavier, normally spread."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from app.engine.contracts import Floats, Initializer


@dataclass(frozen=True)
class XavierNormal(Initializer):
    """Keeps both the signals and the gradients of about the same size from layer to layer.

    w ~ N(0, v), v = 2 / (inputs + outputs)

    A compromise between the way forward and the way back; made for tanh and its like.
    """

    label = "Xavier normal"
    formula = r"w \sim \mathcal{N}\left(0, \frac{2}{n_{\text{in}} + n_{\text{out}}}\right)"
    source = "Glorot & Bengio 2010, https://proceedings.mlr.press/v9/glorot10a.html"

    def weights(self, inputs: int, outputs: int, rng: np.random.Generator) -> Floats:
        return rng.normal(0.0, sqrt(2 / (inputs + outputs)), (inputs, outputs))
