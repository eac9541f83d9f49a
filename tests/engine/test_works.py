"""The largest rate that works was run, and what is above it was too."""

from dataclasses import replace

import numpy as np
import pytest

from app.engine.race import Change, Race
from app.engine.works import works
from app.spec import spec_from


def race_of(optimizer="sgd", name="ravine", steps=200, **fields):
    spec = {"problem": {"name": name, **fields}, "runs": [{"optimizer": optimizer}]}
    return spec_from({**spec, "steps": steps}).race()


def ended(run, steps, changes):
    race = Race([run], steps, 0, list(changes))
    return race.advance(steps + 1).value[:, 0]


def test_on_a_quadratic_it_is_just_below_the_limit_of_theory():
    race = race_of(parameters={"condition": 10.0})
    run = race.runs[0]
    limit = 2 / np.linalg.eigvalsh(run.surface.hessian(np.zeros(2)))[-1]
    found = works(run, 200)
    assert 0.93 * limit < found.lr <= limit
    assert found.lr == float(f"{found.lr:.1e}")


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("step", [0, 60])
def test_what_is_found_was_run_to_the_end(optimizer, step):
    run = race_of(optimizer, "beale").runs[0]
    run = replace(run, hyperparameters={**run.hyperparameters, "lr": 1e-3})
    found = works(run, 200, step=step)
    values = ended(run, 200, [Change(step, 0, {"lr": found.lr})])
    told = next(each for each in found.tried if each.lr == found.lr)
    assert told.end == values[-1]
    assert found.begun == values[step]
    assert values[-1] < values[step]
    larger = next((each for each in found.tried if each.lr > found.lr), None)
    if larger is not None:
        values = ended(run, 200, [Change(step, 0, {"lr": larger.lr})])
        best = min(each.end for each in found.tried if each.end is not None)
        assert not values[-1] ** 2 <= values[step] * best


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_with_every_smaller_rate_down_to_a_quarter_it_ends_lower_too(optimizer):
    found = works(race_of(optimizer, "rastrigin").runs[0], 100)
    near = [each for each in found.tried if found.lr / 4 <= each.lr <= found.lr]
    assert len(near) > 4
    assert all(each.end < found.begun for each in near)


def test_a_rate_at_the_edge_that_ends_a_hair_lower_is_not_offered():
    found = works(race_of("sgd", "ravine", steps=500).runs[0], 500)
    edge = next(each for each in found.tried if each.lr == 0.04)
    assert (edge.status, found.lr) == ("short", 0.039)
    assert 0.8 * found.begun < edge.end < found.begun


def test_changes_so_far_are_kept_and_later_ones_left_out():
    run = race_of("momentum", "beale").runs[0]
    before, after = Change(10, 0, {"beta": 0.5}), Change(90, 0, {"lr": 5.0})
    found = works(run, 100, step=40, changes=[before, after])
    values = ended(run, 100, [before, Change(40, 0, {"lr": found.lr})])
    assert next(each.end for each in found.tried if each.lr == found.lr) == values[-1]


def test_where_a_run_is_lost_nothing_works():
    run = race_of("sgd", "rosenbrock").runs[0]
    run = replace(run, hyperparameters={"lr": 5.0})
    found = works(run, 100, step=50)
    assert found.lr is None
    assert "left the finite numbers" in found.words


def test_on_a_saddle_a_run_must_stay_in_the_picture():
    found = works(race_of("sgd", "saddle").runs[0], 200)
    assert found.tried[-1].status in ("left", "diverged")
    assert "leaves the picture" in found.words


def test_networks_have_one_too():
    problem = {"kind": "network", "dataset": "bump", "hidden": [4]}
    spec = {"problem": problem, "runs": [{"optimizer": "sgd"}], "steps": 30}
    run = spec_from(spec).training().runs[0]
    found = works(run, 30)
    assert found.lr is not None
    larger = [each for each in found.tried if each.lr > found.lr]
    assert larger
    assert larger[0].status != "works"
