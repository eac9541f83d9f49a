"""Nearly zero below zero."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Activation, Floats

LEAK = 0.01  # the slope below zero; PyTorch's default, Keras' is 0.2


@dataclass(frozen=True)
class LeakyRelu(Activation):
    """The sum where it is positive, else a hundredth of it; its slope at zero is 0.01.

    f(s) = s for s > 0, else 0.01 s

    Some gradient always comes through, so no unit dies.
    """

    label = "Leaky ReLU"
    formula = r"f(s) = \begin{cases} s & s > 0 \\ 0.01 \, s & s \le 0 \end{cases}"
    source = (
        "Maas, Hannun & Ng 2013, "
        "https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf"
    )
    in_torch = "torch.nn.functional.leaky_relu(s, 0.01)"
    in_jax = "jnp.where(s > 0, s, 0.01 * s)"

    def value_and_slope(self, s: Floats) -> tuple[Floats, Floats]:
        slope = np.where(s > 0, s.dtype.type(1), s.dtype.type(LEAK))
        return s * slope, slope
