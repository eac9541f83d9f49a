"""Each data set against its source: scikit-learn's own rows, or its formula without noise."""

import numpy as np
import pytest
from sklearn import datasets as sklearn

from app.engine.catalogue import DATASETS
from app.engine.contracts import Floats


def exact(name: str, seed: int = 0, **parameters: float) -> tuple[Floats, Floats]:
    """The rows without noise."""
    table = DATASETS.build(name, {**parameters, "noise": 0.0}).table(seed)
    return table.inputs, table.targets


@pytest.mark.parametrize("seed", [0, 1, 2**32 - 1])
def test_moons_and_circles_are_scikit_learns(seed: int):
    for ours, theirs in (
        (DATASETS["moons"](), sklearn.make_moons(500, noise=0.2, random_state=seed)),
        (
            DATASETS["circles"](),
            sklearn.make_circles(500, noise=0.1, factor=0.5, random_state=seed),
        ),
    ):
        table = ours.table(seed)
        np.testing.assert_array_equal(table.inputs, theirs[0])
        np.testing.assert_array_equal(table.targets, theirs[1])


def test_blobs_are_scikit_learns_around_centers_on_a_circle():
    third = np.array([[2, 0], [-1, np.sqrt(3)], [-1, -np.sqrt(3)]])
    table = DATASETS["blobs"](samples=400).table(7)
    inputs, targets = sklearn.make_blobs(400, centers=third, cluster_std=0.5, random_state=7)

    np.testing.assert_allclose(table.inputs, inputs, atol=1e-14)
    np.testing.assert_array_equal(table.targets, targets)


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "digits"])
def test_measured_classes_are_scikit_learns(name: str):
    theirs = getattr(sklearn, f"load_{name}")()
    table = DATASETS[name]().table(0)

    np.testing.assert_array_equal(table.inputs, theirs.data)
    np.testing.assert_array_equal(table.targets, theirs.target)
    assert table.features == tuple(str(name) for name in theirs.feature_names)
    assert table.classes == tuple(str(name) for name in theirs.target_names)


def test_diabetes_is_scikit_learns_in_its_own_units():
    theirs = sklearn.load_diabetes(scaled=False)
    table = DATASETS["diabetes"]().table(0)

    np.testing.assert_array_equal(table.inputs, theirs.data)
    np.testing.assert_array_equal(table.targets, theirs.target)
    assert table.features == tuple(theirs.feature_names)


def test_exact_moons_lie_on_half_circles():
    x, moon = exact("moons")
    centers = np.array([[0.0, 0.0], [1.0, 0.5]])[moon]

    np.testing.assert_allclose(np.linalg.norm(x - centers, axis=-1), 1.0)
    assert ((x - centers)[moon == 0, 1] >= -1e-15).all()
    assert ((x - centers)[moon == 1, 1] <= 1e-15).all()


@pytest.mark.parametrize("factor", [0.0, 0.5, 0.99])
def test_exact_circles_have_their_radii(factor: float):
    x, circle = exact("circles", factor=factor)

    np.testing.assert_allclose(np.linalg.norm(x, axis=-1), np.where(circle, factor, 1.0))


@pytest.mark.parametrize("centers", [2, 3, 4])
def test_exact_blobs_are_their_centers(centers: int):
    x, blob = exact("blobs", centers=centers)

    angle = 2 * np.pi * blob / centers
    np.testing.assert_allclose(x, 2 * np.stack([np.cos(angle), np.sin(angle)], -1), atol=1e-15)


def test_exact_xor_is_the_sign_of_the_product():
    x, different = exact("xor")

    np.testing.assert_array_equal(different, np.prod(x, axis=-1) < 0)
    assert (np.abs(x) < 1).all()
    assert np.bincount(2 * (x[:, 0] > 0) + (x[:, 1] > 0)).tolist() == [125] * 4


@pytest.mark.parametrize("arms", [2, 3])
@pytest.mark.parametrize("turns", [0.25, 1.5, 3.0])
def test_exact_spirals_turn_with_their_radius(arms: int, turns: float):
    x, arm = exact("spirals", arms=arms, turns=turns)
    radius = np.linalg.norm(x, axis=-1)
    turned = np.arctan2(x[:, 1], x[:, 0]) / (2 * np.pi) - turns * radius - arm / arms

    np.testing.assert_allclose(turned, turned.round(), atol=1e-12)
    assert radius.min() >= 0.1
    assert radius.max() <= 1.0


@pytest.mark.parametrize("squares", [2, 3, 8])
def test_exact_checkerboard_is_the_parity_of_the_square(squares: int):
    x, color = exact("checkerboard", squares=squares)
    cells = np.floor(x).astype(int)

    np.testing.assert_array_equal(color, cells.sum(axis=-1) % 2)
    assert len(np.unique(cells, axis=0)) == squares**2
    assert (cells.min(), cells.max()) == (0, squares - 1)


def test_exact_plane_bump_and_sine_are_their_formulas():
    x, y = exact("plane")
    np.testing.assert_allclose(y, 2 * x[:, 0] - x[:, 1] + 1)
    x, y = exact("bump", width=0.3)
    np.testing.assert_allclose(y, np.exp(-(x[:, 0] ** 2 + x[:, 1] ** 2) / 0.18))
    x, y = exact("sine", waves=3)
    np.testing.assert_allclose(y, np.sin(3 * np.pi * x[:, 0]))


def test_exact_sparse_classes_are_halves_by_the_score():
    x, above = exact("sparse", activity=0.05, count=12)
    p = np.geomspace(0.5, 0.05, 12)
    score = ((-1.0) ** np.arange(12) * (x - p) / np.sqrt(p * (1 - p))).sum(axis=-1)

    assert set(np.unique(x)) == {0.0, 1.0}
    assert score[above == 1].min() > score[above == 0].max()
    assert abs(above.mean() - 0.5) < 0.02


def test_features_of_sparse_are_on_as_often_as_said():
    dataset = DATASETS["sparse"](samples=5000)

    share = dataset.table(0).inputs.mean(axis=0)
    np.testing.assert_allclose(share, dataset.shares(), atol=4 * np.sqrt(0.25 / 5000))
    assert share[-1] == pytest.approx(0.01, abs=0.006)


@pytest.mark.parametrize("name", ["xor", "spirals", "checkerboard", "plane", "bump", "sine"])
def test_noise_has_the_deviation_it_says(name: str):
    quiet, loud = (
        DATASETS[name](samples=5000, noise=noise).table(4) for noise in (0.0, 0.3)
    )
    added = (
        loud.inputs - quiet.inputs if loud.classes else loud.targets - quiet.targets
    )

    assert added.std() == pytest.approx(0.3, rel=0.05)
    assert added.mean() == pytest.approx(0.0, abs=0.02)
