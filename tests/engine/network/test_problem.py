"""A network as a problem: its gradient, its start, its company, its precision."""

import copy
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.engine.catalogue import ACTIVATIONS, OPTIMIZERS, SCHEDULES
from app.engine.contracts import Floats
from app.engine.descend import Descent, Lanes, descend
from app.engine.network.problem import Network
from tests.engine.network.building import built, made_up

SETTINGS: dict[str, dict[str, Any]] = {
    "usual": {},
    "no hidden layer": {"hidden": ()},
    "a line": {"samples": made_up(1, 0), "hidden": (), "loss": "mse"},
    "narrow": {"hidden": (1, 3, 1)},
    "deep": {"hidden": (7, 6, 5, 4, 3, 2), "activation": "elu"},
    "wide": {"hidden": (64, 33), "activation": "gelu"},
    "softmax": {"samples": made_up(5, 4), "activation": "sigmoid"},
    "hinge": {"samples": made_up(3, 3), "loss": "hinge", "activation": "silu"},
    "ten classes": {"samples": made_up(17, 10), "hidden": (32,), "activation": "relu"},
    "numbers": {"samples": made_up(4, 0), "loss": "huber", "activation": "leaky_relu"},
    "penalties": {"l1": 0.01, "l2": 0.02},
    "dropout": {"dropout": 0.3, "hidden": (9, 5)},
    "full batch": {"batch_size": None},
    "one example": {"batch_size": 1},
    "odd batch": {"batch_size": 7, "samples": made_up(3, 3), "activation": "identity"},
}
every = pytest.mark.parametrize("name", SETTINGS)


def network_of(name: str) -> Network:
    return built(**SETTINGS[name])


def cloud(network: Network, lanes: int) -> Floats:
    """Starts of different seeds, (P, D)."""
    return np.array([network.initial(seed) for seed in range(lanes)])


def train(
    network: Network, starts: Floats, steps: int = 40, optimizer: str = "adam"
) -> Floats:
    """Points and values of a short training, (steps + 1, P, D + 1)."""
    convention = OPTIMIZERS[optimizer].conventions[0]
    lanes = Lanes(convention, {"lr": 0.01}, SCHEDULES.build("constant", {}), starts)
    blocks = list(descend(network, [lanes], steps, block=17))
    return np.concatenate([np.concatenate([b.point, b.value[..., None]], -1) for b in blocks])


@every
def test_gradient_is_the_slope_of_the_value(name: str) -> None:
    network = network_of(name)
    x = network.initial(4)
    h = 1e-6
    for step in (0, 5):
        nudges = h * np.eye(network.size)
        above, _ = network.value_and_gradient(x + nudges, step)
        below, _ = network.value_and_gradient(x - nudges, step)
        _, gradient = network.value_and_gradient(x, step)
        np.testing.assert_allclose(gradient, (above - below) / (2 * h), rtol=1e-5, atol=1e-8)


@every
def test_lanes_are_alike_bit_for_bit_alone_and_in_any_company(name: str) -> None:
    network = network_of(name)
    starts = cloud(network, 70)
    value, gradient = network.value_and_gradient(starts, 3)

    for part in [slice(k, k + 1) for k in range(70)] + [slice(3, 5), slice(1, 34), slice(69)]:
        values, gradients = network.value_and_gradient(starts[part], 3)
        np.testing.assert_array_equal(values, value[part])
        np.testing.assert_array_equal(gradients, gradient[part])


@every
@pytest.mark.parametrize("optimizer", ["adam", "momentum"])
def test_trainings_are_alike_bit_for_bit_alone_and_in_company(name: str, optimizer: str) -> None:
    network = network_of(name)
    starts = cloud(network, 9)

    together = train(network, starts, optimizer=optimizer)

    for lane in (0, 4, 8):
        alone = train(network_of(name), starts[[lane]], optimizer=optimizer)
        np.testing.assert_array_equal(together[:, [lane]], alone)


@every
def test_any_leading_shape_and_memory_order_gives_the_same_bits(name: str) -> None:
    network = network_of(name)
    x = cloud(network, 6)
    value, gradient = network.value_and_gradient(x, 2)

    for shape in ((2, 3), (6, 1), (1, 2, 3)):
        values, gradients = network.value_and_gradient(x.reshape(*shape, -1), 2)
        np.testing.assert_array_equal(values, value.reshape(shape))
        np.testing.assert_array_equal(gradients, gradient.reshape(*shape, -1))
    for other in (np.asfortranarray(x), np.repeat(x, 2, axis=1)[:, ::2]):
        np.testing.assert_array_equal(network.value_and_gradient(other, 2)[1], gradient)
    assert network.value_and_gradient(x[1], 2)[0] == value[1]


@every
def test_single_precision_stays_single_and_near(name: str) -> None:
    network = network_of(name)
    x = cloud(network, 3)
    value, gradient = network.value_and_gradient(x, 1)

    values, gradients = network.value_and_gradient(x.astype(np.float32), 1)

    assert values.dtype == gradients.dtype == np.float32
    np.testing.assert_allclose(values, value, rtol=1e-4)
    np.testing.assert_allclose(gradients, gradient, rtol=1e-3, atol=1e-4)
    assert train(network, x.astype(np.float32), steps=5).dtype == np.float32


@every
def test_nothing_that_was_given_is_changed_and_steps_can_be_asked_in_any_order(name: str) -> None:
    network = network_of(name)
    x = cloud(network, 2)
    kept = x.copy()
    first = network.value_and_gradient(x, 9)
    network.value_and_gradient(x, 200)
    network.value_and_gradient(x.astype(np.float32), 9)

    again = network.value_and_gradient(x, 9)

    np.testing.assert_array_equal(first[1], again[1])
    np.testing.assert_array_equal(x, kept)


