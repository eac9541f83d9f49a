"""Round heaps of points."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from app.engine.contracts import Dataset, Floats
from app.engine.seeds import random_state
from app.engine.slider import SAMPLES, SCATTER, Slider

RADIUS = 2.0  # of the circle that the centers stand on
NAMES = ("A", "B", "C", "D")


@dataclass(frozen=True)
class Blobs(Dataset):
    """Two to four round heaps around centers on a circle: straight borders are the best ones.

    x = center + noise, centers at 2 (cos 2 pi k / K, sin 2 pi k / K)

    With 2 centers and noise 1 the heaps touch: no border at all gets more than 97.7 % right in
    the long run, the share of a normal distribution below two deviations.
    """

    label = "Blobs"
    formula = (
        r"x = 2 \left(\cos\tfrac{2\pi k}{K}, \sin\tfrac{2\pi k}{K}\right)"
        r" + \mathcal{N}(0, \sigma^2)"
    )
    source = (
        "scikit-learn make_blobs, "
        "https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_blobs.html"
    )
    features = ("x1", "x2")

    samples: Annotated[int, SAMPLES] = 500
    noise: Annotated[float, SCATTER] = 0.5
    centers: Annotated[
        int, Slider("K", "centers", 2, 4, integer=True, ticks=(2, 3, 4), help="One for each class.")
    ] = 3

    @property
    def classes(self) -> tuple[str, ...]:
        return NAMES[: int(self.centers)]

    def places(self) -> Floats:
        """The centers (K, 2)."""
        angles = 2 * np.pi * np.arange(self.centers) / self.centers
        return RADIUS * np.stack((np.cos(angles), np.sin(angles)), axis=-1)

    def rows(self, seed: int) -> tuple[Floats, Floats]:
        from sklearn.datasets import make_blobs

        inputs, targets = make_blobs(
            int(self.samples),
            centers=self.places(),
            cluster_std=self.noise,
            random_state=random_state(seed),
        )
        return inputs, targets
