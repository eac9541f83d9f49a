"""Adadelta: the rule that finds its own rate."""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from app.engine.contracts import Convention, Floats, Number, Optimizer, Point, Rule
from app.engine.moments import rest
from app.engine.slider import BETA, EPS


class MeanSquares(NamedTuple):
    """Running means of the squared gradient and of the squared move."""

    G: Floats
    S: Floats


@dataclass(frozen=True)
class AdadeltaInside(Rule):
    """Epsilon inside both roots. The moves are remembered before the rate scales them."""

    formula = (
        r"G \leftarrow \beta G + (1 - \beta) g^2",
        r"\delta \leftarrow \frac{\sqrt{S + \epsilon}}{\sqrt{G + \epsilon}} g",
        r"S \leftarrow \beta S + (1 - \beta) \delta^2",
        r"\theta \leftarrow \theta - \eta \delta",
    )
    called: ClassVar[dict[str, str]] = {"G": "mean of squared gradients"}

    beta: Annotated[Number, BETA]
    eps: Annotated[Number, EPS]

    @cached_property
    def rest(self) -> Number:
        """1 - beta"""
        return rest(self.beta)

    def start(self, x: Floats) -> MeanSquares:
        return MeanSquares(np.zeros_like(x), np.zeros_like(x))

    def move(
        self, x: Floats, gradient: Floats, state: MeanSquares, rate: Number
    ) -> tuple[Floats, MeanSquares]:
        gradients = self.beta * state.G + self.rest * np.square(gradient)
        delta = np.sqrt(state.S + self.eps) / np.sqrt(gradients + self.eps) * gradient
        moves = self.beta * state.S + self.rest * np.square(delta)
        return -(rate * delta), MeanSquares(gradients, moves)


class Adadelta(Optimizer):
    """Scale the gradient so that moves have the size of the moves before: no rate to choose.

    G <- beta G + (1 - beta) g^2
    delta = sqrt(S + eps) / sqrt(G + eps) * g
    S <- beta S + (1 - beta) delta^2
    x <- x - delta

    It starts slowly: the first move is sqrt(eps / (1 - beta)) in each coordinate, 0.0045 with
    the textbook's numbers, and it must speed up from there.
    """

    label = "Adadelta"
    source = "Zeiler 2012, Algorithm 1, https://arxiv.org/abs/1212.5701"
    good_at = (
        Point("Needs no learning rate, and does not mind how gradients are scaled.", "adadelta"),
        Point("On sparse features it ends lower than any single rate.", "sparse-features"),
    )
    weak_at = (
        Point(
            "It needs many steps to get going, ε decides how many, and on flat ground it "
            "stops.",
            "adadelta",
        ),
    )
    conventions = (
        Convention(
            "textbook", "Textbook", AdadeltaInside, {"beta": 0.95, "eps": 1e-6},
            note="There is no learning rate. A schedule scales the move from 1.",
        ),
        Convention(
            "pytorch", "PyTorch", AdadeltaInside,
            {"lr": 1.0, "beta": 0.9, "eps": 1e-6, "weight_decay": 0.0}, "coupled",
            calls={
                "pytorch": "torch.optim.Adadelta(lr=lr, rho=beta, eps=eps, "
                "weight_decay=weight_decay)"
            },
        ),
        Convention(
            "optax", "Optax", AdadeltaInside,
            {"lr": 1.0, "beta": 0.9, "eps": 1e-6, "weight_decay": 0.0}, "coupled",
            note="Optax has no default rate, and without one its Adadelta climbs.",
            calls={
                "optax": "optax.adadelta(lr, rho=beta, eps=eps, weight_decay=weight_decay)"
            },
        ),
        Convention(
            "keras", "Keras", AdadeltaInside,
            {"lr": 0.001, "beta": 0.95, "eps": 1e-7, "weight_decay": 0.0}, "decoupled",
            calls={
                "keras": "keras.optimizers.Adadelta(learning_rate=lr, rho=beta, epsilon=eps, "
                "weight_decay=weight_decay)"
            },
        ),
    )
