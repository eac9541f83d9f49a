"""AMSGrad: Adam whose denominator never falls."""

from abc import abstractmethod
from typing import NamedTuple

import numpy as np

from app.engine.contracts import Convention, Floats, Number, Optimizer, Point
from app.engine.moments import CORRECTED, MOMENTS, MomentRule, quotient


class PeakMoments(NamedTuple):
    """Both running means after `t` moves, and the largest mean square so far."""

    t: int
    m: Floats
    v: Floats
    v_max: Floats


_PEAK = r"v_{\max} \leftarrow \max(v_{\max}, v)"


class _AMSGrad(MomentRule):
    def start(self, x: Floats) -> PeakMoments:
        return PeakMoments(0, np.zeros_like(x), np.zeros_like(x), np.zeros_like(x))

    def move(
        self, x: Floats, gradient: Floats, state: PeakMoments, rate: Number
    ) -> tuple[Floats, PeakMoments]:
        t, m, v = self.after(gradient, *state[:3])
        peak = np.maximum(state.v_max, self.candidate(t, v))
        return -(rate * self.direction(t, m, peak)), PeakMoments(t, m, v, peak)

    def candidate(self, t: int, v: Floats) -> Floats:
        """What the peak is compared with."""
        return v

    @abstractmethod
    def direction(self, t: int, m: Floats, peak: Floats) -> Floats:
        """What is scaled by the rate and taken off the point."""


class AMSGradUncorrected(_AMSGrad):
    """No bias correction; where mean and peak are both 0, nothing moves."""

    rests = True
    formula = (
        *MOMENTS,
        _PEAK,
        r"\theta \leftarrow \theta - \eta \frac{m}{\sqrt{v_{\max}} + \epsilon}",
    )

    def direction(self, t: int, m: Floats, peak: Floats) -> Floats:
        return quotient(m, np.sqrt(peak) + self.eps)


class AMSGradRawPeak(_AMSGrad):
    """The peak of the uncorrected means, corrected when it is used."""

    formula = (
        *MOMENTS,
        _PEAK,
        CORRECTED[0],
        r"\hat v \leftarrow \frac{v_{\max}}{1 - \beta_2^t}",
        r"\theta \leftarrow \theta - \eta \frac{\hat m}{\sqrt{\hat v} + \epsilon}",
    )

    def direction(self, t: int, m: Floats, peak: Floats) -> Floats:
        m_hat = m / (1 - self.beta1**t)
        v_hat = peak / (1 - self.beta2**t)
        return m_hat / (np.sqrt(v_hat) + self.eps)


class AMSGradCorrectedPeak(_AMSGrad):
    """The peak of the corrected means, which are largest at the start."""

    formula = (
        *MOMENTS,
        *CORRECTED,
        r"v_{\max} \leftarrow \max(v_{\max}, \hat v)",
        r"\theta \leftarrow \theta - \eta \frac{\hat m}{\sqrt{v_{\max}} + \epsilon}",
    )

    def candidate(self, t: int, v: Floats) -> Floats:
        return v / (1 - self.beta2**t)

    def direction(self, t: int, m: Floats, peak: Floats) -> Floats:
        m_hat = m / (1 - self.beta1**t)
        return m_hat / (np.sqrt(peak) + self.eps)


class AMSGradHat(_AMSGrad):
    """The correction folded into the rate, so that epsilon meets the uncorrected root."""

    formula = (
        *MOMENTS,
        _PEAK,
        r"\theta \leftarrow \theta - \eta \frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t}"
        r" \frac{m}{\sqrt{v_{\max}} + \epsilon}",
    )

    def direction(self, t: int, m: Floats, peak: Floats) -> Floats:
        fold = np.sqrt(1 - self.beta2**t, dtype=m.dtype) / (1 - self.beta1**t)
        return fold * m / (np.sqrt(peak) + self.eps)


_ADAM = {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}


class AMSGrad(Optimizer):
    """Adam that never forgets how steep it has been: moves can only become more careful.

    m <- beta1 m + (1 - beta1) g
    v <- beta2 v + (1 - beta2) g^2
    peak <- max(peak, v)
    x <- x - rate * m / sqrt(peak)

    One gradient of 100 on a slope of 1 leaves moves of 0.32 of the rate for good.
    """

    label = "AMSGrad"
    source = "Reddi, Kale & Kumar 2018, Algorithm 2, https://arxiv.org/abs/1904.09237"
    good_at = (
        Point("Goes the right way where rare large gradients lead Adam astray.", "amsgrad"),
    )
    weak_at = (
        Point("It never forgets its largest gradient: after one, all moves stay short.", "amsgrad"),
    )
    conventions = (
        Convention(
            "paper", "Paper", AMSGradUncorrected, {**_ADAM, "eps": 0.0},
            note="The paper has no bias correction and no ε. At ε = 0 a coordinate that never "
            "had a gradient does not move. It names no default rate.",
        ),
        Convention(
            "pytorch", "PyTorch", AMSGradRawPeak, {**_ADAM, "weight_decay": 0.0}, "coupled",
            note="Adam(amsgrad=True).",
            calls={
                "pytorch": "torch.optim.Adam(lr=lr, betas=(beta1, beta2), eps=eps, "
                "amsgrad=True, weight_decay=weight_decay)"
            },
        ),
        Convention(
            "optax", "Optax", AMSGradCorrectedPeak, _ADAM, note="Optax has no default rate.",
            calls={"optax": "optax.amsgrad(lr, b1=beta1, b2=beta2, eps=eps)"},
        ),
        Convention(
            "keras", "Keras", AMSGradHat, {**_ADAM, "eps": 1e-7, "weight_decay": 0.0},
            "decoupled",
            note="Adam(amsgrad=True). Keras' ε is the paper's “epsilon hat”: it meets the "
            "uncorrected root.",
            calls={
                "keras": "keras.optimizers.Adam(learning_rate=lr, beta_1=beta1, beta_2=beta2, "
                "epsilon=eps, amsgrad=True, weight_decay=weight_decay)"
            },
        ),
    )
