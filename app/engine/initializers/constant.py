"""All weights alike."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from app.engine.contracts import Floats, Initializer
from app.engine.slider import Slider


@dataclass(frozen=True)
class Constant(Initializer):
    """Every weight the same number.

    w = c

    The units of a layer then get the same gradient and stay alike for ever: symmetry that only
    chance breaks. At zero, no gradient reaches any layer but the last.
    """

    label = "Constant"
    formula = r"w = c"
    source = "Goodfellow, Bengio & Courville 2016, 8.4, https://www.deeplearningbook.org"

    value: Annotated[
        float, Slider("c", "weight", -10.0, 10.0, track=(-1.0, 1.0), help="Every weight's start.")
    ] = 0.5

    def weights(self, inputs: int, outputs: int, rng: np.random.Generator) -> Floats:
        return np.full((inputs, outputs), float(self.value))
