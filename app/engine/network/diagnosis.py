"""What goes on inside a network: gradients that vanish or explode, units that no longer learn."""

from typing import Literal, NamedTuple

import numpy as np

from app.engine.contracts import Floats
from app.engine.network.examples import columns
from app.engine.network.problem import Network

NEARLY_FLAT = 0.1  # of the steepest slope; a unit with less on average counts as saturated


class Health(NamedTuple):
    """How the units of each of L hidden layers do on the train part, (..., L) each.

    `mean` and `deviation` are of what the units put out, over units and examples. `dead` counts
    the units of a rectifier that are flat for every example: no gradient reaches them.
    `saturated` counts the units of a two-sided activation whose slope is on average below a
    tenth of the steepest.
    """

    mean: Floats
    deviation: Floats
    dead: Floats
    saturated: Floats


class Trouble(NamedTuple):
    """What first left the finite numbers at a point, in the order of computation.

    The parameters of a layer; its sums, on the way forward; the loss; or the gradient of a layer
    or its length, on the way back. Layers count from 0; the last gives the outputs.
    """

    what: Literal["parameters", "sums", "loss", "gradient"]
    layer: int


@np.errstate(all="ignore")
def gradient_flow(network: Network, x: Floats, step: int) -> Floats:
    """The length of each layer's part of the gradient at `step`, (..., D) -> (..., L)."""
    _, gradient = network.value_and_gradient(x, step)
    return np.stack(
        [
            np.sqrt(np.square(gradient[..., place.first : place.end]).sum(-1))
            for place in network.shape.places
        ],
        axis=-1,
    )


@np.errstate(all="ignore")
def health(network: Network, x: Floats) -> Health:
    """How the hidden units do at points (..., D), without dropout."""
    inputs = columns(network.samples, "train", x.dtype).inputs
    found = np.concatenate([_health(network, sums) for sums in network.sums(x, inputs)], 1)
    return Health(*found.reshape(4, *x.shape[:-1], len(network.hidden)))


def _health(network: Network, sums: list[Floats]) -> Floats:
    """The four numbers of `Health` for a block of points, (4, p, L)."""
    activation = network.activation
    layers = []
    for s in sums[:-1]:
        value, slope = activation.value_and_slope(s)
        dead = (slope == 0).all(2).sum(1) * activation.dies
        flat = slope.mean(2) < NEARLY_FLAT * activation.steepest
        saturated = flat.sum(1) * activation.saturates
        layers.append((value.mean((1, 2)), value.std((1, 2)), dead, saturated))
    table = np.array(layers, float).reshape(len(layers), 4, len(sums[-1]))
    return np.moveaxis(table, 0, -1)


@np.errstate(all="ignore")
def trouble(network: Network, x: Floats, step: int) -> Trouble | None:
    """What first left the finite numbers at one point (D,) on the batch of `step`, if anything."""
    lanes = network.lanes(x)
    for number, layer in enumerate(network.shape.layers(lanes)):
        if not (np.isfinite(layer.weights).all() and np.isfinite(layer.biases).all()):
            return Trouble("parameters", number)
    value, sums = network.trace(lanes, step, np.empty_like(lanes))
    for number, s in enumerate(sums):
        if not np.isfinite(s).all():
            return Trouble("sums", number)
    if not np.isfinite(value).all():
        return Trouble("loss", len(sums) - 1)
    flow = gradient_flow(network, x, step)
    broken = np.flatnonzero(~np.isfinite(flow))
    return Trouble("gradient", int(broken[-1])) if len(broken) else None
