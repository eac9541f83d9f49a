"""Nesterov's momentum, as libraries compute it."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from app.engine.contracts import Convention, Floats, Number, Optimizer, Point, Rule
from app.engine.slider import MOMENTUM as BETA


class Velocity(NamedTuple):
    """What is left of the moves or gradients before."""

    v: Floats


@dataclass(frozen=True)
class _Nesterov(Rule):
    called: ClassVar[dict[str, str]] = {"v": "velocity"}

    beta: Annotated[Number, BETA]

    def start(self, x: Floats) -> Velocity:
        return Velocity(np.zeros_like(x))

    def stability(self) -> Number:
        return 2 * (1 + self.beta) / (1 + 2 * self.beta)


class LookAhead(_Nesterov):
    """The gradient pushes the velocity, and once more the point itself."""

    formula = (
        r"v \leftarrow \beta v + g",
        r"\theta \leftarrow \theta - \eta (g + \beta v)",
    )

    def move(
        self, x: Floats, gradient: Floats, state: Velocity, rate: Number
    ) -> tuple[Floats, Velocity]:
        v = self.beta * state.v + gradient
        return -(rate * (gradient + self.beta * v)), Velocity(v)


class LookAheadOfMoves(_Nesterov):
    """The same with the rate inside the velocity: a new rate acts on what comes after it."""

    formula = (
        r"v \leftarrow \beta v - \eta g",
        r"\theta \leftarrow \theta + \beta v - \eta g",
    )

    def move(
        self, x: Floats, gradient: Floats, state: Velocity, rate: Number
    ) -> tuple[Floats, Velocity]:
        push = rate * gradient
        v = self.beta * state.v - push
        return self.beta * v - push, Velocity(v)


class Nesterov(Optimizer):
    """Momentum that takes the slope where the velocity is about to bring it.

    v <- beta v + g
    x <- x - rate * (g + beta v)

    The point shown is the one looked ahead to, as in the libraries. On a steady slope it ends
    up 1 / (1 - beta) times as fast as plain descent: ten times with beta 0.9.
    """

    label = "Nesterov"
    source = (
        "Nesterov 1983; in this form Sutskever et al. 2013, section 2, "
        "https://proceedings.mlr.press/v28/sutskever13.html"
    )
    good_at = (
        Point(
            "Brakes before it overshoots, so it swings less than the heavy ball.",
            "nesterov-looks-ahead",
        ),
    )
    weak_at = (
        Point(
            "Steep directions allow it a smaller rate than plain descent.",
            "nesterov-looks-ahead",
        ),
    )
    conventions = (
        Convention(
            "pytorch", "PyTorch", LookAhead, {"lr": 0.001, "beta": 0.9, "weight_decay": 0.0},
            "coupled",
            note="SGD(momentum=β, nesterov=True). PyTorch has no default β for it.",
            calls={
                "pytorch": "torch.optim.SGD(lr=lr, momentum=beta, nesterov=beta > 0, "
                "weight_decay=weight_decay)"
            },
        ),
        Convention(
            "optax", "Optax", LookAhead, {"lr": 0.01, "beta": 0.9},
            note="sgd(momentum=β, nesterov=True). Optax has no default rate and no default β.",
            calls={"optax": "optax.sgd(lr, momentum=beta, nesterov=True)"},
        ),
        Convention(
            "keras", "Keras", LookAheadOfMoves, {"lr": 0.01, "beta": 0.9, "weight_decay": 0.0},
            "decoupled",
            note="SGD(momentum=β, nesterov=True). The rate is inside the velocity, which shows "
            "under a schedule.",
            calls={
                "keras": "keras.optimizers.SGD(learning_rate=lr, momentum=beta, nesterov=True, "
                "weight_decay=weight_decay)"
            },
        ),
    )
