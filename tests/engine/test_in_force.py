"""Which rule a run follows at a step, and what is said of one that turned to another."""

from dataclasses import replace

import numpy as np
import pytest

from app.engine.catalogue import OPTIMIZERS
from app.engine.in_force import in_force, label_of, parting
from app.engine.outcome import outcomes
from app.engine.race import Race
from app.engine.verdict import verdicts
from app.spec import race_from, spec_from

RAVINE = {"name": "ravine", "start": [1, 1]}  # λ = 50


def sgd(lr=0.01):
    return {"optimizer": "sgd", "hyperparameters": {"lr": lr}}


def turn(step, optimizer=None, convention=None, run=0, **numbers):
    wanted = {"step": step, "run": run, "hyperparameters": numbers}
    rule = {"optimizer": optimizer, "convention": convention}
    return wanted | {name: given for name, given in rule.items() if given}


def judged(run, *changes, problem=None, steps=500):
    """How one run ends."""
    race = race_from({
        "problem": problem or RAVINE, "runs": [run], "steps": steps, "changes": list(changes),
    })  # fmt: skip
    return outcomes(race, [race.advance(steps + 1)])[0]


def adam_then_momentum() -> Race:
    changes = [
        turn(50, lr=0.02),
        turn(90, convention="pytorch", lr=0.03),
        turn(30, "momentum", beta=0.5),
        turn(10, lr=0.5),
    ]
    return race_from({"problem": RAVINE, "runs": [{"optimizer": "adam"}], "changes": changes})


def test_the_rule_in_force_is_what_the_latest_changes_made_of_it():
    race = adam_then_momentum()
    (adam,), momentum = race.runs, OPTIMIZERS["momentum"]
    found = [in_force(adam, race.changes, step) for step in (0, 10, 30, 49, 50, 500)]

    assert [rule.optimizer.name for rule in found] == ["adam"] * 2 + ["momentum"] * 4
    assert [rule.since for rule in found] == [0, 0, 30, 30, 30, 90]
    assert [rule.hyperparameters["lr"] for rule in found] == [0.001, 0.5, 0.01, 0.01, 0.02, 0.03]
    assert found[2].convention is momentum.conventions[0]
    assert found[2].hyperparameters == {**momentum.conventions[0].defaults, "beta": 0.5}
    assert found[5].hyperparameters == {**momentum.convention("pytorch").defaults, "lr": 0.03}


def test_the_rule_in_force_is_the_one_that_moves():
    race = adam_then_momentum()
    for step in (1, 10, 30, 50, 90, 120):
        race.advance(step - race.step)
        opening, rule = race.opened(0), in_force(race.runs[0], race.changes, step)
        assert opening.convention is rule.convention
        assert opening.hyperparameters == rule.hyperparameters


def test_a_label_names_every_rule_that_was_followed():
    race = adam_then_momentum()
    (adam,) = race.runs
    labels = [label_of(adam, race.changes, step) for step in (29, 30, 90)]

    assert labels == [
        "Adam",
        "Adam, then Momentum",
        "Adam (Textbook), then Momentum (Textbook), then Momentum (PyTorch)",
    ]


def test_many_turns_are_counted():
    names = ["sgd", "adam", "momentum", "adagrad"]
    race = race_from({
        "problem": RAVINE, "runs": [sgd()],
        "changes": [turn(step + 1, name) for step, name in enumerate(names[1:])],
    })  # fmt: skip
    label = label_of(race.runs[0], race.changes, 9)
    assert label == "Gradient descent, then 2 others, then Adagrad"


def test_a_rule_taken_up_anew_is_named_once():
    again = race_from({"problem": RAVINE, "runs": [sgd()], "changes": [turn(9, "sgd")]})
    assert label_of(again.runs[0], again.changes, 20) == "Gradient descent"
    replaced = race_from({"problem": RAVINE, "runs": [sgd()], "changes": [turn(0, "adam")]})
    assert label_of(replaced.runs[0], replaced.changes, 20) == "Adam"


