"""A tilted plane."""

from dataclasses import dataclass
from typing import Annotated

from app.engine.contracts import Dataset, Floats
from app.engine.seeds import stream
from app.engine.slider import SAMPLES, SCATTER


@dataclass(frozen=True)
class Plane(Dataset):
    """Numbers on a tilted plane: no hidden layer is needed, and one does no harm.

    y = 2 x1 - x2 + 1 + noise, x1 and x2 in (-1, 1)

    With the usual noise of 0.3, nothing explains more than 95 % of the variance in the long run:
    the rest is the noise itself, 0.09 of 0.09 + 5/3.
    """

    label = "Plane"
    formula = r"y = 2 x_1 - x_2 + 1 + \mathcal{N}(0, \sigma^2), \quad -1 < x_1, x_2 < 1"
    source = "Stigler 1981, Gauss and the invention of least squares, https://doi.org/10.1214/aos/1176345451"
    features = ("x1", "x2")

    samples: Annotated[int, SAMPLES] = 500
    noise: Annotated[float, SCATTER] = 0.3

    def rows(self, seed: int) -> tuple[Floats, Floats]:
        draw = stream(seed, "plane")
        count = int(self.samples)
        x = draw.uniform(-1.0, 1.0, (count, 2))
        return x, 2 * x[:, 0] - x[:, 1] + 1 + self.noise * draw.normal(size=count)
