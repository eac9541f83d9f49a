"""A checkerboard."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from app.engine.contracts import Dataset, Floats
from app.engine.seeds import stream
from app.engine.slider import SAMPLES, SCATTER, Slider


@dataclass(frozen=True)
class Checkerboard(Dataset):
    """Squares of two colours in turn: many small regions, each of which has to be found.

    class = (column + row) mod 2, x1 and x2 in (0, squares); noise moves the points afterwards

    With the usual settings, 4 by 4 squares, the best straight line gets 58 % right in the long
    run, hardly more than a coin: a network without hidden layers has nothing to learn.
    """

    label = "Checkerboard"
    formula = (
        r"y = \left(\lfloor x_1 \rfloor + \lfloor x_2 \rfloor\right) \bmod 2,"
        r" \quad 0 < x_1, x_2 < s"
    )
    source = "Lee & Mangasarian 2001, https://doi.org/10.1023/A:1011215321374"
    features = ("x1", "x2")
    classes = ("dark", "light")

    samples: Annotated[int, SAMPLES] = 1000
    noise: Annotated[float, SCATTER] = 0.05
    squares: Annotated[
        int,
        Slider(
            "s", "squares", 2, 8, integer=True, ticks=(2, 3, 4, 6, 8),
            help="How many squares there are along each side.",
        ),
    ] = 4

    def rows(self, seed: int) -> tuple[Floats, Floats]:
        draw = stream(seed, "checkerboard")
        count, side = int(self.samples), int(self.squares)
        color = draw.permutation(np.arange(count) % 2)  # both equally often
        column, row = np.indices((side, side)).reshape(2, -1)
        of_color = [np.flatnonzero((column + row) % 2 == k) for k in (0, 1)]
        place = draw.random(count)
        cell = np.where(
            color == 0,
            of_color[0][(place * len(of_color[0])).astype(int)],
            of_color[1][(place * len(of_color[1])).astype(int)],
        )
        inputs = np.stack((column[cell], row[cell]), axis=-1) + draw.random((count, 2))
        return inputs + self.noise * draw.normal(size=(count, 2)), color
