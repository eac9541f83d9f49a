"""Between 0 and 1."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Activation, Floats


@dataclass(frozen=True)
class Sigmoid(Activation):
    """A smooth switch from 0 to 1.

    f(s) = 1 / (1 + exp(-s))

    Its slope is at most 1/4, so each layer shrinks the gradient: six in a row leave at most a
    4,096th of it, times the weights.
    """

    label = "Sigmoid"
    formula = r"f(s) = \frac{1}{1 + e^{-s}}"
    source = "Rumelhart, Hinton & Williams 1986, https://doi.org/10.1038/323533a0"
    steepest = 0.25
    saturates = True
    in_torch = "torch.sigmoid(s)"
    in_jax = "jax.nn.sigmoid(s)"

    def value_and_slope(self, s: Floats) -> tuple[Floats, Floats]:
        a = 1 / (1 + np.exp(-s))  # exp overflows to infinity, and 1 / infinity is the right 0
        return a, a * (1 - a)
