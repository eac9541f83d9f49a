"""What PyTorch does when nobody says anything."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from app.engine.contracts import Floats, Initializer


@dataclass(frozen=True)
class TorchLinear(Initializer):
    """PyTorch's default for a linear layer, biases included.

    w, b ~ U(-1 / sqrt(inputs), 1 / sqrt(inputs))

    Its weights have a third of LeCun's variance, so signals shrink with depth.
    """

    label = "PyTorch Linear"
    formula = (
        r"w, b \sim U\left(-\frac{1}{\sqrt{n_{\text{in}}}},"
        r" \frac{1}{\sqrt{n_{\text{in}}}}\right)"
    )
    source = (
        "PyTorch Linear, https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html"
    )

    def weights(self, inputs: int, outputs: int, rng: np.random.Generator) -> Floats:
        return rng.uniform(-1 / sqrt(inputs), 1 / sqrt(inputs), (inputs, outputs))

    def biases(self, inputs: int, outputs: int, rng: np.random.Generator) -> Floats:
        return rng.uniform(-1 / sqrt(inputs), 1 / sqrt(inputs), outputs)
