"""Many features, most of them off most of the time."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from app.engine.contracts import Dataset, Floats
from app.engine.seeds import stream
from app.engine.slider import SAMPLES, SCATTER, Slider

COMMONEST = 0.5  # share of the rows in which the first feature is on


@dataclass(frozen=True)
class Sparse(Dataset):
    """Many features that are rarely on, like words in a text; the rare ones say the most.

    x_j is 1 in a share p_j of the rows, falling evenly in the logarithm from 0.5 to activity
    score = sum over j of (-1)^j (x_j - p_j) / sqrt(p_j (1 - p_j)) / sqrt(F) + noise
    class = whether the score is above its median

    A rare feature seldom has a gradient, and rates per coordinate make the most of it: with the
    usual settings and no hidden layer, after 200 mini-batches of 32, each rule at its best rate,
    Adagrad's loss is below 0.8 of plain descent's.
    """

    label = "Sparse"
    formula = (
        r"y = \left[\tfrac{1}{\sqrt{F}} \sum_j (-1)^j \frac{x_j - p_j}{\sqrt{p_j (1 - p_j)}}"
        r" + \mathcal{N}(0, \sigma^2) > \text{median}\right], \quad x_j \sim B(p_j)"
    )
    source = "Duchi, Hazan & Singer 2011, https://jmlr.org/papers/v12/duchi11a.html"
    classes = ("below", "above")

    samples: Annotated[int, SAMPLES] = 1000
    noise: Annotated[float, SCATTER] = 0.0
    count: Annotated[
        int,
        Slider("F", "features", 8, 64, integer=True, help="How many inputs there are."),
    ] = 40
    activity: Annotated[
        float,
        Slider(
            "p", "activity", 0.001, 0.5, "log", ticks=(0.001, 0.01, 0.1, 0.5),
            help="The share of the rows in which the rarest feature is on.",
        ),
    ] = 0.01

    @property
    def features(self) -> tuple[str, ...]:
        return tuple(f"x{j + 1}" for j in range(int(self.count)))

    def shares(self) -> Floats:
        """How often each feature is on, (F,)."""
        return np.geomspace(COMMONEST, self.activity, int(self.count))

    def rows(self, seed: int) -> tuple[Floats, Floats]:
        draw = stream(seed, "sparse")
        size, p = int(self.samples), self.shares()
        inputs = (draw.random((size, len(p))) < p).astype(float)
        signs = (-1.0) ** np.arange(len(p))
        score = (inputs - p) / np.sqrt(p * (1 - p)) @ signs / np.sqrt(len(p))
        score += self.noise * draw.normal(size=size)
        middle = np.median(score)
        above = score > middle
        # Where most rows share the highest score, none of them is above the median.
        return inputs, above if above.any() else score >= middle
