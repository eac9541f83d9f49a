"""Spirals that wind around each other."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from app.engine.contracts import Dataset, Floats
from app.engine.seeds import stream
from app.engine.slider import SAMPLES, SCATTER, Slider

INNER = 0.1  # radius at which the arms begin: nearer to the middle they cannot be told apart
NAMES = ("A", "B", "C")


@dataclass(frozen=True)
class Spirals(Dataset):
    """Arms of a spiral, wound around each other: the hardest border here, and long.

    r from 0.1 to 1, angle = 2 pi (turns r + k / arms), x = r (cos angle, sin angle) + noise

    With the usual settings, two arms of 1.5 turns, the best straight line gets 64 % right in the
    long run. The gap between these arms is a third of the radius; every turn more narrows it.
    """

    label = "Spirals"
    formula = (
        r"x = r\,(\cos\varphi, \sin\varphi) + \mathcal{N}(0, \sigma^2),"
        r" \quad \varphi = 2\pi \left(w\,r + \tfrac{k}{K}\right)"
    )
    source = (
        "Fahlman & Lebiere 1990, section 4, https://proceedings.neurips.cc/paper/1989/hash/"
        "69adc1e107f7f7d035d7baf04342e1ca-Abstract.html"
    )
    features = ("x1", "x2")

    samples: Annotated[int, SAMPLES] = 500
    noise: Annotated[float, SCATTER] = 0.03
    arms: Annotated[
        int, Slider("K", "arms", 2, 3, integer=True, ticks=(2, 3), help="One for each class.")
    ] = 2
    turns: Annotated[
        float,
        Slider(
            "w", "turns", 0.25, 3.0, ticks=(0.5, 1.0, 1.5, 2.0, 3.0),
            help="How often an arm winds around the middle.",
        ),
    ] = 1.5

    @property
    def classes(self) -> tuple[str, ...]:
        return NAMES[: int(self.arms)]

    def rows(self, seed: int) -> tuple[Floats, Floats]:
        draw = stream(seed, "spirals")
        count = int(self.samples)
        arm = draw.permutation(np.arange(count) % int(self.arms))
        radius = draw.uniform(INNER, 1.0, count)
        angle = 2 * np.pi * (self.turns * radius + arm / self.arms)
        inputs = radius[:, None] * np.stack((np.cos(angle), np.sin(angle)), axis=-1)
        return inputs + self.noise * draw.normal(size=(count, 2)), arm
