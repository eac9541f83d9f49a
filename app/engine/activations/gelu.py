"""The sum times its own probability."""

from dataclasses import dataclass
from math import pi, sqrt

import numpy as np

from app.engine.contracts import Activation, Floats
from app.engine.erf import erf


@dataclass(frozen=True)
class Gelu(Activation):
    """The sum, weighted by how likely a normal number lies below it; the exact form.

    f(s) = s Phi(s) with Phi(s) = (1 + erf(s / sqrt(2))) / 2

    It dips below zero, to -0.17 at s = -0.75, so its slope changes sign there.
    """

    label = "GELU"
    formula = r"f(s) = s \, \Phi(s) = \tfrac12 s \left(1 + \mathrm{erf}\frac{s}{\sqrt2}\right)"
    source = "Hendrycks & Gimpel 2016, https://arxiv.org/abs/1606.08415"
    steepest = 1.1289
    in_torch = "torch.nn.functional.gelu(s)"
    in_jax = "jax.nn.gelu(s, approximate=False)"

    def value_and_slope(self, s: Floats) -> tuple[Floats, Floats]:
        below = 0.5 * (1 + erf(s * sqrt(0.5)))
        density = np.exp(-0.5 * np.square(s)) * (1 / sqrt(2 * pi))
        return s * below, below + s * density
