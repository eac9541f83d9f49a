"""Exclusive or."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from app.engine.contracts import Dataset, Floats
from app.engine.seeds import stream
from app.engine.slider import SAMPLES, SCATTER


@dataclass(frozen=True)
class Xor(Dataset):
    """Opposite quarters of a square belong together: neither input alone says anything.

    class = (x1 > 0) xor (x2 > 0), x1 and x2 in (-1, 1); noise moves the points afterwards

    With the usual settings, a straight line gets about two thirds right at best, by giving up one
    quarter; a network without hidden layers stays there, one with a few hidden units does not.
    """

    label = "XOR"
    formula = r"y = [x_1 > 0] \oplus [x_2 > 0], \quad -1 < x_1, x_2 < 1"
    source = "Minsky & Papert 1969, Perceptrons, https://doi.org/10.7551/mitpress/11301.001.0001"
    features = ("x1", "x2")
    classes = ("same signs", "different signs")

    samples: Annotated[int, SAMPLES] = 500
    noise: Annotated[float, SCATTER] = 0.1

    def rows(self, seed: int) -> tuple[Floats, Floats]:
        draw = stream(seed, "xor")
        count = int(self.samples)
        quarter = draw.permutation(np.arange(count) % 4)  # all four equally often
        right, up = quarter // 2, quarter % 2
        signs = 2 * np.stack((right, up), axis=-1) - 1
        inputs = signs * draw.uniform(np.finfo(float).tiny, 1.0, (count, 2))
        return inputs + self.noise * draw.normal(size=(count, 2)), right ^ up
