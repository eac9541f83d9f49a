"""Adagrad: a rate of its own for each coordinate, which only falls."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from app.engine.contracts import Convention, Floats, Number, Optimizer, Point, Rule
from app.engine.slider import EPS

FIRST_SUM = 0.1  # where Optax and Keras let the sum of squares begin


class Squares(NamedTuple):
    """The sum of all squared gradients so far."""

    G: Floats


_SUM = r"G \leftarrow G + g^2"
_INSIDE = r"\theta \leftarrow \theta - \eta \frac{g}{\sqrt{G + \epsilon}}"


@dataclass(frozen=True)
class _Adagrad(Rule):
    eps: Annotated[Number, EPS]

    def start(self, x: Floats) -> Squares:
        return Squares(np.zeros_like(x))


class AdagradInside(_Adagrad):
    """Epsilon inside the root."""

    formula: ClassVar[tuple[str, ...]] = (_SUM, _INSIDE)

    def move(
        self, x: Floats, gradient: Floats, state: Squares, rate: Number
    ) -> tuple[Floats, Squares]:
        total = state.G + np.square(gradient)
        return -(rate * gradient / np.sqrt(total + self.eps)), Squares(total)


class AdagradBegun(AdagradInside):
    """Epsilon inside the root, and a sum that begins at 0.1."""

    formula = (r"G_0 \leftarrow 0.1", _SUM, _INSIDE)

    def start(self, x: Floats) -> Squares:
        return Squares(np.full_like(x, FIRST_SUM))


class AdagradOutside(_Adagrad):
    """Epsilon outside the root."""

    formula = (
        _SUM,
        r"\theta \leftarrow \theta - \eta \frac{g}{\sqrt{G} + \epsilon}",
    )

    def move(
        self, x: Floats, gradient: Floats, state: Squares, rate: Number
    ) -> tuple[Floats, Squares]:
        total = state.G + np.square(gradient)
        return -(rate * gradient / (np.sqrt(total) + self.eps)), Squares(total)


class Adagrad(Optimizer):
    """Divide each coordinate's gradient by the length of all its gradients so far.

    G <- G + g^2
    x <- x - rate * g / sqrt(G + eps)

    On a steady slope move number t is rate / sqrt(t): the hundredth is a tenth of the first.
    """

    label = "Adagrad"
    source = "Duchi, Hazan & Singer 2011, https://jmlr.org/papers/v12/duchi11a.html"
    good_at = (
        Point(
            "Each coordinate has a rate of its own: steep and flat are walked alike.",
            "adagrad-per-coordinate",
        ),
        Point(
            "Coordinates that are seldom pushed keep large moves, which suits sparse "
            "features.",
            "sparse-features",
        ),
    )
    weak_at = (
        Point("Its rate only falls: after a steep start it is slow for good.", "adagrad-dies"),
    )
    conventions = (
        Convention("textbook", "Textbook", AdagradInside, {"lr": 0.01, "eps": 1e-8}),
        Convention(
            "pytorch", "PyTorch", AdagradOutside,
            {"lr": 0.01, "eps": 1e-10, "weight_decay": 0.0}, "coupled",
            calls={"pytorch": "torch.optim.Adagrad(lr=lr, eps=eps, weight_decay=weight_decay)"},
        ),
        Convention(
            "optax", "Optax", AdagradBegun, {"lr": 0.01, "eps": 1e-7},
            note="Optax has no default rate.",
            calls={"optax": "optax.adagrad(lr, eps=eps)"},
        ),
        Convention(
            "keras", "Keras", AdagradBegun, {"lr": 0.001, "eps": 1e-7, "weight_decay": 0.0},
            "decoupled",
            calls={
                "keras": "keras.optimizers.Adagrad(learning_rate=lr, epsilon=eps, "
                "weight_decay=weight_decay)"
            },
        ),
    )
