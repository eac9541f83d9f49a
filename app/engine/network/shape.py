"""A flat vector of parameters, seen as the layers of a network."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from app.engine.contracts import Floats
from app.engine.network.layers import Layer


class Place(NamedTuple):
    """Where one layer lies in the flat vector: weights from `first`, biases from `biases`."""

    inputs: int
    outputs: int
    first: int
    biases: int
    end: int


@dataclass(frozen=True)
class Shape:
    """The number of units in each layer, `sizes`, from the inputs to the outputs.

    The flat vector holds layer by layer the weights, (inputs, outputs) row by row, then the
    biases.
    """

    sizes: tuple[int, ...]

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Where each layer lies."""
        return tuple(self._places())

    @property
    def size(self) -> int:
        """D, the number of parameters."""
        return self.places[-1].end

    def layers(self, x: Floats) -> list[Layer]:
        """Points (P, D), contiguous in memory, as layers of P lanes each; views, not copies."""
        lanes = len(x)
        return [
            Layer(
                x[:, place.first : place.biases].reshape(lanes, place.inputs, place.outputs),
                x[:, place.biases : place.end],
            )
            for place in self.places
        ]

    def _places(self) -> Iterator[Place]:
        first = 0
        for inputs, outputs in zip(self.sizes[:-1], self.sizes[1:], strict=True):
            biases = first + inputs * outputs
            yield Place(inputs, outputs, first, biases, biases + outputs)
            first = biases + outputs
