"""What each data set's docstring promises to who looks closely."""

import re
from dataclasses import fields

import numpy as np
import pytest

from app.engine.catalogue import DATASETS, OPTIMIZERS
from app.engine.contracts import Floats, Table
from app.engine.samples import split


def claim(name: str, *words: str, **parameters: float) -> Table:
    """The rows of that data set, whose notice must say these words; many, for the long run."""
    for word in words:
        assert word in DATASETS[name].notice()
    many = {} if name not in DRAWN else {"samples": 5000}
    return DATASETS.build(name, {**many, **parameters}).table(seed=0)


DRAWN = "moons circles blobs xor spirals checkerboard plane bump sine".split()


def best_line(table: Table) -> float:
    """The share of rows on the right side of the best of all straight lines, by trying them."""
    angles = np.linspace(0, np.pi, 361)
    along = table.inputs @ np.stack([np.cos(angles), np.sin(angles)])
    ordered = table.targets[along.argsort(axis=0, kind="stable")]
    zeros_before = np.cumsum(ordered == 0, axis=0)
    ones_after = (ordered == 1).sum(axis=0) - np.cumsum(ordered == 1, axis=0)
    right = (zeros_before + ones_after) / len(ordered)
    return max(right.max(), 1 - right.min())


def explained(table: Table) -> float:
    """The share of the variance that the best plane explains."""
    columns = np.column_stack([table.inputs, np.ones(len(table.targets))])
    weights = np.linalg.lstsq(columns, table.targets, rcond=None)[0]
    return 1 - np.mean((table.targets - columns @ weights) ** 2) / table.targets.var()


def test_a_line_gets_87_percent_of_moons():
    assert best_line(claim("moons", "87 %", "noise of 0.2")) == pytest.approx(0.87, abs=0.005)


def test_a_line_gets_67_percent_of_circles_and_a_ring_all():
    table = claim("circles", "67 %", "Without noise", "radius of 0.5", noise=0.0)
    assert best_line(table) == pytest.approx(0.67, abs=0.005)
    radius = np.linalg.norm(table.inputs, axis=-1)
    assert ((radius < 0.75) == table.targets).all()


def test_two_touching_blobs_leave_97_7_percent():
    table = claim("blobs", "97.7 %", "2 centers and noise 1", centers=2, noise=1.0)
    assert best_line(table) == pytest.approx(0.977, abs=0.005)


def test_a_line_gets_two_thirds_of_xor():
    assert best_line(claim("xor", "two thirds")) == pytest.approx(2 / 3, abs=0.01)


def test_a_line_gets_64_percent_of_spirals():
    assert best_line(claim("spirals", "64 %")) == pytest.approx(0.64, abs=0.01)


def test_arms_of_spirals_are_a_third_apart_along_a_ray():
    assert "a third of the radius" in DATASETS["spirals"].notice()
    spirals = DATASETS["spirals"]()
    assert 1 / (spirals.arms * spirals.turns) == pytest.approx(1 / 3)


def test_a_line_gets_58_percent_of_a_checkerboard():
    assert best_line(claim("checkerboard", "58 %")) == pytest.approx(0.58, abs=0.01)


def test_plane_leaves_its_noise_unexplained():
    table = claim("plane", "95 %", "noise of 0.3", "0.09 of 0.09 + 5/3")
    assert explained(table) == pytest.approx(1 - 0.09 / (0.09 + 5 / 3), abs=0.005)
    assert explained(table) == pytest.approx(0.95, abs=0.005)


def test_a_plane_explains_nothing_of_a_bump():
    assert explained(claim("bump", "less than 2 %")) < 0.002
    assert max(explained(DATASETS["bump"]().table(seed)) for seed in range(20)) < 0.02


def test_a_line_explains_15_percent_of_two_waves():
    table = claim("sine", "15 %", "no noise", noise=0.0)
    assert explained(table) == pytest.approx(6 / (2 * np.pi) ** 2, abs=0.01)


@pytest.mark.parametrize("seed", range(3))
def test_adagrad_learns_rare_features_faster_than_plain_descent(seed: int):
    assert "200 mini-batches of 32" in DATASETS["sparse"].notice()
    samples = split(DATASETS["sparse"]().table(seed), 0.0, seed)
    inputs = np.column_stack([samples.train_inputs, np.ones(len(samples.train_targets))])

    best = {
        name: logistic_losses(name, inputs, samples.train_targets).min()
        for name in ("adagrad", "sgd")
    }

    assert best["adagrad"] < 0.8 * best["sgd"]


def logistic_losses(optimizer: str, inputs: Floats, targets: Floats) -> Floats:
    """The loss of logistic regression after 200 mini-batches, for each of many rates."""
    convention = OPTIMIZERS[optimizer].conventions[0]
    numbers = {name: value for name, value in convention.defaults.items() if name != "lr"}
    rule, rates = convention.rule(**numbers), np.geomspace(1e-2, 30, 22)[:, None]
    weights = np.zeros((len(rates), inputs.shape[1]))
    state = rule.start(weights)
    draw = np.random.default_rng(0)
    for _ in range(200):
        rows = draw.choice(len(inputs), 32, replace=False)
        score = np.clip(weights @ inputs[rows].T, -500, 500)
        error = 1 / (1 + np.exp(-score)) - targets[rows]
        change, state = rule.move(weights, error @ inputs[rows] / 32, state, rates)
        weights = weights + change
    score = weights @ inputs.T
    return np.mean(np.logaddexp(0, score) - targets * score, axis=-1)


@pytest.mark.parametrize("name", DATASETS)
def test_what_the_sliders_change_is_said_with_their_settings(name: str):
    settings = re.compile("[Ww]ith the usual|[Ww]ithout noise|[Ww]ith (2|two) .* noise")
    assert not fields(DATASETS[name]()) or settings.search(DATASETS[name].notice())


def test_setosa_has_the_short_petals():
    table = claim("iris", "2.5 cm")
    short = table.inputs[:, table.features.index("petal length (cm)")] < 2.5
    np.testing.assert_array_equal(short, table.targets == table.classes.index("setosa"))


def test_proline_varies_1378_times_as_much_as_hue():
    table = claim("wine", "1,378")
    deviation = dict(zip(table.features, table.inputs.std(axis=0), strict=True))
    assert deviation["proline"] / deviation["hue"] == pytest.approx(1378, abs=0.5)


def test_63_percent_are_benign():
    table = claim("breast_cancer", "63 %")
    assert table.targets.mean() == pytest.approx(0.63, abs=0.005)
    assert table.classes[1] == "benign"


def test_three_pixels_of_digits_are_always_blank():
    table = claim("digits", "Three of the 64")
    samples = split(table, 0.0, seed=0)
    assert len(samples.blank) == 3
    places = [table.features.index(name) for name in samples.blank]
    assert (samples.train_inputs[:, places] == 0).all()


def test_least_squares_explain_52_percent_of_diabetes():
    assert explained(claim("diabetes", "52 %")) == pytest.approx(0.52, abs=0.005)
