"""A circle inside a circle."""

from dataclasses import dataclass
from typing import Annotated

from app.engine.contracts import Dataset, Floats
from app.engine.seeds import random_state
from app.engine.slider import SAMPLES, SCATTER, Slider


@dataclass(frozen=True)
class Circles(Dataset):
    """A small circle inside a large one: the border has to close around the inner one.

    outer (cos a, sin a), inner factor (cos a, sin a), a from 0 to 2 pi; noise is added to both

    Without noise, at an inner radius of 0.5, the best straight line cuts off a piece of the outer
    circle and gets 67 % right; a ring around the middle gets them all.
    """

    label = "Circles"
    formula = (
        r"r\,(\cos\alpha, \sin\alpha), \quad r \in \{1, f\}, \quad 0 \le \alpha < 2\pi"
    )
    source = (
        "scikit-learn make_circles, "
        "https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_circles.html"
    )
    features = ("x1", "x2")
    classes = ("outer", "inner")

    samples: Annotated[int, SAMPLES] = 500
    noise: Annotated[float, SCATTER] = 0.1
    factor: Annotated[
        float,
        Slider(
            "f", "inner radius", 0.0, 0.99, track=(0.1, 0.9),
            help="The radius of the inner circle; the outer one has 1.",
        ),
    ] = 0.5

    def rows(self, seed: int) -> tuple[Floats, Floats]:
        from sklearn.datasets import make_circles

        inputs, targets = make_circles(
            int(self.samples),
            noise=self.noise,
            factor=self.factor,
            random_state=random_state(seed),
        )
        return inputs, targets
