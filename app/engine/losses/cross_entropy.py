"""How surprised the network is by the right class."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Floats, Loss


@dataclass(frozen=True)
class CrossEntropy(Loss):
    """How surprised the network is by the right classes, on average.

    two classes, one output:  L = mean of log(1 + exp(s)) - t s
    more:                     L = mean of log(sum_j exp(s_j)) - s_y

    Sure and wrong costs without bound; the pull on each output is its probability less its target.
    """

    label = "Cross-entropy"
    formula = (
        r"L = \frac{1}{n} \sum \begin{cases} \ln\left(1 + e^{s}\right) - t s & \text{two classes}"
        r" \\ \ln \sum_j e^{s_j} - s_y & \text{more} \end{cases}"
    )
    source = (
        "Goodfellow, Bengio & Courville 2016, 6.2.2, "
        "https://www.deeplearningbook.org/contents/mlp.html"
    )
    needs_classes = True
    answers = "logits"
    in_torch = (
        "torch.nn.functional.binary_cross_entropy_with_logits(s, t)",
        "torch.nn.functional.cross_entropy(s, t)",
    )
    in_jax = (
        "optax.sigmoid_binary_cross_entropy(s, t).mean()",
        "optax.softmax_cross_entropy(s, t).mean()",
    )

    def value_and_slope(self, s: Floats, t: Floats) -> tuple[Floats, Floats]:
        return _binary(s, t) if s.shape[-2] == 1 else _softmax(s, t)


def _binary(s: Floats, t: Floats) -> tuple[Floats, Floats]:
    """log(1 + exp(s)) as max(s, 0) + log(1 + exp(-|s|)), where nothing overflows."""
    count = s.shape[-1]
    small = np.exp(-np.abs(s))
    each = np.maximum(s, 0) - s * t + np.log1p(small)
    probability = np.where(s >= 0, 1, small) / (1 + small)
    return each[..., 0, :].sum(-1) / count, (probability - t) * (1 / count)


def _softmax(s: Floats, t: Floats) -> tuple[Floats, Floats]:
    """The largest output is taken off first: it changes nothing, and nothing overflows."""
    count = s.shape[-1]
    below = s - s.max(-2, keepdims=True)
    powers = np.exp(below)
    total = powers.sum(-2, keepdims=True)
    right = (below * t).sum(-2)
    each = np.log(total[..., 0, :]) - right
    return each.sum(-1) / count, (powers / total - t) * (1 / count)
