"""The plane through paths in weight space."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from app.engine.network.problem import Network
from app.engine.network.scores import scores
from app.engine.network.weight_plane import companions, weight_plane
from tests.engine.network.building import built, made_up


@dataclass
class Racer:
    network: Network


def flat_paths(network, seed=0):
    """Two paths in one plane, with its origin and axes of length 1."""
    rng = np.random.default_rng(seed)
    axes = np.linalg.qr(rng.normal(size=(network.size, 2)))[0].T
    origin = network.initial(0)
    turns = np.linspace(0, 3, 7)[:, None]
    ways = (3 * np.hstack([turns, 0.3 * turns**2]), np.hstack([-turns, turns]))
    return [(list(range(0, 70, 10)), origin + way @ axes) for way in ways], axes


@pytest.mark.parametrize("hidden", [(8, 8), ()])
def test_paths_in_a_plane_lie_in_it(hidden) -> None:
    network = built(hidden=hidden)
    paths, _ = flat_paths(network)
    plane = weight_plane([network, network], paths, 11, "train")

    assert sum(plane.explained) == pytest.approx(1)
    assert plane.explained[0] > plane.explained[1] > 0
    for (steps, points), path in zip(paths, plane.paths, strict=True):
        assert path.steps == steps
        assert path.distance.max() < 1e-9
        lengths = np.hypot(np.diff(path.u), np.diff(path.v))
        np.testing.assert_allclose(lengths, np.linalg.norm(np.diff(points, axis=0), axis=1))
        for side, places in ((plane.u, path.u), (plane.v, path.v)):
            assert side[0] < places.min() <= places.max() < side[-1]


def test_what_sticks_out_of_the_plane_is_told() -> None:
    network = built()
    paths, axes = flat_paths(network)
    normal = np.linalg.qr(np.vstack([axes, np.ones(network.size)]).T)[0][:, 2]
    points = paths[1][1].copy()
    points[3] += 0.25 * normal
    points[4] -= 0.25 * normal
    plane = weight_plane([network] * 2, [paths[0], (paths[1][0], points)], 11, "train")

    assert plane.paths[1].distance[3] == pytest.approx(0.25, rel=0.05)
    assert plane.paths[0].distance.max() < 0.05
    assert 0.99 < sum(plane.explained) < 1


@pytest.mark.parametrize("part", ["train", "test"])
def test_the_loss_is_that_of_the_whole_part_at_each_place(part) -> None:
    network = built(l2=0.1, dropout=0.3)
    paths, _ = flat_paths(network)
    plane = weight_plane([network], paths[:1], 5, part)
    origin = paths[0][1].mean(0)
    own = weight_plane([network], [(paths[0][0], paths[0][1] - origin)], 5, part)
    np.testing.assert_allclose(own.u, plane.u)

    ends = paths[0][1][[0, -1]] - origin
    u, v = np.stack([plane.paths[0].u, plane.paths[0].v])[:, [0, -1]]
    across = np.linalg.solve(np.stack([u, v]).T, ends)
    for row, column in ((0, 0), (1, 4), (4, 2)):
        x = origin + plane.u[column] * across[0] + plane.v[row] * across[1]
        expected = scores(network, x, part).loss
        assert plane.loss[row, column] == pytest.approx(float(expected), rel=1e-4)


def test_many_points_are_the_same_as_few_at_a_time(monkeypatch) -> None:
    network = built()
    paths, _ = flat_paths(network)
    whole = weight_plane([network] * 2, paths, 11, "train")
    monkeypatch.setattr("app.engine.network.weight_plane.POINTS_BLOCK", 5000)
    np.testing.assert_allclose(
        weight_plane([network] * 2, paths, 11, "train").loss, whole.loss, rtol=1e-5
    )


def test_the_same_paths_have_the_same_plane_the_same_way_up() -> None:
    network = built()
    paths, _ = flat_paths(network)
    one, other = (weight_plane([network] * 2, paths, 5, "train") for _ in range(2))
    np.testing.assert_array_equal(one.loss, other.loss)
    swapped = weight_plane([network] * 2, paths[::-1], 5, "train")
    np.testing.assert_allclose(swapped.loss, one.loss, rtol=1e-4)


@pytest.mark.parametrize("points", [1, 5])
def test_runs_that_have_not_moved_still_have_a_plane(points: int) -> None:
    network = built()
    x = network.initial(0)
    plane = weight_plane([network], [(range(points), x[None].repeat(points, 0))], 11, "train")

    assert plane.explained == (0, 0)
    assert np.isfinite(plane.loss).all()
    assert plane.u[-1] - plane.u[0] > 0.1
    assert plane.v[-1] - plane.v[0] > 0.1
    assert plane.paths[0].distance.max() == 0


def test_a_straight_path_has_a_plane_of_some_width() -> None:
    network = built()
    x = network.initial(0) + np.linspace(0, 1, 5)[:, None] * network.initial(1)
    plane = weight_plane([network], [(range(5), x)], 11, "train")

    assert plane.explained == pytest.approx((1, 0))
    assert np.isfinite(plane.loss).all()
    assert plane.v[-1] - plane.v[0] == pytest.approx((plane.u[-1] - plane.u[0]) / 4)


def test_networks_of_one_kind_share_a_plane() -> None:
    samples = made_up()
    network = built(samples)
    racers = [
        built(made_up()),
        network,
        replace(network, batch_size=None, l2=0.1, dropout=0.1),
        built(samples, hidden=(8,)),
        built(samples, activation="relu"),
        built(samples),
        built(samples, loss="hinge"),
    ]
    assert companions([Racer(each) for each in racers]) == ([1, 2, 5], [0, 3, 4, 6])
    assert companions([Racer(each) for each in racers[3:5]]) == ([0], [1])
