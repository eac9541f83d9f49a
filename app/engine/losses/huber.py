"""Squares near zero, straight lines beyond."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Floats, Loss

DELTA = 1.0  # where the square goes over into the line


@dataclass(frozen=True)
class Huber(Loss):
    """Like half the square for misses up to 1, like a straight line beyond; the mean over all.

    with d = s - t:  L = mean of d^2 / 2 where |d| <= 1, else of |d| - 1/2

    No example pulls harder than 1, however wrong its target is.
    """

    label = "Huber"
    formula = (
        r"L = \frac{1}{n} \sum \begin{cases} \tfrac12 d^2 & |d| \le 1 \\"
        r" |d| - \tfrac12 & |d| > 1 \end{cases}, \quad d = s - t"
    )
    source = "Huber 1964, https://doi.org/10.1214/aoms/1177703732"
    threshold = 0.5
    in_torch = (
        "torch.nn.functional.huber_loss(s, t)",
        "torch.nn.functional.huber_loss(s, t)",
    )
    in_jax = (
        "optax.huber_loss(s, t).mean()",
        "optax.huber_loss(s, t).mean()",
    )

    def value_and_slope(self, s: Floats, t: Floats) -> tuple[Floats, Floats]:
        missed = s - t
        count = missed.shape[-2] * missed.shape[-1]
        pull = np.clip(missed, -DELTA, DELTA)
        each = pull * (missed - 0.5 * pull)  # pull = d gives d^2 / 2, pull = ±1 gives |d| - 1/2
        return each.reshape(*s.shape[:-2], count).sum(-1) / count, pull * (1 / count)
