"""Momentum: a velocity that gradients push."""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from app.engine.contracts import Convention, Floats, Number, Optimizer, Point, Rule
from app.engine.moments import rest
from app.engine.slider import MOMENTUM as BETA


class Velocity(NamedTuple):
    """What is left of the moves or gradients before."""

    v: Floats


@dataclass(frozen=True)
class _Momentum(Rule):
    called: ClassVar[dict[str, str]] = {"v": "velocity"}

    beta: Annotated[Number, BETA]

    def start(self, x: Floats) -> Velocity:
        return Velocity(np.zeros_like(x))


class RunningMean(_Momentum):
    """The velocity is a running mean of gradients, so it never exceeds the largest of them."""

    formula = (
        r"v \leftarrow \beta v + (1 - \beta) g",
        r"\theta \leftarrow \theta - \eta v",
    )

    @cached_property
    def rest(self) -> Number:
        """1 - beta"""
        return rest(self.beta)

    def move(
        self, x: Floats, gradient: Floats, state: Velocity, rate: Number
    ) -> tuple[Floats, Velocity]:
        v = self.beta * state.v + self.rest * gradient
        return -(rate * v), Velocity(v)

    def stability(self) -> Number:
        return 2 * (1 + self.beta) / (1 - self.beta)


class HeavyBall(_Momentum):
    """The velocity is a fading sum of gradients: up to 1 / (1 - beta) times as large."""

    formula = (
        r"v \leftarrow \beta v + g",
        r"\theta \leftarrow \theta - \eta v",
    )

    def move(
        self, x: Floats, gradient: Floats, state: Velocity, rate: Number
    ) -> tuple[Floats, Velocity]:
        v = self.beta * state.v + gradient
        return -(rate * v), Velocity(v)

    def stability(self) -> Number:
        return 2 * (1 + self.beta)


class HeavyBallOfMoves(_Momentum):
    """The velocity is a fading sum of moves: a rate that changes acts on what comes after it."""

    formula = (
        r"v \leftarrow \beta v - \eta g",
        r"\theta \leftarrow \theta + v",
    )

    def move(
        self, x: Floats, gradient: Floats, state: Velocity, rate: Number
    ) -> tuple[Floats, Velocity]:
        v = self.beta * state.v - rate * gradient
        return v, Velocity(v)

    def stability(self) -> Number:
        return 2 * (1 + self.beta)


class Momentum(Optimizer):
    """Let gradients push a velocity, and move along the velocity.

    v <- beta v + (1 - beta) g
    x <- x - rate * v

    With beta 0.9 the first move is a tenth of plain descent's; on a steady slope the velocity
    has reached 90 percent of the gradient after 22 moves.
    """

    label = "Momentum"
    source = "Polyak 1964, https://doi.org/10.1016/0041-5553(64)90137-5"
    good_at = (
        Point(
            "Zigzags across a valley cancel out while the way along it adds up.",
            "momentum-damps",
        ),
        Point(
            "The velocity carries it across flat ground where plain descent stops.",
            "momentum-crosses-flats",
        ),
        Point("Well tuned, it beats Adam on an ill-conditioned bowl.", "adam-not-always"),
    )
    weak_at = (
        Point("Too much of it swings for long before it settles.", "too-much-momentum"),
        Point(
            "Its two forms differ by a factor of 1 − β in the step, so a rate for one is "
            "wrong for the other.",
            "two-momentums",
        ),
    )
    conventions = (
        Convention(
            "textbook", "Textbook", RunningMean, {"lr": 0.01, "beta": 0.9},
            calls={
                "optax": "optax.chain(optax.ema(beta, debias=False), "
                "optax.scale_by_learning_rate(lr))"
            },
            missing={
                "pytorch": "SGD(dampening=β) is not it either: it takes the first gradient whole."
            },
        ),
        Convention(
            "pytorch", "PyTorch", HeavyBall, {"lr": 0.001, "beta": 0.9, "weight_decay": 0.0},
            "coupled",
            note="SGD(momentum=β). PyTorch's own default is β = 0, which is plain descent.",
            calls={"pytorch": "torch.optim.SGD(lr=lr, momentum=beta, weight_decay=weight_decay)"},
        ),
        Convention(
            "optax", "Optax", HeavyBall, {"lr": 0.01, "beta": 0.9},
            note="sgd(momentum=β). Optax has no default rate, and no momentum by default.",
            calls={"optax": "optax.sgd(lr, momentum=beta)"},
        ),
        Convention(
            "keras", "Keras", HeavyBallOfMoves, {"lr": 0.01, "beta": 0.9, "weight_decay": 0.0},
            "decoupled",
            note="SGD(momentum=β). The rate is inside the velocity, which shows under a "
            "schedule. Keras' own default is β = 0.",
            calls={
                "keras": "keras.optimizers.SGD(learning_rate=lr, momentum=beta, "
                "weight_decay=weight_decay)"
            },
        ),
    )
