"""The loop that moves points."""

import copy
import pickle

import numpy as np
import pytest

from app.engine import noise
from app.engine.catalogue import OPTIMIZERS, SCHEDULES, SURFACES
from app.engine.contracts import Problem
from app.engine.descend import Descent, Lanes, descend
from app.engine.race import joined

CONSTANT = SCHEDULES.build("constant", {})
BEALE = SURFACES.build("beale", {})
START = np.array([[1.0, 1.0], [0.5, -0.5]])


def lanes(optimizer="adam", start=START, noise=0.0, schedule=CONSTANT, **own):
    form = OPTIMIZERS[optimizer].conventions[0]
    return Lanes(form, {**form.defaults, **own}, schedule, start, noise)


def whole(*groups, steps=60, block=100, problem=BEALE, seed=0):
    return joined(list(descend(problem, groups, steps, seed=seed, block=block)))


def same(left, right):
    for one, other in zip(left, right, strict=True):
        np.testing.assert_array_equal(one, other)


def test_gradient_descent_is_what_a_person_would_write():
    frames = whole(lanes("sgd", lr=0.02), steps=30)
    x = START
    for step in range(31):
        gradient = BEALE.gradient(x)
        np.testing.assert_array_equal(frames.point[step], x)
        np.testing.assert_array_equal(frames.value[step], BEALE.value(x))
        np.testing.assert_allclose(frames.gradient_norm[step], np.linalg.norm(gradient, axis=-1))
        x = x - 0.02 * gradient


def test_a_run_of_n_steps_has_n_plus_one_points_in_blocks_without_gaps():
    blocks = list(descend(BEALE, [lanes()], 60, block=25))
    assert [(block.first, len(block.value)) for block in blocks] == [(0, 25), (25, 25), (50, 11)]


@pytest.mark.parametrize("block", [1, 7, 60])
def test_the_length_of_the_blocks_changes_nothing(block: int):
    falling = SCHEDULES.build("exponential", {"decay": 0.01})
    groups = lanes(noise=0.5), lanes("sgd", schedule=falling), lanes("momentum", noise=1.0)
    steps = noise.BLOCK + 10
    same(whole(*groups, steps=steps, block=block), whole(*groups, steps=steps, block=1000))


def test_a_copy_goes_on_as_the_original_does():
    descent = Descent(BEALE, [lanes(noise=0.3)], seed=4)
    descent.advance(20)
    copies = copy.deepcopy(descent), pickle.loads(pickle.dumps(descent))  # noqa: S301
    expected = descent.advance(20)
    for other in copies:
        same(other.advance(20), expected)


def test_noise_moves_the_point_but_the_true_gradient_is_recorded():
    frames = whole(lanes("sgd", noise=1.0, lr=0.01))
    norms = np.linalg.norm(BEALE.gradient(frames.point), axis=-1)
    np.testing.assert_allclose(frames.gradient_norm, norms)
    draws = (frames.point[:-1] - frames.point[1:]) / 0.01 - BEALE.gradient(frames.point[:-1])
    np.testing.assert_allclose(draws[:, 0], draws[:, 1], atol=1e-9)  # the same for both lanes
    assert 0.7 < draws.std() < 1.3


def test_noise_has_the_standard_deviation_that_was_asked_for():
    class Flat(Problem):
        def value_and_gradient(self, x, step):
            return np.zeros(x.shape[:-1]), np.zeros_like(x)

    frames = whole(lanes("sgd", noise=2.5, lr=1.0), steps=4000, problem=Flat())
    moves = np.diff(frames.point[:, 0], axis=0)
    np.testing.assert_allclose(moves.std(axis=0), 2.5, rtol=0.05)
    np.testing.assert_allclose(moves.mean(axis=0), 0.0, atol=0.15)


def test_a_lane_that_leaves_the_finite_numbers_is_nan_from_then_on():
    frames = whole(lanes("sgd", lr=np.array([10.0, 0.001])), steps=200)
    dead = ~np.isfinite(frames.value[:, 0])
    assert dead.any()
    first = int(np.argmax(dead))
    assert dead[first:].all()
    for column in frames[1:]:
        assert np.isnan(column[first:, 0]).all()
        assert np.isfinite(column[:first, 0]).all()
        assert np.isfinite(column[:, 1]).all()


def test_a_value_that_overflows_ends_a_lane_whose_point_is_finite():
    class Cliff(Problem):
        def value_and_gradient(self, x, step):
            height = np.where(x[..., 0] > 0.55, x[..., 0], np.inf)
            return height, np.ones_like(x)

    frames = whole(lanes("sgd", lr=0.1), steps=20, problem=Cliff())
    np.testing.assert_array_equal(np.isfinite(frames.value).sum(axis=0), [5, 0])
    assert np.isnan(frames.point[5:, 0]).all()


def test_numpys_warnings_are_as_they_were():
    before = np.geterr()
    for _ in descend(BEALE, [lanes("sgd", lr=10.0)], 200, block=50):
        assert np.geterr() == before


def test_a_change_holds_from_the_next_move_on():
    descent = Descent(BEALE, [lanes("sgd", lr=0.01)])
    before = descent.advance(10)
    descent.change(1, {"lr": 0.02})
    after = descent.advance(10)
    np.testing.assert_array_equal(before.rate, 0.01)
    np.testing.assert_array_equal(after.rate, np.broadcast_to([0.01, 0.02], (10, 2)))


def test_a_point_of_many_coordinates_goes_the_same_way():
    class Bowl(Problem):
        def value_and_gradient(self, x, step):
            return 0.5 * np.square(x).sum(-1), x

    start = np.arange(12.0).reshape(2, 6)
    frames = whole(lanes("sgd", start=start, lr=0.5), steps=10, problem=Bowl())
    np.testing.assert_allclose(frames.point[-1], start / 2**10)


def test_a_lane_with_a_seed_of_its_own_sees_the_noise_of_that_seed():
    surface = SURFACES.build("beale", {})
    adam = OPTIMIZERS["adam"].conventions[0]
    sgd = OPTIMIZERS["sgd"].conventions[0]
    seeds = np.array([7, 3, 7, 11])
    start = np.tile(surface.start, (4, 1))

    def group(form, count, own=None):
        return Lanes(form, {"lr": 0.01}, CONSTANT, start[:count], noise=0.5, seeds=own)

    cloud = Descent(surface, [group(adam, 4, seeds), group(sgd, 4, seeds)], seed=99)
    frames = [cloud.advance(70) for _ in range(5)]
    points = np.concatenate([block.point for block in frames])
    for lane, seed in enumerate(seeds):
        for form, place in ((adam, lane), (sgd, 4 + lane)):
            alone = Descent(surface, [group(form, 1)], seed=int(seed))
            np.testing.assert_array_equal(alone.advance(350).point[:, 0], points[:, place])


def test_what_a_problem_adds_to_the_gradient_moves_but_is_not_recorded():
    surface = SURFACES.build("period_three", {})
    sgd = OPTIMIZERS["sgd"].conventions[0]
    group = Lanes(sgd, {"lr": 0.01}, CONSTANT, np.array([[0.0, 0.0]]))
    frames = Descent(surface, [group]).advance(7)

    moves = np.diff(frames.point[:, 0, 0])
    np.testing.assert_allclose(moves, -0.01 * np.array([4, -1, -1, 4, -1, -1]), rtol=1e-12)
    np.testing.assert_allclose(frames.gradient_norm[:, 0], 2 / 3)
    assert group.start[0, 0] - frames.point[3, 0, 0] == pytest.approx(3 * 0.01 * 2 / 3)
