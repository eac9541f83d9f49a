"""What claims can measure: one function each. Its docstring is its line in docs/lessons.md.

All take a run first. A step `at` that is left out is the last one with finite numbers.
"""

import math
from collections.abc import Callable

import numpy as np

from app.engine.contracts import Floats
from app.engine.network.diagnosis import health
from app.lessons.ran import OnSurface, Ran, Unmeasurable

Value = bool | float | str
Measure = Callable[..., Value]
At = float | None

SEEDS = 64
SAME = 1e-9  # of the largest weight: sums of equal numbers may differ by their order

MEASURES: dict[str, Measure] = {}


def measure(function: Measure) -> Measure:
    """Let claims use a function by its name."""
    MEASURES[function.__name__] = function
    return function


@measure
def status(r: Ran) -> str:
    """'converged', 'stalled', 'diverged' or 'finished'."""
    return r.outcome.status


@measure
def steps(r: Ran) -> float:
    """The last step with finite numbers."""
    return r.steps


@measure
def since(r: Ran) -> float:
    """The step since which the run has converged or stalled; inf where it has not."""
    return math.inf if r.outcome.since is None else r.outcome.since


@measure
def loss(r: Ran, at: At = None) -> float:
    """f − f* on a surface that has a minimum, else f; of a network the recorded loss."""
    return float(r.loss[r.step(at)])


@measure
def best(r: Ran) -> float:
    """The lowest `loss` of all steps."""
    return float(r.loss.min())


@measure
def best_at(r: Ran) -> float:
    """The step of the lowest `loss`."""
    return int(r.loss.argmin())


@measure
def reached(r: Ran, level: float) -> float:
    """The first step whose `loss` is at most `level`; inf if there is none."""
    return _first(r.loss <= level)


@measure
def stays_below(r: Ran, level: float) -> float:
    """The step from which on `loss` is at most `level`; inf if its last is not."""
    above = np.flatnonzero(~(r.loss <= level))
    after = int(above[-1]) + 1 if len(above) else 0
    return after if after < len(r.loss) and r.steps == r.race.spec.steps else math.inf


@measure
def x(r: Ran, at: At = None) -> float:
    """The first coordinate of the point."""
    return float(r.on_surface().points[r.step(at), 0])


@measure
def y(r: Ran, at: At = None) -> float:
    """The second coordinate of the point."""
    return float(r.on_surface().points[r.step(at), 1])


@measure
def distance(r: Ran, at: At, px: float, py: float) -> float:
    """How far the point of step `at` is from (px, py)."""
    return float(np.hypot(*(r.on_surface().points[r.step(at)] - (px, py))))


@measure
def apart(r: Ran, other: Ran) -> float:
    """The largest distance between two runs at the same step, over the steps of both."""
    ours, theirs = r.on_surface().points, other.on_surface().points
    length = min(len(ours), len(theirs))
    return float(np.hypot(*(ours[:length] - theirs[:length]).T).max())


@measure
def norm(r: Ran, at: At = None) -> float:
    """The length of the true gradient."""
    return float(r.norm[r.step(at)])


@measure
def rate(r: Ran, at: At = None) -> float:
    """The learning rate of the move away from the step."""
    return float(r.rate[r.step(at)])


@measure
def move(r: Ran, at: At = None) -> float:
    """The length of the move that led to the step."""
    return float(r.moved[r.step(at)])


@measure
def path_length(r: Ran) -> float:
    """The length of all moves together."""
    return float(r.moved.sum())


@measure
def turns(r: Ran) -> float:
    """How often x turned back, on a surface; how often the loss did, of a network."""
    numbers = r.points[:, 0] if isinstance(r, OnSurface) else r.loss
    ways = np.sign(np.diff(numbers))
    ways = ways[ways != 0]
    return int((ways[1:] != ways[:-1]).sum())


@measure
def highest(r: Ran, first: At = None, last: At = None) -> float:
    """The highest `loss` from step `first` to step `last`; without them, of all steps."""
    return float(_between(r, first, last).max())


@measure
def mean_loss(r: Ran, first: At = None, last: At = None) -> float:
    """The mean `loss` from step `first` to step `last`."""
    return float(_between(r, first, last).mean())


@measure
def spread(r: Ran, first: At = None, last: At = None) -> float:
    """The standard deviation of `loss` from step `first` to step `last`."""
    return float(_between(r, first, last).std())


@measure
def curvature(r: Ran, at: At = None) -> float:
    """The largest eigenvalue of the Hessian at the point; on surfaces."""
    found = r.on_surface()
    return float(np.linalg.eigvalsh(found.run.surface.hessian(found.points[r.step(at)]))[-1])


@measure
def share(r: Ran, level: float, seeds: float = SEEDS) -> float:
    """The share of seeds whose lowest `loss` is at most `level`; of networks, train loss."""
    return float(np.mean([lowest <= level for lowest in _lowest(r, int(seeds))]))


@measure
def end_share(r: Ran, px: float, py: float, radius: float, seeds: float = SEEDS) -> float:
    """The share of seeds that end within `radius` of (px, py)."""
    _, points = r.on_surface().seeded(int(seeds))
    return float((np.hypot(*(points[-1] - (px, py)).T) <= radius).mean())


@measure
def median_loss(r: Ran, at: At = None, seeds: float = SEEDS) -> float:
    """The median over seeds of `loss` at step `at`; inf where most have diverged."""
    found, _ = r.on_surface().seeded(int(seeds))
    place = len(found) - 1 if at is None else int(at)
    return float(np.median(np.where(np.isnan(found[place]), math.inf, found[place])))


