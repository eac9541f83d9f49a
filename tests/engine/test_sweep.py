"""Each at its best: what is found is what a run of its own has."""

import numpy as np
import pytest

from app.engine.budget import last_tenth, loss_at
from app.engine.catalogue import OPTIMIZERS, SCHEDULES, SURFACES
from app.engine.race import Race, Run
from app.engine.sweep import sweep
from app.engine.training import Trainee, Training
from app.spec import spec_from


def run_of(optimizer, surface="rosenbrock", convention=None, noise=0.0, **parameters):
    ground, rule = SURFACES[surface](**parameters), OPTIMIZERS[optimizer]
    form = rule.convention(convention) if convention else rule.conventions[0]
    constant = SCHEDULES["constant"]()
    return Run(rule, form, dict(form.defaults), constant, ground, ground.start, noise)


def with_settings(run, settings):
    return Run(
        run.optimizer, run.convention, settings, run.schedule, run.surface, run.start, run.noise
    )


def score_of(run, steps, seed=0):
    """The largest height over the last tenth, by the race itself."""
    frames = Race([run], steps, seed).advance(steps + 1)
    lowest = run.surface.lowest() or 0.0
    return float(np.max(frames.value[last_tenth(steps) :, 0] - lowest))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_best_run_alone_has_the_score(name):
    run = run_of(name, "beale")
    (found,) = sweep([run], 120)
    assert score_of(with_settings(run, found.hyperparameters), 120) == found.score
    assert found.score < score_of(run, 120)


@pytest.mark.parametrize("steps", [1, 5, 10])
def test_few_steps_are_enough(steps):
    run = run_of("sgd")
    (found,) = sweep([run], steps)
    assert score_of(with_settings(run, found.hyperparameters), steps) == found.score


def test_with_noise_the_score_is_the_median_over_the_seeds():
    run = run_of("momentum", noise=1.0)
    (found,) = sweep([run], 100, range(5, 10))
    best = with_settings(run, found.hyperparameters)
    assert found.score == np.median([score_of(best, 100, seed) for seed in range(5, 10)])


def test_company_changes_nothing():
    runs = [run_of("sgd"), run_of("adam"), run_of("sgd", noise=0.5), run_of("adam", "ravine")]
    together = sweep(runs, 60, (3, 4, 5))
    for run, found in zip(runs, together, strict=True):
        (alone,) = sweep([run], 60, (3, 4, 5))
        np.testing.assert_array_equal(alone.scores, found.scores)
        assert (alone.best, alone.hyperparameters) == (found.best, found.hyperparameters)


def test_gradient_descent_finds_the_rate_of_theory():
    """On a quadratic 2 / (smallest + largest curvature) is the fastest: here 2 / 11."""
    run = run_of("sgd", "ravine", condition=10.0)
    curvatures = np.linalg.eigvalsh(run.surface.hessian(np.zeros(2)))
    (found,) = sweep([run], 40)
    rate = found.hyperparameters["lr"]
    assert 0.8 * 2 / curvatures.sum() < rate < 2 / curvatures[-1]


def test_momentum_is_found_where_it_helps():
    plain, heavy = run_of("sgd", "ravine", condition=100.0), run_of("momentum", "ravine",
                                                                     condition=100.0)
    without, found = sweep([plain, heavy], 200)
    assert found.hyperparameters["beta"] > 0.5
    assert found.score < 1e-3 * without.score


def test_where_scores_are_zero_to_rounding_the_soonest_wins():
    run = run_of("sgd", "ravine", condition=2.0)
    (found,) = sweep([run], 2000)
    assert (found.scores < 1e-12).sum() > 5
    curvatures = np.linalg.eigvalsh(run.surface.hessian(np.zeros(2)))
    assert found.hyperparameters["lr"] == pytest.approx(2 / curvatures.sum(), rel=0.1)


def test_rates_beside_the_best_work_too():
    (found,) = sweep([run_of("sgd", "rastrigin")], 100)
    row, column = found.best
    assert np.isfinite(found.scores[row, max(0, column - 1) : column + 2]).all()


def test_without_a_lowest_point_who_leaves_the_domain_is_lost():
    run = run_of("sgd", "saddle")
    (found,) = sweep([run], 200)
    end = Race([with_settings(run, found.hyperparameters)], 200).advance(201).point[-1, 0]
    low, high = np.transpose(run.surface.domain)
    assert ((low <= end) & (end <= high)).all()
    assert np.isinf(found.scores[0, -1])


def test_a_rule_without_a_rate_has_its_eps_swept():
    run = run_of("adadelta", convention="textbook")
    (found,) = sweep([run], 100)
    assert found.grid.rate == "eps"
    assert "ε" in found.words
    assert score_of(with_settings(run, found.hyperparameters), 100) == found.score


def test_all_that_is_tried_has_two_digits():
    (found,) = sweep([run_of("adam")], 50)
    assert all(rate == float(f"{rate:.1e}") for rate in found.grid.rates)
    forgotten = 1 - np.array(found.grid.betas)
    np.testing.assert_allclose(forgotten, [float(f"{f:.1e}") for f in forgotten], rtol=1e-9)


def test_the_best_network_alone_has_the_score():
    problem = {"kind": "network", "hidden": [4]}
    spec = {"problem": problem, "runs": [{"optimizer": "momentum"}], "steps": 40, "seed": 2}
    run = spec_from(spec).training().runs[0]
    (found,) = sweep([run], 40, (2,))
    best = Trainee(
        run.optimizer, run.convention, found.hyperparameters, run.schedule, run.network
    )
    training = Training([best], 40, 2)
    training.advance(41)
    (record,) = training.records()
    scores = [value for step, value in record.scores.train_loss if step >= last_tenth(40)]
    assert max(scores) == found.score
    assert loss_at(run.network, record.final[None])[0] == scores[-1]


def test_a_sweep_ends_when_nobody_wants_it():
    class Enough(Exception):
        pass

    def heed():
        raise Enough

    with pytest.raises(Enough):
        sweep([run_of("sgd")], 100, heed=heed)
