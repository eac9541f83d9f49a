"""Nadam: Adam with Nesterov's look ahead."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from app.engine.contracts import Convention, Floats, Number, Optimizer, Point
from app.engine.moments import CORRECTED, MOMENTS, MomentRule, Moments

WARMUP = 0.96  # base of the momentum's schedule; a paper constant
SLOWLY = 1 / 250  # its exponent's pace in the paper and in PyTorch; Keras has 1


class WarmMoments(NamedTuple):
    """Both running means after `t` moves, and the product of all momenta so far."""

    t: int
    m: Floats
    v: Floats
    product: Number


@dataclass(frozen=True)
class _Scheduled(MomentRule):
    """Momentum that grows from half of beta1 to beta1."""

    pace: ClassVar[float]

    def start(self, x: Floats) -> WarmMoments:
        return WarmMoments(0, np.zeros_like(x), np.zeros_like(x), 1.0)

    def move(
        self, x: Floats, gradient: Floats, state: WarmMoments, rate: Number
    ) -> tuple[Floats, WarmMoments]:
        t = state.t + 1
        mu, mu_next = self.momentum(t), self.momentum(t + 1)
        product = state.product * mu
        m, v, v_hat = self.means(gradient, state, mu)
        old = mu_next / (1 - product * mu_next)
        new = (1 - mu) / (1 - product)
        m_hat = old * m + new * gradient
        return -(rate * m_hat / (np.sqrt(v_hat) + self.eps)), WarmMoments(t, m, v, product)

    def momentum(self, t: int) -> Number:
        """mu at move `t`."""
        return self.beta1 * (1 - 0.5 * WARMUP ** (self.pace * t))

    @abstractmethod
    def means(
        self, gradient: Floats, state: WarmMoments, mu: Number
    ) -> tuple[Floats, Floats, Floats]:
        """m, v, and the v that is divided by."""


def _formula(exponent: str, decay: str, factor: str) -> tuple[str, ...]:
    return (
        rf"\mu_t \leftarrow \beta_1 (1 - \frac{{1}}{{2}} 0.96^{{{exponent}}})",
        rf"m \leftarrow {decay} m + (1 - {decay}) g",
        r"v \leftarrow \beta_2 v + (1 - \beta_2) g^2",
        r"\hat m \leftarrow \frac{\mu_{t+1} m}{1 - \prod_{i=1}^{t+1} \mu_i}"
        r" + \frac{(1 - \mu_t) g}{1 - \prod_{i=1}^{t} \mu_i}",
        rf"\hat v \leftarrow \frac{{{factor}v}}{{1 - \beta_2^t}}",
        r"\theta \leftarrow \theta - \eta \frac{\hat m}{\sqrt{\hat v} + \epsilon}",
    )


class NadamPaper(_Scheduled):
    """The growing momentum also makes the mean, and beta2 stands before v."""

    pace = SLOWLY
    formula = _formula("t/250", r"\mu_t", r"\beta_2 ")

    def means(
        self, gradient: Floats, state: WarmMoments, mu: Number
    ) -> tuple[Floats, Floats, Floats]:
        m = mu * state.m + (1 - mu) * gradient
        v = self.beta2 * state.v + self.rest2 * np.square(gradient)
        return m, v, self.beta2 / (1 - self.beta2 ** (state.t + 1)) * v


class _ConstantMean(_Scheduled):
    """The mean is made with beta1 itself; only the look ahead follows the schedule."""

    def means(
        self, gradient: Floats, state: WarmMoments, mu: Number
    ) -> tuple[Floats, Floats, Floats]:
        t, m, v = self.after(gradient, *state[:3])
        return m, v, v / (1 - self.beta2**t)


class NadamSlow(_ConstantMean):
    """The momentum grows over hundreds of steps."""

    pace = SLOWLY
    formula = _formula(r"0.004\,t", r"\beta_1", "")


class NadamFast(_ConstantMean):
    """The momentum has grown after some fifty steps."""

    pace = 1
    formula = _formula("t", r"\beta_1", "")


class NadamConstant(MomentRule):
    """No schedule of the momentum at all."""

    formula = (
        *MOMENTS,
        r"\hat m \leftarrow \frac{\beta_1 m}{1 - \beta_1^{t+1}}"
        r" + \frac{(1 - \beta_1) g}{1 - \beta_1^t}",
        CORRECTED[1],
        r"\theta \leftarrow \theta - \eta \frac{\hat m}{\sqrt{\hat v} + \epsilon}",
    )

    def start(self, x: Floats) -> Moments:
        return Moments(0, np.zeros_like(x), np.zeros_like(x))

    def move(
        self, x: Floats, gradient: Floats, state: Moments, rate: Number
    ) -> tuple[Floats, Moments]:
        t, m, v = state = self.after(gradient, *state)
        old = self.beta1 / (1 - self.beta1 ** (t + 1))
        new = self.rest1 / (1 - self.beta1**t)
        v_hat = v / (1 - self.beta2**t)
        return -(rate * (old * m + new * gradient) / (np.sqrt(v_hat) + self.eps)), state


_LIBRARY = {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}


class Nadam(Optimizer):
    """Adam that looks ahead: the newest gradient counts on its own besides its place in the mean.

    m <- mu_t m + (1 - mu_t) g,  v <- beta2 v + (1 - beta2) g^2
    m_hat = mu_(t+1) m / (1 - mu_1 ... mu_(t+1)) + (1 - mu_t) g / (1 - mu_1 ... mu_t)
    x <- x - rate * m_hat / (sqrt(beta2 v / (1 - beta2^t)) + eps)

    So it sets out faster: with the paper's numbers the first move is a third longer than Adam's.
    """

    label = "Nadam"
    source = "Dozat 2016, Algorithm 2, https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ"
    good_at = (
        Point(
            "Reacts to a turn of the slope earlier than Adam does, and swings less.",
            "adamax-nadam",
        ),
    )
    weak_at = (
        Point(
            "Looking ahead is no help against noise: there it is about where Adam is.",
            "adamax-nadam",
        ),
    )
    conventions = (
        Convention(
            "paper", "Paper", NadamPaper, {"lr": 0.002, "beta1": 0.99, "beta2": 0.999, "eps": 1e-8},
            note="β₁ is the momentum that the schedule grows towards; the mean is made with it. "
            "β₂ stands before v̂, so β₂ = 0 leaves nothing but ε to divide by.",
        ),
        Convention(
            "pytorch", "PyTorch", NadamSlow, {**_LIBRARY, "lr": 0.002, "weight_decay": 0.0},
            "coupled",
            calls={
                "pytorch": "torch.optim.NAdam(lr=lr, betas=(beta1, beta2), eps=eps, "
                "weight_decay=weight_decay)"
            },
        ),
        Convention(
            "optax", "Optax", NadamConstant, _LIBRARY,
            note="Optax keeps the momentum constant. It has no default rate.",
            calls={"optax": "optax.nadam(lr, b1=beta1, b2=beta2, eps=eps)"},
        ),
        Convention(
            "keras", "Keras", NadamFast, {**_LIBRARY, "eps": 1e-7, "weight_decay": 0.0},
            "decoupled",
            note="Keras' momentum grows 250 times as fast as the paper's.",
            calls={
                "keras": "keras.optimizers.Nadam(learning_rate=lr, beta_1=beta1, beta_2=beta2, "
                "epsilon=eps, weight_decay=weight_decay)"
            },
        ),
    )
