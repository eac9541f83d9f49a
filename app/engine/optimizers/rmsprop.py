"""RMSprop: Adagrad that forgets."""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from app.engine.contracts import Convention, Floats, Number, Optimizer, Point, Rule
from app.engine.moments import rest
from app.engine.slider import BETA, EPS


class MeanSquare(NamedTuple):
    """The running mean of the squared gradient."""

    v: Floats


_MEAN = r"v \leftarrow \beta v + (1 - \beta) g^2"


@dataclass(frozen=True)
class _RMSprop(Rule):
    called: ClassVar[dict[str, str]] = {"v": "mean of squared gradients"}

    beta: Annotated[Number, BETA]
    eps: Annotated[Number, EPS]

    @cached_property
    def rest(self) -> Number:
        """1 - beta"""
        return rest(self.beta)

    def start(self, x: Floats) -> MeanSquare:
        return MeanSquare(np.zeros_like(x))


class RMSpropInside(_RMSprop):
    """Epsilon inside the root."""

    formula = (_MEAN, r"\theta \leftarrow \theta - \eta \frac{g}{\sqrt{v + \epsilon}}")

    def move(
        self, x: Floats, gradient: Floats, state: MeanSquare, rate: Number
    ) -> tuple[Floats, MeanSquare]:
        v = self.beta * state.v + self.rest * np.square(gradient)
        return -(rate * gradient / np.sqrt(v + self.eps)), MeanSquare(v)


class RMSpropOutside(_RMSprop):
    """Epsilon outside the root."""

    formula = (_MEAN, r"\theta \leftarrow \theta - \eta \frac{g}{\sqrt{v} + \epsilon}")

    def move(
        self, x: Floats, gradient: Floats, state: MeanSquare, rate: Number
    ) -> tuple[Floats, MeanSquare]:
        v = self.beta * state.v + self.rest * np.square(gradient)
        return -(rate * gradient / (np.sqrt(v) + self.eps)), MeanSquare(v)


class RMSprop(Optimizer):
    """Divide each coordinate's gradient by its own recent size, and forget older ones.

    v <- beta v + (1 - beta) g^2
    x <- x - rate * g / sqrt(v + eps)

    The mean starts at zero, so the first move is long: rate / sqrt(1 - beta) in each coordinate,
    3.16 times the rate with beta 0.9.
    """

    label = "RMSprop"
    source = (
        "Tieleman & Hinton 2012, lecture 6e, "
        "https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf"
    )
    good_at = (
        Point("Forgets a steep start, and goes on where Adagrad has stopped.", "rmsprop-goes-on"),
        Point("Rare features get long moves, if its memory is long.", "sparse-features"),
    )
    weak_at = (
        Point(
            "How long it remembers has to be chosen: β = 0 zigzags, and near 1 the first "
            "wall is remembered for too long.",
            "rmsprop-beta",
        ),
    )
    conventions = (
        Convention("textbook", "Textbook", RMSpropInside, {"lr": 0.001, "beta": 0.9, "eps": 1e-8}),
        Convention(
            "pytorch", "PyTorch", RMSpropOutside,
            {"lr": 0.01, "beta": 0.99, "eps": 1e-8, "weight_decay": 0.0}, "coupled",
            calls={
                "pytorch": "torch.optim.RMSprop(lr=lr, alpha=beta, eps=eps, "
                "weight_decay=weight_decay)",
                "optax": "optax.rmsprop(lr, decay=beta, eps=eps, eps_in_sqrt=False)",
            },
        ),
        Convention(
            "optax", "Optax", RMSpropInside, {"lr": 0.001, "beta": 0.9, "eps": 1e-8},
            note="Optax has no default rate.",
            calls={"optax": "optax.rmsprop(lr, decay=beta, eps=eps)"},
        ),
        Convention(
            "keras", "Keras", RMSpropInside,
            {"lr": 0.001, "beta": 0.9, "eps": 1e-7, "weight_decay": 0.0}, "decoupled",
            calls={
                "keras": "keras.optimizers.RMSprop(learning_rate=lr, rho=beta, epsilon=eps, "
                "weight_decay=weight_decay)"
            },
        ),
    )
