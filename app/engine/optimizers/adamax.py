"""Adamax: Adam with the largest gradient in place of the mean square."""

from typing import NamedTuple

import numpy as np

from app.engine.contracts import Convention, Floats, Number, Optimizer, Point
from app.engine.moments import TwoBetas, quotient


class Extremes(NamedTuple):
    """The running mean of the gradient and its fading maximum after `t` moves."""

    t: int
    m: Floats
    u: Floats


_MEAN = r"m \leftarrow \beta_1 m + (1 - \beta_1) g"


class _Adamax(TwoBetas):
    def start(self, x: Floats) -> Extremes:
        return Extremes(0, np.zeros_like(x), np.zeros_like(x))


class AdamaxBeside(_Adamax):
    """Epsilon is added to the maximum when dividing; where both are 0, nothing moves."""

    rests = True
    formula = (
        _MEAN,
        r"u \leftarrow \max(\beta_2 u, |g|)",
        r"\theta \leftarrow \theta - \frac{\eta}{1 - \beta_1^t} \frac{m}{u + \epsilon}",
    )

    def move(
        self, x: Floats, gradient: Floats, state: Extremes, rate: Number
    ) -> tuple[Floats, Extremes]:
        t = state.t + 1
        m = self.beta1 * state.m + self.rest1 * gradient
        u = np.maximum(self.beta2 * state.u, np.abs(gradient))
        pace = rate / (1 - self.beta1**t)
        return -(pace * quotient(m, u + self.eps)), Extremes(t, m, u)


class AdamaxWithin(_Adamax):
    """Epsilon is added to the gradient's size before the maximum is taken."""

    formula = (
        _MEAN,
        r"u \leftarrow \max(\beta_2 u, |g| + \epsilon)",
        r"\theta \leftarrow \theta - \frac{\eta}{1 - \beta_1^t} \frac{m}{u}",
    )

    def move(
        self, x: Floats, gradient: Floats, state: Extremes, rate: Number
    ) -> tuple[Floats, Extremes]:
        t = state.t + 1
        m = self.beta1 * state.m + self.rest1 * gradient
        u = np.maximum(self.beta2 * state.u, np.abs(gradient) + self.eps)
        pace = rate / (1 - self.beta1**t)
        return -(pace * m / u), Extremes(t, m, u)


_PAPER = {"lr": 0.002, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}


class Adamax(Optimizer):
    """Divide the averaged gradient by the largest one of the recent past.

    m <- beta1 m + (1 - beta1) g
    u <- max(beta2 u, |g|)
    x <- x - rate / (1 - beta1^t) * m / u

    One very large gradient is felt for long: with beta2 0.999 what is left of it in u has
    halved after 693 steps.
    """

    label = "Adamax"
    source = "Kingma & Ba 2015, Algorithm 2, https://arxiv.org/abs/1412.6980"
    good_at = (
        Point(
            "Its denominator never falls below the newest gradient, which keeps noise "
            "small.",
            "adamax-nadam",
        ),
    )
    weak_at = (
        Point("After a steep wall it walks slowly for a long time.", "adamax-nadam"),
    )
    conventions = (
        Convention(
            "paper", "Paper", AdamaxBeside, {**_PAPER, "eps": 0.0},
            note="The paper has no ε. At ε = 0 a coordinate that never had a gradient does not "
            "move.",
        ),
        Convention(
            "pytorch", "PyTorch", AdamaxWithin, {**_PAPER, "weight_decay": 0.0}, "coupled",
            calls={
                "pytorch": "torch.optim.Adamax(lr=lr, betas=(beta1, beta2), eps=eps, "
                "weight_decay=weight_decay)"
            },
        ),
        Convention(
            "optax", "Optax", AdamaxWithin, _PAPER, note="Optax has no default rate.",
            calls={"optax": "optax.adamax(lr, b1=beta1, b2=beta2, eps=eps)"},
        ),
        Convention(
            "keras", "Keras", AdamaxBeside,
            {**_PAPER, "lr": 0.001, "eps": 1e-7, "weight_decay": 0.0}, "decoupled",
            calls={
                "keras": "keras.optimizers.Adamax(learning_rate=lr, beta_1=beta1, beta_2=beta2, "
                "epsilon=eps, weight_decay=weight_decay)"
            },
        ),
    )
