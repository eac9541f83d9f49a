"""Waves of one input."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from app.engine.contracts import Dataset, Floats
from app.engine.seeds import stream
from app.engine.slider import SAMPLES, SCATTER, Slider


@dataclass(frozen=True)
class Sine(Dataset):
    """Waves of one input, drawn as a curve: each crest has to be bent on its own.

    y = sin(pi waves x) + noise, x in (-1, 1)

    With two waves and no noise, a straight line explains 15 % of the variance in the long run,
    6 / (2 pi)^2; the rest takes about one bend for each crest and each trough.
    """

    label = "Sine"
    formula = r"y = \sin(\pi n x) + \mathcal{N}(0, \sigma^2), \quad -1 < x < 1"
    source = "Cybenko 1989 (any curve can be learned), https://doi.org/10.1007/BF02551274"
    features = ("x",)

    samples: Annotated[int, SAMPLES] = 200
    noise: Annotated[float, SCATTER] = 0.1
    waves: Annotated[
        float,
        Slider(
            "n", "waves", 0.5, 6.0, ticks=(1.0, 2.0, 3.0, 4.0, 5.0, 6.0),
            help="How many whole waves there are from -1 to 1.",
        ),
    ] = 2.0

    def rows(self, seed: int) -> tuple[Floats, Floats]:
        draw = stream(seed, "sine")
        count = int(self.samples)
        x = draw.uniform(-1.0, 1.0, (count, 1))
        return x, np.sin(np.pi * self.waves * x[:, 0]) + self.noise * draw.normal(size=count)
