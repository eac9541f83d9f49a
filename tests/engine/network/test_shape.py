"""The flat vector: its order, its size, its views."""

import numpy as np
import pytest

from app.engine.network.shape import Shape


@pytest.mark.parametrize(
    ("sizes", "size"), [((1, 1), 2), ((2, 8, 8, 1), 105), ((64, 32, 10), 2410), ((3, 5), 20)]
)
def test_size_counts_weights_and_biases(sizes: tuple[int, ...], size: int) -> None:
    assert Shape(sizes).size == size


def test_layers_follow_one_another_weights_row_by_row_then_biases() -> None:
    x = np.arange(2 * 17.0).reshape(2, 17)

    first, second = Shape((2, 3, 2)).layers(x)

    np.testing.assert_array_equal(first.weights[0], [[0, 1, 2], [3, 4, 5]])
    np.testing.assert_array_equal(first.biases[0], [6, 7, 8])
    np.testing.assert_array_equal(second.weights[0], [[9, 10], [11, 12], [13, 14]])
    np.testing.assert_array_equal(second.biases[0], [15, 16])
    np.testing.assert_array_equal(second.weights[1], second.weights[0] + 17)


@pytest.mark.parametrize("sizes", [(1, 1), (1, 4, 1), (3, 1, 1, 2), (2, 8, 1), (5, 5)])
@pytest.mark.parametrize("lanes", [1, 2, 7])
def test_layers_are_views_through_which_the_whole_vector_can_be_written(
    sizes: tuple[int, ...], lanes: int
) -> None:
    shape = Shape(sizes)
    x = np.full((lanes, shape.size), np.nan)

    for layer in shape.layers(x):
        layer.weights[...] = 1
        layer.biases[...] = 2

    assert np.isfinite(x).all()