@measure
def best_rate(r: Ran) -> float:
    """The learning rate of the run at its best, by the sweep of `POST /api/best`; on surfaces."""
    return _number(r, "lr")


@measure
def best_momentum(r: Ran) -> float:
    """The momentum, β or β₁, of the run at its best."""
    return _number(r, r.on_surface().at_best.grid.beta)


@measure
def best_score(r: Ran) -> float:
    """The largest loss in the last tenth of the steps of the run at its best."""
    return r.on_surface().at_best.score


@measure
def train_loss(r: Ran, at: At = None) -> float:
    """The loss on the whole train part, without penalties."""
    return float(r.trained().train(at).loss[0])


@measure
def test_loss(r: Ran, at: At = None) -> float:
    """The loss on the test part, without penalties."""
    return float(r.trained().test(at).loss[0])


@measure
def train_accuracy(r: Ran, at: At = None) -> float:
    """The share of the train part that is told right."""
    return _accuracy(r, r.trained().train(at).accuracy)


@measure
def test_accuracy(r: Ran, at: At = None) -> float:
    """The share of the test part that is told right."""
    return _accuracy(r, r.trained().test(at).accuracy)


@measure
def lowest_test_loss(r: Ran) -> float:
    """The lowest test loss of the steps at which networks are scored, about a hundred."""
    return min(value for _, value in r.trained().record.scores.test_loss)


@measure
def train_loss_reached(r: Ran, level: float) -> float:
    """The first scored step whose train loss is at most `level`; inf if there is none."""
    seen = r.trained().record.scores.train_loss
    return next((step for step, value in seen if value <= level), math.inf)


@measure
def flow(r: Ran, layer: float, at: At = None) -> float:
    """The length of one layer's part of the gradient; layers count from 1 at the inputs."""
    found = r.trained()
    return float(found.flow[r.step(at), _layer(r, layer)])


@measure
def weight_norm(r: Ran, at: At = None) -> float:
    """The length of all weights together, biases left out."""
    return float(np.linalg.norm(_weights(r, at)))


@measure
def weights_below(r: Ran, size: float, at: At = None) -> float:
    """The share of weights, biases left out, that are smaller than `size`."""
    return float((np.abs(_weights(r, at)) < size).mean())


@measure
def dead(r: Ran, at: At = None) -> float:
    """How many hidden units are flat for every example of the train part."""
    found = r.trained()
    return float(health(found.run.network, found.parameters(at)).dead.sum())


@measure
def saturated(r: Ran, at: At = None) -> float:
    """How many hidden units are nearly flat on average over the train part."""
    found = r.trained()
    return float(health(found.run.network, found.parameters(at)).saturated.sum())


@measure
def examples(r: Ran, at: At = None) -> float:
    """How many examples were seen before the step."""
    return r.trained().run.network.batches.seen(r.step(at))


@measure
def parameter(r: Ran, index: float, at: At = None) -> float:
    """One parameter of the flat vector, counted from 0, as POST /api/run lays it out."""
    return float(r.trained().parameters(at)[int(index)])


@measure
def gradient(r: Ran, index: float, at: At = None) -> float:
    """One number of the gradient, counted like parameters, on the batch of the step."""
    found = r.trained()
    _, slopes = found.run.network.value_and_gradient(found.parameters(at), r.step(at))
    return float(slopes[int(index)])


@measure
def unit(r: Ran, layer: float, number: float, row: float, at: At = None) -> float:
    """What a unit puts out for a training row; layers and units count from 1, rows from 0."""
    found = r.trained()
    network = found.run.network
    outputs = network.responses(found.parameters(at), network.samples.train_inputs)
    return float(outputs[_layer(r, layer)][int(row), int(number) - 1])


@measure
def parameters_equal(r: Ran, at: At = None) -> bool:
    """Whether in each hidden layer all units have the same weights and bias."""
    found = r.trained()
    network = found.run.network
    layers = network.shape.layers(found.parameters(at)[None])[: len(network.hidden)]
    return all(
        np.ptp(numbers, axis=-1).max() <= SAME * max(1.0, float(np.abs(numbers).max()))
        for layer in layers
        for numbers in (layer.weights[0], layer.biases)
    )


def _number(r: Ran, name: str | None) -> float:
    """A hyperparameter of the run at its best. Raises Unmeasurable."""
    found = r.on_surface().at_best.hyperparameters
    if name is None or name not in found:
        raise Unmeasurable(f"{r.name} has none to find")
    return found[name]


def _first(condition: Floats) -> float:
    return int(np.argmax(condition)) if condition.any() else math.inf


def _between(r: Ran, first: At, last: At) -> Floats:
    return r.loss[r.step(0 if first is None else first) : r.step(last) + 1]


def _lowest(r: Ran, seeds: int) -> list[float]:
    if isinstance(r, OnSurface):
        found, _ = r.seeded(seeds)
        return [float(value) for value in np.where(np.isnan(found), math.inf, found).min(0)]
    records = r.trained().seeded(seeds)
    return [min((loss for _, loss in each.scores.train_loss), default=math.inf) for each in records]


def _accuracy(r: Ran, found: Floats | None) -> float:
    if found is None:
        raise Unmeasurable(f"{r.name} predicts numbers; accuracy is for classes")
    return float(found[0])


def _layer(r: Ran, layer: float) -> int:
    layers = r.trained().flow.shape[1]
    if layer not in range(1, layers + 1):
        raise Unmeasurable(f"{r.name} has layers 1 to {layers}, and no layer {layer:g}")
    return int(layer) - 1


def _weights(r: Ran, at: At) -> Floats:
    found = r.trained()
    layers = found.run.network.shape.layers(found.parameters(at)[None])
    return np.concatenate([layer.weights.ravel() for layer in layers])
