"""Squares."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Floats, Loss


@dataclass(frozen=True)
class Mse(Loss):
    """The mean square of what is missed, over all outputs of all examples.

    L = mean (s - t)^2

    Far misses count most. On classes it is taken from targets 0 and 1, and a unit that is sure
    and right beyond its target is pulled back.
    """

    label = "Mean squared error"
    formula = r"L = \frac{1}{n} \sum (s - t)^2"
    source = "PyTorch MSELoss, https://docs.pytorch.org/docs/stable/generated/torch.nn.MSELoss.html"
    threshold = 0.5
    in_torch = (
        "torch.nn.functional.mse_loss(s, t)",
        "torch.nn.functional.mse_loss(s, t)",
    )
    in_jax = (
        "jnp.mean((s - t) ** 2)",
        "jnp.mean((s - t) ** 2)",
    )

    def value_and_slope(self, s: Floats, t: Floats) -> tuple[Floats, Floats]:
        missed = s - t
        count = missed.shape[-2] * missed.shape[-1]
        value = np.square(missed).reshape(*s.shape[:-2], count).sum(-1) / count
        return value, missed * (2 / count)
