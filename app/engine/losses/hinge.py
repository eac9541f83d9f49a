"""A margin, and nothing beyond it."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Floats, Loss


@dataclass(frozen=True)
class Hinge(Loss):
    """How far the right class is from winning by 1, on average.

    two classes, one output, t = -1 or 1:  L = mean of max(0, 1 - t s)
    more (Crammer and Singer):             L = mean of max(0, 1 + max_(j != y) s_j - s_y)

    Examples that win by 1 or more no longer pull; on the very edge the slope is 0, and of equal
    rivals the first is pushed.
    """

    label = "Hinge"
    formula = (
        r"L = \frac{1}{n} \sum \begin{cases} \max(0, 1 - t s) & \text{two classes} \\"
        r" \max\left(0, 1 + \max_{j \ne y} s_j - s_y\right) & \text{more} \end{cases}"
    )
    source = "Crammer & Singer 2001, https://www.jmlr.org/papers/v2/crammer01a.html"
    needs_classes = True
    answers = "margins"
    in_torch = (
        "torch.relu(1 - (2 * t - 1) * s).mean()",
        "torch.relu(1 + s.masked_fill(t == 1, -torch.inf).max(1).values - (s * t).sum(1)).mean()",
    )
    in_jax = (
        "jax.nn.relu(1 - (2 * t - 1) * s).mean()",
        "jax.nn.relu(1 + jnp.where(t == 1, -jnp.inf, s).max(1) - (s * t).sum(1)).mean()",
    )

    def value_and_slope(self, s: Floats, t: Floats) -> tuple[Floats, Floats]:
        return _binary(s, t) if s.shape[-2] == 1 else _several(s, t)


def _binary(s: Floats, t: Floats) -> tuple[Floats, Floats]:
    count = s.shape[-1]
    side = 2 * t - 1
    short = 1 - side * s
    value = np.maximum(short, 0)[..., 0, :].sum(-1) / count
    return value, (short > 0) * side * (-1 / count)


def _several(s: Floats, t: Floats) -> tuple[Floats, Floats]:
    count = s.shape[-1]
    right = np.where(t == 1, s, 0).sum(-2, keepdims=True)
    others = np.where(t == 1, -np.inf, s).astype(s.dtype, copy=False)
    rival = others.argmax(-2)
    short = 1 + others.max(-2, keepdims=True) - right
    pushed = np.arange(s.shape[-2])[:, None] == rival[..., None, :]
    slope = (short > 0) * (pushed - t) * (1 / count)
    return np.maximum(short, 0)[..., 0, :].sum(-1) / count, slope.astype(s.dtype, copy=False)
