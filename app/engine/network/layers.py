"""One layer of a network, its way forward and its way back side by side.

Outputs of units are (P, units, B): for each of P lanes a matrix with a column for each of B
examples. The inputs of the network are the same for all lanes and have no P.
"""

from typing import NamedTuple

import numpy as np

from app.engine.contracts import Floats


class Layer(NamedTuple):
    """The weights (P, inputs, outputs) and biases (P, outputs) of one layer, for P lanes.

    A gradient has the same form. Both are views of flat vectors; see `Shape`.
    """

    weights: Floats
    biases: Floats

    def forward(self, a: Floats) -> Floats:
        """s = W^T a + b: the sums of the units, (P, inputs, B) -> (P, outputs, B)."""
        s = np.matmul(self.weights.swapaxes(1, 2), a)
        s += self.biases[:, :, None]
        return s

    def backward(self, ds: Floats) -> Floats:
        """da = W ds: how the loss changes with what came in, (P, outputs, B) -> (P, inputs, B)."""
        return np.matmul(self.weights, ds)

    def fill(self, a: Floats, ds: Floats) -> None:
        """dW = a ds^T, db = sum of ds: how the loss changes with weights and biases.

        Written into this layer, which is one of a gradient; `a` is what came in.
        """
        np.matmul(a, ds.swapaxes(1, 2), out=self.weights)
        np.add.reduce(ds, axis=2, out=self.biases)
