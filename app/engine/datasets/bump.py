"""A bump in the middle of a plain."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from app.engine.contracts import Dataset, Floats
from app.engine.seeds import stream
from app.engine.slider import SAMPLES, SCATTER, Slider


@dataclass(frozen=True)
class Bump(Dataset):
    """A round bump in the middle of a plain: the surface has to rise and come down again.

    y = exp(-(x1^2 + x2^2) / (2 width^2)) + noise, x1 and x2 in (-1, 1)

    With the usual settings, the best plane explains less than 2 % of the variance, for the bump is
    the same on all sides: what is above that is the hidden layers' work.
    """

    label = "Bump"
    formula = (
        r"y = \exp\left(-\frac{x_1^2 + x_2^2}{2 w^2}\right) + \mathcal{N}(0, \sigma^2),"
        r" \quad -1 < x_1, x_2 < 1"
    )
    source = "TensorFlow Playground's Gaussian, https://playground.tensorflow.org"
    features = ("x1", "x2")

    samples: Annotated[int, SAMPLES] = 500
    noise: Annotated[float, SCATTER] = 0.05
    width: Annotated[
        float,
        Slider(
            "w", "width", 0.05, 1.0, ticks=(0.2, 0.4, 0.6, 0.8, 1.0),
            help="How far from the middle the bump is at 61 % of its height.",
        ),
    ] = 0.4

    def rows(self, seed: int) -> tuple[Floats, Floats]:
        draw = stream(seed, "bump")
        count = int(self.samples)
        x = draw.uniform(-1.0, 1.0, (count, 2))
        height = np.exp(-np.square(x).sum(axis=-1) / (2 * self.width**2))
        return x, height + self.noise * draw.normal(size=count)
