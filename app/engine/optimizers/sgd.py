"""Plain gradient descent."""

from dataclasses import dataclass

from app.engine.contracts import Convention, Floats, Number, Optimizer, Point, Rule, State


@dataclass(frozen=True)
class Descent(Rule):
    """A fixed share of the gradient is taken off the point."""

    formula = (r"\theta \leftarrow \theta - \eta g",)

    def start(self, x: Floats) -> State:
        return ()

    def move(self, x: Floats, gradient: Floats, state: State, rate: Number) -> tuple[Floats, State]:
        return -(rate * gradient), state

    def stability(self) -> Number:
        return 2.0


class Sgd(Optimizer):
    """Walk straight downhill, one fixed fraction of the slope at a time.

    x <- x - rate * g

    Above 2 / (largest curvature) every step overshoots by more than it gains.
    """

    label = "Gradient descent"
    source = "Cauchy 1847; Robbins & Monro 1951, https://doi.org/10.1214/aoms/1177729586"
    good_at = (
        Point(
            "Nothing to remember, and nothing to tune but the rate; on a round bowl the "
            "right one needs no help.",
            "learning-rate",
        ),
        Point(
            "With one rate for all coordinates it holds its own where every feature is as "
            "common as the others.",
            "sparse-features",
        ),
    )
    weak_at = (
        Point(
            "In a narrow valley the steep walls allow only a small rate, and the way along "
            "the floor takes long.",
            "momentum-damps",
        ),
        Point(
            "A rate a third above the best can diverge, and a tenth of it hardly arrives.",
            "rate-sensitivity",
        ),
        Point(
            "It lingers at saddle points, and exactly on the ridge it never leaves.",
            "saddle-points",
        ),
    )
    conventions = (
        Convention("textbook", "Textbook", Descent, {"lr": 0.01}),
        Convention(
            "pytorch", "PyTorch", Descent, {"lr": 0.001, "weight_decay": 0.0}, "coupled",
            calls={"pytorch": "torch.optim.SGD(lr=lr, weight_decay=weight_decay)"},
        ),
        Convention(
            "optax", "Optax", Descent, {"lr": 0.01}, note="Optax has no default rate.",
            calls={"optax": "optax.sgd(lr)"},
        ),
        Convention(
            "keras", "Keras", Descent, {"lr": 0.01, "weight_decay": 0.0}, "decoupled",
            calls={
                "keras": "keras.optimizers.SGD(learning_rate=lr, weight_decay=weight_decay)"
            },
        ),
    )
