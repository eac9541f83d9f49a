"""All that is told of a network at one step: how good it is, and what its units put out."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.engine.contracts import Floats
from app.engine.network.diagnosis import gradient_flow, health
from app.engine.network.examples import Part
from app.engine.network.problem import Network
from app.engine.network.scores import Evaluation, Scores, confusion, evaluate

BINS = 24

Counts = NDArray[np.int64]


class LayerDetails(NamedTuple):
    """What the units of one layer put out over the train part, (...) each.

    `counts` (..., 24) are of equal parts between `low` and `high`, the greatest and the least of
    all outputs; where these are equal all lie in the first, where they are not finite nothing is
    counted. `dead` and `saturated` count units, see `Health`. `gradient_norm` is the length of the
    gradient by the layer's weights and biases on the batch of the step.
    """

    low: Floats
    high: Floats
    counts: Counts
    mean: Floats
    deviation: Floats
    dead: Floats
    saturated: Floats
    units: int
    gradient_norm: Floats


class Details(NamedTuple):
    """A network at points (...), at one step.

    The scores are as in `Scores`; those of a test part without rows are None. The confusion
    (..., k, k) is None for numbers. There is an entry for each hidden layer and one for the
    outputs. `ratio` is the gradient norm of the first layer by that of the last.
    """

    train: Scores
    test: Scores | None
    train_confusion: Counts | None
    test_confusion: Counts | None
    layers: list[LayerDetails]
    ratio: Floats


@np.errstate(all="ignore")
def details(network: Network, x: Floats, step: int) -> Details:
    """The details at points (..., D), scores and outputs without dropout."""
    scores: Evaluation = evaluate(network, x)
    flow = gradient_flow(network, x, step)

    def confused(part: Part) -> Counts | None:
        rows = getattr(network.samples, f"{part}_inputs")
        return confusion(network, x, part) if network.samples.table.classes and len(rows) else None

    return Details(
        scores.train,
        scores.test,
        confused("train"),
        confused("test"),
        _layers(network, x, flow),
        flow[..., 0] / flow[..., -1],
    )


def _layers(network: Network, x: Floats, flow: Floats) -> list[LayerDetails]:
    outputs = network.responses(x, network.samples.train_inputs)
    found = health(network, x)
    layers = []
    for number, values in enumerate(outputs):
        hidden = number < len(network.hidden)
        low, high = values.min((-2, -1)), values.max((-2, -1))
        none = np.zeros(x.shape[:-1])
        layers.append(
            LayerDetails(
                low,
                high,
                _histogram(values, low, high),
                found.mean[..., number] if hidden else values.mean((-2, -1)),
                found.deviation[..., number] if hidden else values.std((-2, -1)),
                found.dead[..., number] if hidden else none,
                found.saturated[..., number] if hidden else none,
                values.shape[-1],
                flow[..., number],
            )
        )
    return layers


def _histogram(values: Floats, low: Floats, high: Floats) -> Counts:
    """How many values (..., N, units) lie in each of 24 equal parts, (..., 24)."""
    lanes = values.reshape(-1, values.shape[-2] * values.shape[-1])
    first, width = low.reshape(-1, 1), (high - low).reshape(-1, 1)
    known = np.isfinite(width[:, 0])
    # Divided first: 24 by the narrowest of widths is no finite number.
    place = np.where(width > 0, (lanes - first) / np.where(width > 0, width, 1.0) * BINS, 0.0)
    place = np.clip(np.where(known[:, None], place, 0.0), 0, BINS - 1).astype(np.int64)
    counts = np.array([np.bincount(lane, minlength=BINS) for lane in place])
    counts[~known] = 0
    return counts.reshape(*low.shape, BINS)
