"""An exponential below zero."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Activation, Floats


@dataclass(frozen=True)
class Elu(Activation):
    """The sum where it is positive, else an exponential down to -1.

    f(s) = s for s > 0, else exp(s) - 1

    Its slope has no jump at zero, and its mean output is nearer to zero than ReLU's.
    """

    label = "ELU"
    formula = r"f(s) = \begin{cases} s & s > 0 \\ e^s - 1 & s \le 0 \end{cases}"
    source = "Clevert, Unterthiner & Hochreiter 2016, https://arxiv.org/abs/1511.07289"
    in_torch = "torch.nn.functional.elu(s)"
    in_jax = "jax.nn.elu(s)"

    def value_and_slope(self, s: Floats) -> tuple[Floats, Floats]:
        below = np.minimum(s, 0)
        return np.where(s > 0, s, np.expm1(below)), np.exp(below)
