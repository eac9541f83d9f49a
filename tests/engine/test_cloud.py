"""A cloud holds what each seed alone does."""

from dataclasses import replace

import numpy as np
import pytest

from app.engine.cloud import clouds, followed, lucky, shown, wilson
from app.engine.network.luck import draws_of
from app.engine.race import Race
from app.engine.training import Trainee, Training
from app.spec import spec_from

SEEDS = range(3, 12)


def race_of(*runs, name="rosenbrock", noise=1.0, steps=60, **fields):
    problem = {"name": name, "noise": noise}
    chosen = [run if isinstance(run, dict) else {"optimizer": run} for run in runs]
    return spec_from({"problem": problem, "runs": chosen, "steps": steps, **fields}).race()


def trainee_of(optimizer="adam", **problem):
    spec = {"problem": {"kind": "network", **problem}, "runs": [{"optimizer": optimizer}]}
    return spec_from(spec).training().runs[0]


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_each_seed_has_the_numbers_of_a_run_with_it(optimizer):
    race = race_of(optimizer, name="beale")
    seen = followed(race.runs[0], 60, SEEDS)
    for place, seed in enumerate(SEEDS):
        alone = Race(race.runs, 60, seed).advance(61)
        np.testing.assert_array_equal(seen.loss[:, place], alone.value[:, 0])
        np.testing.assert_array_equal(seen.point[:, place], alone.point[:, 0])


def test_changes_are_made_for_every_seed():
    changes = [
        {"step": 20, "run": 0, "hyperparameters": {"lr": 0.001}},
        {"step": 40, "run": 0, "hyperparameters": {"lr": 0.01}, "optimizer": "adam"},
    ]
    race = race_of("sgd", name="beale", changes=changes)
    seen = followed(race.runs[0], 60, SEEDS, race.changes)
    for place, seed in enumerate(SEEDS):
        alone = Race(race.runs, 60, seed, race.changes).advance(61)
        np.testing.assert_array_equal(seen.loss[:, place], alone.value[:, 0])


@pytest.mark.parametrize(
    "problem",
    [
        {"hidden": [8, 8]},
        {"hidden": [5], "dropout": 0.3, "batch_size": 7, "l2": 0.01},
        {"dataset": "digits", "hidden": [6], "batch_size": 20},
        {"dataset": "bump", "hidden": [4], "batch_size": None},
        {"dataset": "iris", "hidden": [3], "loss": "hinge", "batch_size": 1},
    ],
)
def test_each_lane_of_draws_is_a_network_with_its_seed(problem):
    network = trainee_of(**problem).network
    drawn = draws_of(network, SEEDS)
    x = drawn.starts()
    for step in (0, 1, 40):
        value, gradient = drawn.value_and_gradient(x, step)
        for place, seed in enumerate(SEEDS):
            alone = replace(network, seed=seed)
            np.testing.assert_array_equal(x[place], alone.initial(seed))
            one, slope = alone.value_and_gradient(x[place], step)
            assert value[place] == one
            np.testing.assert_array_equal(gradient[place], slope)


def test_each_seed_of_a_network_has_the_loss_of_a_training_with_it():
    run = trainee_of(hidden=[4], dropout=0.2)
    seen = followed(run, 30, SEEDS, told=shown(30, 11))
    for place, seed in enumerate(SEEDS):
        own = Trainee(run.optimizer, run.convention, run.hyperparameters, run.schedule,
                      replace(run.network, seed=seed))  # fmt: skip
        training = Training([own], 30, seed, every=3)
        training.advance(31)
        (record,) = training.records()
        assert record.scores.train_loss == list(
            zip(range(0, 31, 3), seen.loss[:, place].tolist(), strict=True)
        )


def test_quantiles_are_those_of_the_seeds():
    race = race_of("sgd", "adam", name="beale")
    told, (cloud, _) = clouds(race.runs, 60, range(64), 0.5)
    loss = followed(race.runs[0], 60, range(64)).loss
    assert told == list(range(61))
    for share, found in zip((0.1, 0.5, 0.9), cloud.loss, strict=True):
        assert ((loss <= found[:, None]).mean(1) >= share).all()
        assert ((loss < found[:, None]).mean(1) < share).all()
    assert cloud.reached == (loss.min(0) <= 0.5).sum()


def test_seeds_that_diverge_count_as_infinite_loss():
    run = {"optimizer": "sgd", "hyperparameters": {"lr": 0.0066}}
    race = race_of(run, noise=10.0, steps=200)
    _, (cloud,) = clouds(race.runs, 200, range(64), 1.0)
    lost = np.isinf(followed(race.runs[0], 200, range(64)).loss[-1])
    assert 0 < lost.sum() < 64
    assert cloud.diverged == lost.sum()
    assert np.isnan(cloud.ends).all(-1).tolist() == lost.tolist()
    assert np.isinf(cloud.loss.high[-1]) == (lost.mean() > 0.1)


def test_the_band_is_as_wide_as_the_noise_across_a_straight_way():
    """Gradient descent on a bowl: across the way the noise alone moves, by eta sigma a step."""
    problem = {"name": "ravine", "noise": 1.0, "parameters": {"condition": 1}, "start": [-4, 0]}
    run = {"optimizer": "sgd", "hyperparameters": {"lr": 0.01}}
    race = spec_from({"problem": problem, "runs": [run], "steps": 20}).race()
    _, (cloud,) = clouds(race.runs, 20, range(256), 1.0)
    np.testing.assert_allclose(cloud.path.point[0], [-4, 0])
    assert cloud.path.across[0] == 0
    expected = 1.2816 * 0.01 * np.sqrt(20)
    assert cloud.path.across[-1] == pytest.approx(expected, rel=0.2)


def test_wilson_against_the_published_formula():
    """The ends are where |p - share| = z sqrt(p (1 - p) / n)."""
    for hits, count in ((3, 64), (60, 64), (128, 256)):
        for p in wilson(hits, count):
            away = abs(p - hits / count)
            assert away == pytest.approx(1.959964 * np.sqrt(p * (1 - p) / count))


def test_luck_is_noise_batches_dropout_or_weights():
    assert not lucky(race_of("sgd", noise=0.0).runs[0])
    assert lucky(race_of("sgd").runs[0])
    assert lucky(trainee_of(batch_size=None))
    assert not lucky(trainee_of(batch_size=None, initializer="constant"))
    assert lucky(trainee_of(batch_size=32, initializer="constant"))
