"""A multi-layer perceptron as a problem over one flat vector of parameters."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from app.engine.contracts import Activation, Floats, Initializer, Loss, Problem
from app.engine.network.batches import Batches, Feed
from app.engine.network.dropout import Dropout
from app.engine.network.examples import outputs_for
from app.engine.network.layers import Layer
from app.engine.network.penalty import Penalty
from app.engine.network.shape import Shape
from app.engine.samples import Samples
from app.engine.seeds import stream

LANE_BLOCK = 4 * 1024 * 1024  # bytes of the widest layer's outputs that are computed together


@dataclass(frozen=True)
class Network(Problem):
    """Layers of sums and bends between inputs and outputs, and a loss at the end.

    a_0 = inputs
    s_k = W_k^T a_(k-1) + b_k,  a_k = f(s_k)
    value = loss of the last s on the batch + l1 sum |w| + l2 sum w^2, over weights, not biases

    Points (..., D) are laid out as `Shape` says. All lanes see the same batch and the same
    dropout mask at a step, and both depend on (seed, step) alone; a lane gives the same bits in
    any company. `scale` multiplies the weights at the start, to make gradients vanish or explode
    on purpose. Equal networks, which share one `Samples` object, can be lanes of one call.
    """

    samples: Samples
    hidden: tuple[int, ...]
    activation: Activation
    initializer: Initializer
    loss: Loss
    scale: float = 1.0
    batch_size: int | None = 32
    l1: float = 0.0
    l2: float = 0.0
    dropout: float = 0.0
    seed: int = 0

    @cached_property
    def shape(self) -> Shape:
        """The units of each layer, and where its parameters lie."""
        features = self.samples.train_inputs.shape[1]
        return Shape((features, *self.hidden, outputs_for(self.samples)))

    @property
    def size(self) -> int:
        """D, the number of parameters."""
        return self.shape.size

    @cached_property
    def batches(self) -> Batches:
        """Which rows of the train part each step sees."""
        return Batches(len(self.samples.train_inputs), self.batch_size, self.seed)

    def initial(self, seed: int) -> Floats:
        """Where training starts, (D,). A layer's draw depends on (seed, layer) and its size."""
        x = np.empty((1, self.size))
        for number, layer in enumerate(self.shape.layers(x)):
            rng = stream(seed, f"layer {number}")
            inputs, outputs = layer.weights.shape[1:]
            layer.weights[0] = self.scale * self.initializer.weights(inputs, outputs, rng)
            layer.biases[0] = self.initializer.biases(inputs, outputs, rng)
        return x[0]

    @np.errstate(all="ignore")
    def value_and_gradient(self, x: Floats, step: int) -> tuple[Floats, Floats]:
        """The loss on the batch of `step` with penalties (...), and its gradient (..., D)."""
        lanes = self.lanes(x)
        gradient = np.empty_like(lanes)
        value, _ = self.trace(lanes, step, gradient)
        return value.reshape(x.shape[:-1]), gradient.reshape(x.shape)

    def trace(self, x: Floats, step: int, gradient: Floats) -> tuple[Floats, list[Floats]]:
        """Forward through all layers and back, for points (P, D); fills `gradient` (P, D).

        Gives the value (P,) and the sums (P, units, B) of each layer.
        """
        layers, slopes = self.shape.layers(x), self.shape.layers(gradient)
        batch = self._feed.at(step, x.dtype)
        count = batch.inputs.shape[-1]
        masks = self._dropout.masks(step, count, x.dtype) if self._dropout.rate else None
        a = batch.inputs
        incoming, sums, bends = [], [], []
        for number, layer in enumerate(layers):
            incoming.append(a)
            s = layer.forward(a)
            sums.append(s)
            if number < len(self.hidden):
                a, bend = self.activation.value_and_slope(s)
                if masks is not None:
                    a, bend = a * masks[number], bend * masks[number]
                bends.append(bend)
        value, ds = self.loss.value_and_slope(s, batch.targets)
        for number in reversed(range(len(layers))):
            slopes[number].fill(incoming[number], ds)
            if number:
                ds = layers[number].backward(ds)
                ds *= bends[number - 1]
        if self._penalty:
            value = self._penalize(value, layers, slopes)
        return value, sums

    def responses(self, x: Floats, inputs: Floats) -> list[Floats]:
        """What each unit puts out for inputs (N, F), (..., N, units) for each layer.

        Inputs are standardized like the samples. Nothing is dropped out. The last layer's are
        the outputs, as in `predict`.
        """
        blocks = [
            [self.activation.value(s) for s in sums[:-1]] + sums[-1:]
            for sums in self.sums(x, np.ascontiguousarray(inputs.T, x.dtype))
        ]
        return [_rows(layer, x) for layer in zip(*blocks, strict=True)]

    def predict(self, x: Floats, inputs: Floats) -> Floats:
        """The outputs for inputs (N, F), standardized like the samples, (..., N, K)."""
        blocks = self.sums(x, np.ascontiguousarray(inputs.T, x.dtype))
        return _rows([sums[-1] for sums in blocks], x)

    def sums(self, x: Floats, inputs: Floats) -> Iterator[list[Floats]]:
        """The sums of each layer for inputs (F, N), without dropout, a block of points at a time.

        Points (..., D) give (p, units, N) for each layer.
        """
        widest = max(self.shape.sizes) * inputs.shape[1] * x.dtype.itemsize
        block = max(1, LANE_BLOCK // max(1, widest))
        lanes = self.lanes(x)
        for first in range(0, len(lanes), block):
            yield self._forward(lanes[first : first + block], inputs)

    def lanes(self, x: Floats) -> Floats:
        """Points (..., D) as rows (P, D), contiguous in memory."""
        return np.ascontiguousarray(x).reshape(-1, self.size)

    @np.errstate(all="ignore")
    def _forward(self, x: Floats, inputs: Floats) -> list[Floats]:
        a = inputs
        sums: list[Floats] = []
        for layer in self.shape.layers(x):
            if sums:
                a = self.activation.value(sums[-1])
            sums.append(layer.forward(a))
        return sums

    def _penalize(self, value: Floats, layers: list[Layer], slopes: list[Layer]) -> Floats:
        """The value with what all weights cost; its slope is added to the gradient."""
        for layer, slope in zip(layers, slopes, strict=True):
            value = value + self._penalty.value(layer.weights.reshape(len(value), -1))
            slope.weights[...] += self._penalty.slope(layer.weights)
        return value

    @cached_property
    def _feed(self) -> Feed:
        return Feed(self.samples, self.batches)

    @cached_property
    def _dropout(self) -> Dropout:
        rate = self.dropout if self.hidden else 0.0
        return Dropout(rate, self.hidden, self.batches.largest, self.seed)

    @cached_property
    def _penalty(self) -> Penalty:
        return Penalty(self.l1, self.l2)


def _rows(blocks: Any, x: Floats) -> Floats:
    """Blocks (p, units, N) of points `x` (..., D) as one array (..., N, units)."""
    found = np.concatenate(blocks).swapaxes(1, 2)
    return np.ascontiguousarray(found).reshape(*x.shape[:-1], *found.shape[1:])
