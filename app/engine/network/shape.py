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

    def name_of(self, parameter: int) -> str:
        """What a parameter is, by its place in the flat vector; all counted from 1.

        >>> Shape((2, 3, 1)).name_of(1), Shape((2, 3, 1)).name_of(12)
        ('layer 1, from input 1 to unit 2', 'bias of unit 1 in layer 2')
        """
        for number, place in enumerate(self.places, 1):
            if parameter < place.biases:
                inputs, unit = divmod(parameter - place.first, place.outputs)
                origin = "input" if number == 1 else "unit"
                return f"layer {number}, from {origin} {inputs + 1} to unit {unit + 1}"
            if parameter < place.end:
                return f"bias of unit {parameter - place.biases + 1} in layer {number}"
        raise IndexError(f"there is no parameter {parameter}; the last one is {self.size - 1}")

    def _places(self) -> Iterator[Place]:
        first = 0
        for inputs, outputs in zip(self.sizes[:-1], self.sizes[1:], strict=True):
            biases = first + inputs * outputs
            yield Place(inputs, outputs, first, biases, biases + outputs)
            first = biases + outputs
