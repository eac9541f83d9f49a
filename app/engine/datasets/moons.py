"""Two half moons."""

from dataclasses import dataclass
from typing import Annotated

from app.engine.contracts import Dataset, Floats
from app.engine.seeds import random_state
from app.engine.slider import Slider


@dataclass(frozen=True)
class Moons(Dataset):
    """Two half moons that reach into each other: the border between them has to bend twice.

    upper: (cos a, sin a), lower: (1 - cos a, 1/2 - sin a), a from 0 to pi, plus noise

    At noise 0.2 the best straight line still gets 88 % of the points right; a curved border gets
    97 %, and some points lie so deep in the other moon that no honest border gets them all.
    """

    label = "Moons"
    formula = (
        r"(\cos\alpha, \sin\alpha) \;\text{or}\;"
        r" \left(1 - \cos\alpha, \tfrac12 - \sin\alpha\right),"
        r" \quad \alpha \in [0, \pi], \quad \text{plus}\; \mathcal{N}(0, \sigma^2)"
    )
    source = (
        "scikit-learn make_moons, "
        "https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_moons.html"
    )
    features = ("x1", "x2")
    classes = ("upper", "lower")

    samples: Annotated[
        int, Slider("N", "samples", 10, 5000, "log", integer=True, track=(20, 2000))
    ] = 500
    noise: Annotated[
        float,
        Slider(
            "σ", "noise", 0.0, 10.0, track=(0.0, 0.5),
            help="How far points are moved off their moon, as a standard deviation.",
        ),
    ] = 0.2

    def rows(self, seed: int) -> tuple[Floats, Floats]:
        from sklearn.datasets import make_moons

        inputs, targets = make_moons(
            int(self.samples), noise=self.noise, random_state=random_state(seed)
        )
        return inputs, targets
