"""The plane on which decisions are drawn: a cut of input space of one or two dimensions."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from app.engine.contracts import Floats
from app.engine.samples import Samples

MARGIN = 0.1  # of the width of all points, left free on each side
NARROWEST = 1e-6  # a narrower width of points is none

Pair = tuple[float, float]


@dataclass(frozen=True, eq=False)
class InputPlane:
    """inputs = origin + u axes[0] + v axes[1], in the units that a network is trained in.

    `origin` is (F,), `axes` (2, F), or (1, F) for a line. The axes stand at right angles and
    have length 1. `shown` are the features on them, none for principal components, of which
    `explained` says the shares of the train part's variance.
    """

    kind: Literal["all", "pair", "principal", "line"]
    origin: Floats
    axes: Floats
    shown: tuple[int, ...]
    explained: tuple[float, ...] | None = None

    def place(self, inputs: Floats) -> Floats:
        """Where inputs (N, F) are seen on the plane, (N, 2) or (N, 1)."""
        return (inputs - self.origin) @ self.axes.T


def input_plane(samples: Samples, pair: tuple[int, int] | None = None) -> InputPlane:
    """The plane through the train part's mean: of the features chosen, or of what shows most.

    One feature is a line, two are the plane itself, more are cut along the two directions in
    which the train part varies most.
    """
    features = samples.train_inputs.shape[1]
    if pair is not None:
        return _along("pair", features, pair)
    if features <= 2:
        return _along("all" if features == 2 else "line", features, tuple(range(features)))
    return _principal(samples.train_inputs)


def reach(values: Floats) -> Pair:
    """From where to where values (N,) are drawn, with a margin on both sides."""
    low, high = float(values.min()), float(values.max())
    margin = MARGIN * (high - low) if high - low > NARROWEST else 1.0
    return low - margin, high + margin


def _along(
    kind: Literal["all", "pair", "line"], features: int, shown: tuple[int, ...]
) -> InputPlane:
    return InputPlane(kind, np.zeros(features), np.eye(features)[list(shown)], shown)


def _principal(inputs: Floats) -> InputPlane:
    _, lengths, directions = np.linalg.svd(inputs, full_matrices=False)  # their mean is 0
    variance = np.square(lengths)
    whole = float(variance.sum())
    axes = np.stack([_upright(direction) for direction in directions[:2]])
    shares = tuple(float(part) / whole if whole > 0 else 0.0 for part in variance[:2])
    return InputPlane("principal", np.zeros(inputs.shape[1]), axes, (), shares)


def _upright(direction: Floats) -> Floats:
    """One of the two signs of a direction, always the same: its largest component is positive.

    Components that differ by rounding alone are equally large; the first of them counts.
    """
    sizes = np.abs(direction)
    largest = int(np.argmax(sizes > sizes.max() - NARROWEST))
    return direction if direction[largest] > 0 else -direction
