"""Zero below zero."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Activation, Floats


@dataclass(frozen=True)
class Relu(Activation):
    """The sum where it is positive, else zero; its slope at zero is 0.

    f(s) = max(s, 0)

    A unit whose sum is negative for every example is dead: no gradient reaches it any more.
    """

    label = "ReLU"
    formula = r"f(s) = \max(s, 0)"
    source = "Glorot, Bordes & Bengio 2011, https://proceedings.mlr.press/v15/glorot11a.html"
    dies = True
    in_torch = "torch.relu(s)"
    in_jax = "jax.nn.relu(s)"

    def value_and_slope(self, s: Floats) -> tuple[Floats, Floats]:
        return np.maximum(s, 0), (s > 0).astype(s.dtype)
