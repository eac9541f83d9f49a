"""The plane through the paths of several networks in weight space, and the loss on it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from app.engine.contracts import Floats
from app.engine.network.examples import Part, columns
from app.engine.network.problem import Network

MARGIN = 0.15  # of what the paths span, on each side of them
NARROWEST = 0.25  # of the longer side of the grid: the shorter one has as much in any case
NOTHING = 1e-12  # of what there is: less is rounding
POINTS_BLOCK = 16 * 1024 * 1024  # bytes of weights on the grid that are made together

Snapshots = tuple[Sequence[int], Floats]


class Racer(Protocol):
    """One that trains a network."""

    @property
    def network(self) -> Network:
        """The network that it trains."""


class Path(NamedTuple):
    """One path on the plane: steps, coordinates (S,) there, and distances (S,) from the plane."""

    steps: list[int]
    u: Floats
    v: Floats
    distance: Floats


class WeightPlane(NamedTuple):
    """A plane in weight space with the loss (V, U) at each `v` (V,) and `u` (U,).

    Its origin is the mean of all snapshots, its `axes` (2, D) are their first two principal
    components; `explained` are the shares of the snapshots' variance along them. The loss is that
    of the data, without penalties and dropout, and computed in float32: six digits, enough to be
    drawn.
    """

    explained: tuple[float, float]
    u: Floats
    v: Floats
    loss: Floats
    paths: list[Path]
    axes: Floats


def companions(runs: Sequence[Racer]) -> tuple[list[int], list[int]]:
    """The numbers of the runs that can share a plane, and of those that are left out.

    They have the same shape, activation, loss and rows. Of several such groups it is the
    largest, of equal ones the first.
    """
    groups: dict[object, list[int]] = {}
    for number, run in enumerate(runs):
        network = run.network
        alike = (network.shape.sizes, network.activation, network.loss, id(network.samples))
        groups.setdefault(alike, []).append(number)
    chosen = max(groups.values(), key=len, default=[])
    return chosen, [number for number in range(len(runs)) if number not in chosen]


@np.errstate(all="ignore")
def _go_on() -> None:
    """What nobody interrupts heeds."""


def weight_plane(
    networks: Sequence[Network],
    snapshots: Sequence[Snapshots],
    resolution: int,
    part: Part,
    heed: Callable[[], None] = _go_on,
) -> WeightPlane:
    """The plane through the snapshots, (steps, points (S, D)), of networks that can share one.

    The loss is on all rows of a part that has some, at `resolution` points along each axis.
    `heed` is called now and then, and may end it by raising.
    """
    points = np.concatenate([path for _, path in snapshots])
    origin = points.mean(0)
    away = points - origin
    largest = float(np.abs(away).max())
    if largest <= NOTHING * np.abs(points).max():
        away, largest = np.zeros_like(away), 1.0
    axes, explained = _axes(away / largest)
    places = away @ axes.T
    distances = np.sqrt(np.square(away - places @ axes).sum(-1))
    u, v = _sides(places, _length(origin), resolution)
    paths, first = [], 0
    for steps, path in snapshots:
        own = slice(first, first + len(path))
        paths.append(Path(list(steps), places[own, 0], places[own, 1], distances[own]))
        first = own.stop
    losses = _losses(networks[0], origin, axes, u, v, part, heed)
    return WeightPlane(explained, u, v, losses, paths, axes)


def _axes(away: Floats) -> tuple[Floats, tuple[float, float]]:
    """The first two principal components (2, D) of deviations (S, D), and what they explain.

    From the smaller of the two matrices of inner products. Where there is less than a plane, it
    is completed by coordinate axes.
    """
    wide = len(away) <= away.shape[1]
    variances, vectors = np.linalg.eigh(away @ away.T if wide else away.T @ away)
    whole = _length(away) ** 2
    found: list[Floats] = []
    shares = [0.0, 0.0]
    for place, variance in enumerate(variances[:-3:-1]):
        if variance > NOTHING * variances[-1] and whole > 0:
            vector = vectors[:, -1 - place]
            found.append(_unit(away.T @ vector if wide else vector, found))
            shares[place] = min(1.0, float(variance) / whole)
    while len(found) < 2:
        other = np.zeros(away.shape[1])
        other[int(np.argmin(sum((np.abs(axis) for axis in found), np.zeros_like(other))))] = 1.0
        found.append(_unit(other, found))
    return np.array(found), (shares[0], shares[1])


def _unit(vector: Floats, others: Sequence[Floats]) -> Floats:
    """A vector at right angles to others, of length 1; its largest coordinate is positive."""
    for other in others:
        vector = vector - (vector @ other) * other
    vector = vector / _length(vector)
    return vector * np.sign(vector[np.argmax(np.abs(vector))])


def _length(points: Floats) -> float:
    return float(np.sqrt(np.square(points).sum()))


def _sides(places: Floats, length: float, resolution: int) -> list[Floats]:
    """Coordinates along both axes that hold all places (S, 2) and a margin.

    Without any way gone, the sides are as long as a quarter of the weights.
    """
    low, high = places.min(0), places.max(0)
    span = np.maximum(high - low, NARROWEST * (high - low).max())
    if not span.any():
        span = np.full(2, NARROWEST * length or 1.0)
    half = (0.5 + MARGIN) * span
    middle = (low + high) / 2
    return [
        np.linspace(middle[axis] - half[axis], middle[axis] + half[axis], resolution)
        for axis in range(2)
    ]


def _losses(
    network: Network,
    origin: Floats,
    axes: Floats,
    u: Floats,
    v: Floats,
    part: Part,
    heed: Callable[[], None],
) -> Floats:
    """The loss (V, U): all points of the grid are lanes of one call, as far as memory allows."""
    rows = columns(network.samples, part, np.dtype(np.float32))
    places = np.stack(np.meshgrid(u, v), -1).reshape(-1, 2)
    block = max(1, POINTS_BLOCK // (4 * len(origin)))
    found = []
    for first in range(0, len(places), block):
        heed()
        points = (origin + places[first : first + block] @ axes).astype(np.float32)
        sums = network.sums(points, rows.inputs)
        found += [network.loss.value(layers[-1], rows.targets) for layers in sums]
    return np.concatenate(found).astype(float).reshape(len(v), len(u))