def test_a_divergence_is_judged_by_the_rule_that_diverged():
    calm = judged(sgd(0.03), problem=RAVINE, steps=40)
    assert calm.status == "finished"
    end = judged(sgd(0.03), turn(40, "momentum", lr=0.2, beta=0.5), steps=2000)

    assert end.status == "diverged"
    assert end.steps > 40
    assert end.divergence.theorem
    assert end.divergence.met_at >= 40
    assert end.divergence.stable_rate == pytest.approx(2 * (1 + 0.5) / (1 - 0.5) / 50)
    assert end.reason.startswith(
        f"Gradient descent, then Momentum diverged at step {end.steps + 1}: η = 0.2 is above "
        "6/λ = 0.12, where λ = 50 is the steepest curvature since step 40 and before its loss "
        "only rose, at step "
    )
    suggested = end.divergence.suggested_lr
    better = judged(sgd(0.03), turn(40, "momentum", lr=suggested, beta=0.5), steps=2000)
    assert better.status == "converged"


def test_a_rule_without_theory_is_not_judged_by_the_one_before_it():
    far = {"name": "rosenbrock"}
    end = judged(sgd(1e-4), turn(5, "nadam", beta2=0.0, lr=1.0), problem=far)
    assert end.status == "diverged"
    assert not end.divergence.theorem
    assert "For Nadam that is a guide, not a theorem." in end.reason


def test_eps_and_decay_are_those_of_the_rule_in_force():
    flat = {"name": "saddle", "start": [1, 0]}
    end = judged(sgd(), turn(3, "rmsprop", eps=0.0), problem=flat)
    assert (end.status, end.steps) == ("diverged", 3)
    assert "with ε = 0 its move in y divides by 0" in end.reason

    decayed = turn(3, "adamw", "pytorch", lr=5.0, weight_decay=1.0)
    end = judged(sgd(), decayed)
    assert end.status == "diverged"
    assert "above 2 the decay alone throws the point further out" in end.reason


def test_changes_in_any_order_are_judged_in_that_of_their_steps():
    late_first = [turn(60, lr=0.01), turn(20, lr=0.001)]
    assert judged(sgd(), *late_first) == judged(sgd(), *late_first[::-1])
    wild = [turn(60, lr=0.2), turn(20, lr=0.03)]
    end = judged(sgd(), *wild)
    assert end.divergence.suggested_lr == pytest.approx(0.036)


def test_words_of_a_run_that_turned_name_both_rules():
    end = judged(sgd(1e-8), turn(20, "adam", lr=1e-8), problem={"name": "rosenbrock"}, steps=60)
    assert end.status == "stalled"
    assert end.reason.startswith("Gradient descent, then Adam has hardly moved")


def test_a_network_that_turned_is_told_with_both_rules():
    problem = {"kind": "network", "dataset": "moons", "hidden": [3]}
    spec = {"problem": problem, "runs": [sgd(0.1)], "steps": 40}
    training = spec_from({**spec, "changes": [turn(20, "adam", lr=0.01)]}).training()
    while not training.over:
        training.advance(50)
    plain = spec_from(spec).training()
    plain.advance(50)
    records = training.records()
    (end,) = verdicts(training, records)

    assert end.reason.startswith("Gradient descent, then Adam took all 40 steps.")
    same, other = records[0].value, plain.records()[0].value
    np.testing.assert_array_equal(same[:21], other[:21])
    assert (same[21:] != other[21:]).any()


def test_runs_part_at_the_first_change_that_they_do_not_share():
    race = adam_then_momentum()
    one = race.changes
    other = [replace(change, run=3) for change in one[::-1]]
    assert parting(one, other) == np.inf
    assert parting(one, other[:-1]) == 50
    assert parting(one, [*other, replace(one[0], step=20)]) == 20
    assert parting(one, []) == 10
