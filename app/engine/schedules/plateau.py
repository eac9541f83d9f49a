"""Drops when the loss no longer falls."""

from dataclasses import dataclass
from typing import Annotated, NamedTuple

import numpy as np

from app.engine.contracts import Floats, LossSchedule
from app.engine.slider import FACTOR, Slider

THRESHOLD = 1e-4  # a loss is better when it is lower by this fraction of the best; PyTorch's


class Patience(NamedTuple):
    """The best loss so far, the steps without a better one, and what the rate is scaled by."""

    best: Floats
    bad: Floats
    scale: Floats


@dataclass(frozen=True)
class Plateau(LossSchedule):
    """The rate drops when the run's own loss has not become better for a while.

    better:  loss < best (1 - 0.0001)
    after more than `patience` steps without a better loss:  rate <- factor * rate

    The loss of step t acts on the rate from step t + 1 on. On a loss that never moves the rate
    drops first at step patience + 2, and then every patience + 1 steps.
    """

    label = "Plateau"
    formula = (
        r"\eta_{t+1} = \begin{cases} \gamma \, \eta_t & \text{after more than } p"
        r" \text{ steps without } L < L_{\text{best}} (1 - 10^{-4}) \\"
        r" \eta_t & \text{otherwise} \end{cases}"
    )
    source = (
        "PyTorch ReduceLROnPlateau, https://docs.pytorch.org/docs/stable/generated/"
        "torch.optim.lr_scheduler.ReduceLROnPlateau.html"
    )

    factor: Annotated[float, FACTOR] = 0.5
    patience: Annotated[
        int,
        Slider(
            "p", "patience in steps", 1, 10_000, "log", zero=True, integer=True, track=(1, 1000)
        ),
    ] = 10

    def begin(self, lanes: int) -> Patience:
        return Patience(np.full(lanes, np.inf), np.zeros(lanes), np.ones(lanes))

    def after(self, loss: Floats, state: Patience) -> tuple[Floats, Patience]:
        better = loss < state.best * (1 - THRESHOLD)
        best = np.where(better, loss, state.best)
        bad = np.where(better, 0, state.bad + 1)
        drops = bad > self.patience
        scale = np.where(drops, self.factor * state.scale, state.scale)
        return scale, Patience(best, np.where(drops, 0, bad), scale)
