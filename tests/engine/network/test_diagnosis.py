"""What is said of gradients that vanish, units that are dead, and runs that break."""

import numpy as np
import pytest

from app.engine.network.diagnosis import Trouble, gradient_flow, health, trouble
from tests.engine.network.building import built, made_up

DEEP = (16,) * 6


def test_flow_is_the_length_of_each_layers_part_of_the_gradient() -> None:
    network = built(hidden=(5, 4))
    x = np.array([[network.initial(0), network.initial(1)]])
    _, gradient = network.value_and_gradient(x, 3)

    flow = gradient_flow(network, x, 3)

    assert flow.shape == (1, 2, 3)
    np.testing.assert_allclose((flow**2).sum(-1), (gradient**2).sum(-1))
    np.testing.assert_allclose(flow[..., 0], np.linalg.norm(gradient[..., :15], axis=-1))


def test_gradients_vanish_in_deep_sigmoid_networks_and_explode_with_large_weights() -> None:
    vanishing = built(hidden=DEEP, activation="sigmoid", initializer="xavier_uniform")
    steady = built(hidden=DEEP, activation="relu", initializer="he_normal")
    exploding = built(hidden=DEEP, activation="relu", initializer="he_normal", scale=5.0)

    def ratio(network: object) -> float:
        flow = gradient_flow(network, network.initial(0), 0)  # type: ignore[attr-defined,arg-type]
        return float(flow[0] / flow[-1])

    assert ratio(vanishing) < 1e-3
    assert 0.05 < ratio(steady) < 50
    size = np.linalg.norm(gradient_flow(exploding, exploding.initial(0), 0))
    assert size > 1e3 * np.linalg.norm(gradient_flow(steady, steady.initial(0), 0))


def test_dead_rectifiers_are_counted() -> None:
    network = built(hidden=(6, 4), activation="relu")
    x = network.initial(0)[None].repeat(2, axis=0)
    first, second, _ = network.shape.layers(x[1:])
    first.biases[0, :2] = -100
    second.weights[0, :, 3], second.biases[0, 3] = 0, -1

    dead = health(network, x).dead

    assert (dead[1] - dead[0] >= [1, 0]).all()
    assert dead[1, 0] >= 2
    assert dead[1, 1] >= 1
    assert not health(built(network.samples, hidden=(6, 4)), x).dead.any()


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_saturated_units_are_counted(activation: str) -> None:
    network = built(hidden=(6, 4), activation=activation)
    x = network.initial(0)[None].repeat(2, axis=0)
    first, _, _ = network.shape.layers(x[1:])
    first.biases[0, :2] = 50
    first.biases[0, 2] = -50

    found = health(network, x)

    assert found.saturated[:, 0].tolist() == [0, 3]
    assert not health(built(network.samples, hidden=(6, 4), activation="elu"), x).saturated.any()


def test_mean_and_deviation_are_of_all_outputs_of_a_layer() -> None:
    network = built(hidden=(6, 4))
    x = np.array([network.initial(seed) for seed in range(3)])
    first, second, _ = network.responses(x, network.samples.train_inputs)

    found = health(network, x)

    for layer, outputs in enumerate((first, second)):
        np.testing.assert_allclose(found.mean[:, layer], outputs.mean((1, 2)))
        np.testing.assert_allclose(found.deviation[:, layer], outputs.std((1, 2)))


def test_a_network_without_hidden_layers_has_no_units_to_look_after() -> None:
    network = built(hidden=())

    assert health(network, network.initial(0)[None]).dead.shape == (1, 0)


def test_a_sound_point_has_no_trouble() -> None:
    network = built()

    assert trouble(network, network.initial(0), 0) is None


def test_broken_parameters_name_their_layer() -> None:
    network = built(hidden=(3, 3))
    x = network.initial(0)
    x[network.shape.places[1].biases] = np.inf

    assert trouble(network, x, 0) == Trouble("parameters", 1)


def test_sums_that_overflow_name_the_first_layer_where_they_do() -> None:
    network = built(hidden=(3, 3, 3), activation="relu")
    x = 1e130 * np.abs(network.initial(0))

    assert trouble(network, x, 0) == Trouble("sums", 2)


def test_a_loss_that_overflows_is_told_from_its_sums() -> None:
    network = built(made_up(2, 0), hidden=(3,), loss="mse")

    assert trouble(network, 1e200 * network.initial(0), 0) == Trouble("loss", 1)


def test_a_gradient_that_overflows_names_the_last_layer_where_it_does() -> None:
    network = built(made_up(2, 0), hidden=(3,), activation="identity", loss="mse")
    x = network.initial(0)
    first, last = network.shape.layers(x[None])
    first.weights[...] *= 1e-150
    first.biases[...] *= 1e-150
    last.weights[...] *= 1e200

    assert trouble(network, x, 0) == Trouble("gradient", 0)