@every
def test_a_copied_or_pickled_training_goes_on_alike(name: str) -> None:
    network = network_of(name)
    convention = OPTIMIZERS["adam"].conventions[0]
    lanes = Lanes(convention, {}, SCHEDULES.build("constant", {}), cloud(network, 2))
    descent = Descent(network, [lanes])
    descent.advance(5)
    copied, pickled = copy.deepcopy(descent), pickle.loads(pickle.dumps(descent))  # noqa: S301

    points = descent.advance(9).point

    np.testing.assert_array_equal(copied.advance(9).point, points)
    np.testing.assert_array_equal(pickled.advance(9).point, points)


PROCESS = """
import hashlib
from tests.engine.network.test_problem import SETTINGS, cloud, network_of, train
for name in SETTINGS:
    network = network_of(name)
    print(name, hashlib.sha256(train(network, cloud(network, 3)).tobytes()).hexdigest())
"""


def test_two_processes_find_the_same_bits() -> None:
    root = Path(__file__).parents[3]

    def once(seed: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", PROCESS],
            capture_output=True,
            check=True,
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            text=True,
        ).stdout

    first, second = once("1"), once("2")
    assert len(first.splitlines()) == len(SETTINGS)
    assert first == second


def test_seeds_lead_to_other_batches_and_other_starts() -> None:
    first, other = built(seed=0), built(seed=1)
    x = first.initial(0)

    assert (x != first.initial(1)).all()
    assert first.value_and_gradient(x, 0)[0] != other.value_and_gradient(x, 0)[0]
    np.testing.assert_array_equal(first.initial(5), other.initial(5))


def test_the_start_holds_each_layers_draw_and_the_scale_is_on_the_weights_alone() -> None:
    plain, doubled = built(initializer="torch_linear"), built(initializer="torch_linear", scale=2.0)

    layers = plain.shape.layers(plain.initial(3)[None])
    twice = doubled.shape.layers(doubled.initial(3)[None])

    for layer, other in zip(layers, twice, strict=True):
        np.testing.assert_array_equal(other.weights, 2 * layer.weights)
        np.testing.assert_array_equal(other.biases, layer.biases)
        bound = 1 / np.sqrt(layer.weights.shape[1])
        assert np.abs(layer.weights).max() <= bound
        assert 0 < np.abs(layer.biases).max() <= bound


def test_a_deeper_network_starts_like_a_shallower_one() -> None:
    shallow = built(hidden=(8,)).shape, built(hidden=(8,)).initial(0)
    deep = built(hidden=(8, 8)).shape, built(hidden=(8, 8)).initial(0)
    first, other = (shape.layers(x[None])[0] for shape, x in (shallow, deep))

    np.testing.assert_array_equal(first.weights, other.weights)


def test_equal_networks_on_the_same_samples_are_one_key() -> None:
    samples = made_up()
    one, same, other = built(samples), built(samples), built(samples, l2=0.1)

    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert one != built(made_up())


def test_penalties_are_on_weights_and_not_on_biases() -> None:
    plain, penalized = built(), built(l1=0.03, l2=0.2)
    x = plain.initial(0)
    value, gradient = plain.value_and_gradient(x, 0)
    values, gradients = penalized.value_and_gradient(x, 0)
    weights = np.ones_like(x)
    for place in plain.shape.places:
        weights[place.biases : place.end] = 0
    w = x * weights

    expected = value + 0.03 * np.abs(w).sum() + 0.2 * np.square(w).sum()
    np.testing.assert_allclose(values, expected, rtol=1e-14)
    np.testing.assert_allclose(
        gradients, gradient + 0.03 * np.sign(w) + 0.4 * w, rtol=1e-12, atol=1e-15
    )


def test_an_l2_penalty_pulls_like_a_coupled_decay_of_twice_its_size() -> None:
    """On weights; a decay pulls biases too, so they are held at zero."""
    penalized, plain = built(l2=0.05, initializer="he_normal"), built(initializer="he_normal")
    x = plain.initial(0)

    _, pulled = penalized.value_and_gradient(x, 0)
    _, gradient = plain.value_and_gradient(x, 0)

    np.testing.assert_allclose(pulled, gradient + 2 * 0.05 * x, rtol=1e-12, atol=1e-15)


def test_the_absolute_value_pulls_nothing_at_zero() -> None:
    x = np.zeros(built().size)

    np.testing.assert_array_equal(
        built(l1=0.5).value_and_gradient(x, 0)[1], built().value_and_gradient(x, 0)[1]
    )


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", ["mse", "cross_entropy", "hinge", "huber"])
def test_overflow_is_data_and_leaves_the_other_lanes_alone(activation: str, loss: str) -> None:
    network = built(hidden=(8, 8), activation=activation, loss=loss, l2=0.1)
    x = cloud(network, 3)
    calm = network.value_and_gradient(x, 0)
    x[1] *= 1e200
    value, gradient = network.value_and_gradient(x, 0)

    assert not np.isfinite(value[1])
    np.testing.assert_array_equal(value[[0, 2]], calm[0][[0, 2]])
    np.testing.assert_array_equal(gradient[[0, 2]], calm[1][[0, 2]])


@pytest.mark.parametrize(
    ("classes", "loss", "goal"), [(2, "cross_entropy", 0.4), (3, "hinge", 0.6), (0, "mse", 0.3)]
)
def test_training_learns(classes: int, loss: str, goal: float) -> None:
    network = built(made_up(2, classes, 200), loss=loss, initializer="xavier_uniform")

    path = train(network, cloud(network, 4), steps=500)

    assert (path[-50:, :, -1].mean(0) < goal).all()
