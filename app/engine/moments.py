"""Running means: what the rules that remember averages share, and the forms of Adam's step."""

from abc import abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, NamedTuple

import numpy as np

from app.engine.contracts import Floats, Number, Rule
from app.engine.slider import BETA1, BETA2, EPS


def rest(beta: Number) -> Number:
    """1 - beta: the weight of what is new.

    NumPy multiplies arrays by arrays twice as fast as by scalars, so an array stays one, even
    when it holds a single number. A Python float stays a float, which never widens float32.
    """
    return np.asarray(1 - beta) if isinstance(beta, np.ndarray) else 1 - beta


def quotient(above: Floats, below: Floats) -> Floats:
    """above / below, where 0 / 0 is 0: nothing was seen, so nothing moves."""
    return np.divide(above, below, out=np.zeros_like(below), where=above != 0)


class Moments(NamedTuple):
    """Running means of the gradient and of its square after `t` moves."""

    t: int
    m: Floats
    v: Floats


@dataclass(frozen=True)
class TwoBetas(Rule):
    """What Adam and its relatives are set by."""

    beta1: Annotated[Number, BETA1]
    beta2: Annotated[Number, BETA2]
    eps: Annotated[Number, EPS]

    @cached_property
    def rest1(self) -> Number:
        """1 - beta1"""
        return rest(self.beta1)

    @cached_property
    def rest2(self) -> Number:
        """1 - beta2"""
        return rest(self.beta2)


class MomentRule(TwoBetas):
    """A rule that keeps both running means; a subclass says what is made of them."""

    def after(self, gradient: Floats, t: int, m: Floats, v: Floats) -> Moments:
        """Both means once this gradient was seen."""
        m = self.beta1 * m + self.rest1 * gradient
        v = self.beta2 * v + self.rest2 * np.square(gradient)
        return Moments(t + 1, m, v)


class AdamStep(MomentRule):
    """The family of steps that need both means and nothing else."""

    def start(self, x: Floats) -> Moments:
        return Moments(0, np.zeros_like(x), np.zeros_like(x))

    def move(
        self, x: Floats, gradient: Floats, state: Moments, rate: Number
    ) -> tuple[Floats, Moments]:
        state = self.after(gradient, *state)
        return -(rate * self.direction(*state)), state

    @abstractmethod
    def direction(self, t: int, m: Floats, v: Floats) -> Floats:
        """What is scaled by the rate and taken off the point."""


MOMENTS = (
    r"m \leftarrow \beta_1 m + (1 - \beta_1) g",
    r"v \leftarrow \beta_2 v + (1 - \beta_2) g^2",
)
CORRECTED = (
    r"\hat m \leftarrow \frac{m}{1 - \beta_1^t}",
    r"\hat v \leftarrow \frac{v}{1 - \beta_2^t}",
)


class AdamOutside(AdamStep):
    """Bias-corrected moments, epsilon outside the root."""

    formula = (
        *MOMENTS,
        *CORRECTED,
        r"\theta \leftarrow \theta - \eta \frac{\hat m}{\sqrt{\hat v} + \epsilon}",
    )

    def direction(self, t: int, m: Floats, v: Floats) -> Floats:
        m_hat = m / (1 - self.beta1**t)
        v_hat = v / (1 - self.beta2**t)
        return m_hat / (np.sqrt(v_hat) + self.eps)


class AdamHat(AdamStep):
    """The correction folded into the rate, so that epsilon meets the uncorrected root."""

    formula = (
        *MOMENTS,
        r"\theta \leftarrow \theta - \eta \frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t}"
        r" \frac{m}{\sqrt{v} + \epsilon}",
    )

    def direction(self, t: int, m: Floats, v: Floats) -> Floats:
        fold = np.sqrt(1 - self.beta2**t, dtype=m.dtype) / (1 - self.beta1**t)
        return fold * m / (np.sqrt(v) + self.eps)
