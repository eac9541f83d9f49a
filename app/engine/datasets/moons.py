"""Two half moons."""

from dataclasses import dataclass
from typing import Annotated

from app.engine.contracts import Dataset, Floats
from app.engine.seeds import random_state
from app.engine.slider import SAMPLES, SCATTER


@dataclass(frozen=True)
class Moons(Dataset):
    """Two half moons that reach into each other: the border between them has to bend twice.

    upper (cos a, sin a), lower (1 - cos a, 1/2 - sin a), a from 0 to pi; noise is added to both

    With the usual noise of 0.2, the best straight line gets 87 % right in the long run; a network
    that stays there has not bent its border yet.
    """

    label = "Moons"
    formula = (
        r"(\cos\alpha, \sin\alpha) \;\text{or}\;"
        r" \left(1 - \cos\alpha, \tfrac12 - \sin\alpha\right),"
        r" \quad 0 \le \alpha \le \pi"
    )
    source = (
        "scikit-learn make_moons, "
        "https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_moons.html"
    )
    features = ("x1", "x2")
    classes = ("upper", "lower")

    samples: Annotated[int, SAMPLES] = 500
    noise: Annotated[float, SCATTER] = 0.2

    def rows(self, seed: int) -> tuple[Floats, Floats]:
        from sklearn.datasets import make_moons

        inputs, targets = make_moons(
            int(self.samples), noise=self.noise, random_state=random_state(seed)
        )
        return inputs, targets
