"""Adam, in the forms that papers and libraries give it."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Annotated, NamedTuple

import numpy as np

from app.engine.contracts import Convention, Floats, Number, Optimizer, Rule
from app.engine.slider import BETA1, BETA2, EPS


class Moments(NamedTuple):
    """Running means of the gradient and of its square after `t` moves."""

    t: int
    m: Floats
    v: Floats


@dataclass(frozen=True)
class _Adam(Rule):
    beta1: Annotated[Number, BETA1]
    beta2: Annotated[Number, BETA2]
    eps: Annotated[Number, EPS]

    def start(self, x: Floats) -> Moments:
        return Moments(0, np.zeros_like(x), np.zeros_like(x))

    def move(
        self, x: Floats, gradient: Floats, state: Moments, rate: Number
    ) -> tuple[Floats, Moments]:
        t = state.t + 1
        m = self.beta1 * state.m + (1 - self.beta1) * gradient
        v = self.beta2 * state.v + (1 - self.beta2) * np.square(gradient)
        return -rate * self.direction(m, v, t), Moments(t, m, v)

    @abstractmethod
    def direction(self, m: Floats, v: Floats, t: int) -> Floats:
        """What is scaled by the rate and taken off the point."""


_MOMENTS = (
    r"m \leftarrow \beta_1 m + (1 - \beta_1) g",
    r"v \leftarrow \beta_2 v + (1 - \beta_2) g^2",
)
_CORRECTED = (r"\hat m = \frac{m}{1 - \beta_1^t}", r"\hat v = \frac{v}{1 - \beta_2^t}")


class AdamOutside(_Adam):
    """Bias-corrected moments, epsilon outside the root."""

    formula = (
        *_MOMENTS,
        *_CORRECTED,
        r"\theta \leftarrow \theta - \eta \frac{\hat m}{\sqrt{\hat v} + \epsilon}",
    )

    def direction(self, m: Floats, v: Floats, t: int) -> Floats:
        m_hat = m / (1 - self.beta1**t)
        v_hat = v / (1 - self.beta2**t)
        return m_hat / (np.sqrt(v_hat) + self.eps)


class AdamInside(_Adam):
    """Bias-corrected moments, epsilon inside the root."""

    formula = (
        *_MOMENTS,
        *_CORRECTED,
        r"\theta \leftarrow \theta - \eta \frac{\hat m}{\sqrt{\hat v + \epsilon}}",
    )

    def direction(self, m: Floats, v: Floats, t: int) -> Floats:
        m_hat = m / (1 - self.beta1**t)
        v_hat = v / (1 - self.beta2**t)
        return m_hat / np.sqrt(v_hat + self.eps)


class AdamHat(_Adam):
    """The correction folded into the rate, so that epsilon meets the uncorrected root."""

    formula = (
        *_MOMENTS,
        r"\theta \leftarrow \theta - \eta \frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t}"
        r" \frac{m}{\sqrt{v} + \epsilon}",
    )

    def direction(self, m: Floats, v: Floats, t: int) -> Floats:
        fold = np.sqrt(1 - self.beta2**t) / (1 - self.beta1**t)
        return fold * m / (np.sqrt(v) + self.eps)


class AdamUncorrected(_Adam):
    """No bias correction: both means start at zero and are used as they are."""

    formula = (
        *_MOMENTS,
        r"\theta \leftarrow \theta - \eta \frac{m}{\sqrt{v} + \epsilon}",
    )

    def direction(self, m: Floats, v: Floats, t: int) -> Floats:
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
    conventions = (
        Convention("textbook", "Textbook", AdamOutside, _PAPER),
        Convention("pytorch", "PyTorch", AdamOutside, {**_PAPER, "weight_decay": 0.0}, "coupled"),
        Convention("optax", "Optax", AdamOutside, _PAPER),
        Convention(
            "keras", "Keras", AdamHat, {**_PAPER, "eps": 1e-7, "weight_decay": 0.0}, "decoupled",
            note="Keras' ε is the paper's “epsilon hat”: it meets the uncorrected root.",
        ),
        Convention("eps_inside", "ε inside the root", AdamInside, _PAPER),
        Convention("uncorrected", "No bias correction", AdamUncorrected, _PAPER),
    )
