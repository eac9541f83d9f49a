"""No bend at all."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Activation, Floats


@dataclass(frozen=True)
class Identity(Activation):
    """The sum as it is.

    f(s) = s

    Layers in a row are then one linear map: however deep the network, its border is a straight
    line.
    """

    label = "Identity"
    formula = r"f(s) = s"
    source = "Saxe, McClelland & Ganguli 2014, https://arxiv.org/abs/1312.6120"
    in_torch = "s"
    in_jax = "s"

    def value_and_slope(self, s: Floats) -> tuple[Floats, Floats]:
        return s, np.ones_like(s)
