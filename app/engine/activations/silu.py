"""The sum times its own sigmoid."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Activation, Floats


@dataclass(frozen=True)
class Silu(Activation):
    """The sum, weighted by its own sigmoid; also called swish.

    f(s) = s / (1 + exp(-s))

    It dips below zero, to -0.28 at s = -1.28, and is smooth everywhere.
    """

    label = "SiLU"
    formula = r"f(s) = \frac{s}{1 + e^{-s}}"
    source = "Elfwing, Uchibe & Doya 2018, https://arxiv.org/abs/1702.03118"
    steepest = 1.0998
    in_torch = "torch.nn.functional.silu(s)"
    in_jax = "jax.nn.silu(s)"

    def value_and_slope(self, s: Floats) -> tuple[Floats, Floats]:
        gate = 1 / (1 + np.exp(-s))
        return s * gate, gate * (1 + s * (1 - gate))
