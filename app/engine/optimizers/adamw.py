"""AdamW: Adam's step and, apart from it, weight decay."""

from app.engine.contracts import Convention, Optimizer, Point
from app.engine.moments import AdamHat, AdamOutside

_ADAM = {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}


class AdamW(Optimizer):
    """Take Adam's step, and shrink every coordinate by the same fraction beside it.

    m <- beta1 m + (1 - beta1) g
    v <- beta2 v + (1 - beta2) g^2
    x <- x - rate * m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + eps) - decay * x

    Without a gradient only the decay is left: at 1e-4 a step, half of a coordinate is gone
    after 6,932 steps.
    """

    label = "AdamW"
    source = "Loshchilov & Hutter 2019, Algorithm 2, https://arxiv.org/abs/1711.05101"
    good_at = (
        Point(
            "The pull towards zero is the same for steep and for flat coordinates.",
            "decoupled-decay",
        ),
    )
    weak_at = (
        Point(
            "Its decay is no part of the loss: with the same λ it ends somewhere else than "
            "L2 does.",
            "decoupled-decay",
        ),
    )
    conventions = (
        Convention(
            "paper", "Paper", AdamOutside, {**_ADAM, "weight_decay": 1e-4},
            "decoupled_by_schedule",
            note="Only the schedule scales the decay, not the learning rate. "
            "The paper gives no default for λ.",
        ),
        Convention(
            "pytorch", "PyTorch", AdamOutside, {**_ADAM, "weight_decay": 0.01}, "decoupled",
            calls={
                "pytorch": "torch.optim.AdamW(lr=lr, betas=(beta1, beta2), eps=eps, "
                "weight_decay=weight_decay)"
            },
        ),
        Convention(
            "optax", "Optax", AdamOutside, {**_ADAM, "weight_decay": 1e-4}, "decoupled",
            note="Optax has no default rate.",
            calls={
                "optax": "optax.adamw(lr, b1=beta1, b2=beta2, eps=eps, weight_decay=weight_decay)"
            },
        ),
        Convention(
            "keras", "Keras", AdamHat, {**_ADAM, "eps": 1e-7, "weight_decay": 0.004},
            "decoupled",
            note="Keras' ε is the paper's “epsilon hat”: it meets the uncorrected root.",
            calls={
                "keras": "keras.optimizers.AdamW(learning_rate=lr, beta_1=beta1, beta_2=beta2, "
                "epsilon=eps, weight_decay=weight_decay)"
            },
        ),
    )
