"""Adam, in the forms that papers and libraries give it."""

import numpy as np

from app.engine.contracts import Convention, Floats, Optimizer, Point
from app.engine.moments import CORRECTED, MOMENTS, AdamHat, AdamOutside, AdamStep


class AdamInside(AdamStep):
    """Bias-corrected moments, epsilon inside the root."""

    formula = (
        *MOMENTS,
        *CORRECTED,
        r"\theta \leftarrow \theta - \eta \frac{\hat m}{\sqrt{\hat v + \epsilon}}",
    )

    def direction(self, t: int, m: Floats, v: Floats) -> Floats:
        m_hat = m / (1 - self.beta1**t)
        v_hat = v / (1 - self.beta2**t)
        return m_hat / np.sqrt(v_hat + self.eps)


class AdamUncorrected(AdamStep):
    """No bias correction: both means start at zero and are used as they are."""

    formula = (
        *MOMENTS,
        r"\theta \leftarrow \theta - \eta \frac{m}{\sqrt{v} + \epsilon}",
    )

    def direction(self, t: int, m: Floats, v: Floats) -> Floats:
        return m / (np.sqrt(v) + self.eps)


_PAPER = {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}


class Adam(Optimizer):
    """Divide each coordinate's averaged gradient by its own recent size.

    m <- beta1 m + (1 - beta1) g
    v <- beta2 v + (1 - beta2) g^2
    x <- x - rate * m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + eps)

    The first move has the length of the rate in each coordinate, whatever the gradient is.
    """

    label = "Adam"
    source = "Kingma & Ba 2015, Algorithm 1, https://arxiv.org/abs/1412.6980"
    good_at = (
        Point(
            "Momentum and a rate for each coordinate in one, with moves of the right length "
            "from the first on.",
            "adam-bias-correction",
        ),
        Point(
            "Rates that differ by a factor of ten all arrive, where plain descent knows one "
            "good one.",
            "rate-sensitivity",
        ),
        Point("Strong noise lifts it less than plain descent: with σ, not with σ².", "adam-noisy"),
    )
    weak_at = (
        Point("Tuned momentum is ahead of it on an ill-conditioned bowl.", "adam-not-always"),
        Point(
            "Where the ravine does not lie along the axes, its rates for coordinates help "
            "little.",
            "rotation",
        ),
        Point("Rare large gradients can lead it the wrong way.", "amsgrad"),
        Point("L2 in the loss is divided away with the gradient.", "decoupled-decay"),
    )
    conventions = (
        Convention("textbook", "Textbook", AdamOutside, _PAPER),
        Convention(
            "pytorch", "PyTorch", AdamOutside, {**_PAPER, "weight_decay": 0.0}, "coupled",
            calls={
                "pytorch": "torch.optim.Adam(lr=lr, betas=(beta1, beta2), eps=eps, "
                "weight_decay=weight_decay)"
            },
        ),
        Convention(
            "optax", "Optax", AdamOutside, _PAPER, note="Optax has no default rate.",
            calls={"optax": "optax.adam(lr, b1=beta1, b2=beta2, eps=eps)"},
        ),
        Convention(
            "keras", "Keras", AdamHat, {**_PAPER, "eps": 1e-7, "weight_decay": 0.0}, "decoupled",
            note="Keras' ε is the paper's “epsilon hat”: it meets the uncorrected root.",
            calls={
                "keras": "keras.optimizers.Adam(learning_rate=lr, beta_1=beta1, beta_2=beta2, "
                "epsilon=eps, weight_decay=weight_decay)"
            },
        ),
        Convention(
            "eps_inside", "ε inside the root", AdamInside, _PAPER,
            calls={"optax": "optax.adam(lr, b1=beta1, b2=beta2, eps=0.0, eps_root=eps)"},
        ),
        Convention("uncorrected", "No bias correction", AdamUncorrected, _PAPER),
    )
