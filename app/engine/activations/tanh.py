"""Between -1 and 1."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Activation, Floats


@dataclass(frozen=True)
class Tanh(Activation):
    """A smooth switch from -1 to 1, centred on zero.

    f(s) = tanh(s)

    Its slope is 1 at zero and less than a tenth beyond |s| = 1.82, where a unit hardly learns.
    """

    label = "Tanh"
    formula = r"f(s) = \tanh s"
    source = "LeCun, Bottou, Orr & Müller 1998, https://doi.org/10.1007/3-540-49430-8_2"
    saturates = True
    in_torch = "torch.tanh(s)"
    in_jax = "jnp.tanh(s)"

    def value_and_slope(self, s: Floats) -> tuple[Floats, Floats]:
        a = np.tanh(s)
        return a, 1 - np.square(a)
