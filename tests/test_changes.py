"""Changes on the way that may be asked for: each is held against the rule in force by then."""

import pytest

from app.engine.catalogue import OPTIMIZERS
from app.spec import MAX_CHANGES, RaceSpec, Refused, race_from, spec_from

SPEC = {
    "problem": {"name": "ravine"},
    "runs": [{"optimizer": "sgd"}, {"optimizer": "adam", "convention": "pytorch"}],
}


def changed(*changes):
    """The changes of a race, as the engine has them."""
    return race_from({**SPEC, "changes": list(changes)}).changes


def reasons(*changes):
    """Why changes are refused: places and sentences."""
    with pytest.raises(Refused) as refused:
        changed(*changes)
    return refused.value.problems


def test_an_optimizer_alone_is_its_default_convention():
    (change,) = changed({"step": 9, "run": 0, "optimizer": "momentum"})
    momentum = OPTIMIZERS["momentum"]
    assert (change.optimizer, change.convention) == (momentum, momentum.conventions[0])
    assert change.hyperparameters == {}


def test_a_convention_alone_is_another_form_of_the_rule_in_force():
    first, second, third = changed(
        {"step": 40, "run": 1, "convention": "optax"},
        {"step": 20, "run": 1, "optimizer": "momentum"},
        {"step": 10, "run": 1, "convention": "keras"},
    )
    adam, momentum = OPTIMIZERS["adam"], OPTIMIZERS["momentum"]
    assert (third.optimizer, third.convention) == (adam, adam.convention("keras"))
    assert (second.optimizer, second.convention) == (momentum, momentum.conventions[0])
    assert (first.optimizer, first.convention) == (momentum, momentum.convention("optax"))


def test_numbers_alone_leave_the_rule_and_what_it_remembers():
    (change,) = changed({"step": 9, "run": 1, "hyperparameters": {"beta1": 0.5}})
    assert (change.optimizer, change.convention) == (None, None)


def test_the_order_that_was_given_is_kept():
    given = [
        {"step": 30, "run": 0, "hyperparameters": {"lr": 0.02}},
        {"step": 10, "run": 0, "hyperparameters": {"lr": 0.03}},
        {"step": 10, "run": 0, "hyperparameters": {"lr": 0.04}},
    ]
    assert [(c.step, c.hyperparameters["lr"]) for c in changed(*given)] == [
        (30, 0.02), (10, 0.03), (10, 0.04),
    ]  # fmt: skip


@pytest.mark.parametrize(("changes", "where", "words"), [
    (
        [{"step": 9, "run": 0, "optimizer": "adamm"}],
        ("changes", 0, "optimizer"), "unknown optimizer 'adamm'; did you mean 'adam'?",
    ),
    (
        [{"step": 9, "run": 0, "optimizer": "adam", "convention": "torch"}],
        ("changes", 0, "convention"), "unknown Adam convention 'torch'; did you mean 'pytorch'?",
    ),
    (
        [{"step": 9, "run": 0, "convention": "eps_inside"}],
        ("changes", 0, "convention"), "unknown Gradient descent convention 'eps_inside'",
    ),
    (
        [{"step": 9, "run": 0, "optimizer": "adam", "hyperparameters": {"beta": 0.5}}],
        ("changes", 0, "hyperparameters", "beta"), "Adam (Textbook)",
    ),
    (
        [
            {"step": 30, "run": 1, "hyperparameters": {"beta1": 0.5}},
            {"step": 20, "run": 1, "optimizer": "momentum"},
        ],
        ("changes", 0, "hyperparameters", "beta1"), "Momentum (Textbook)",
    ),
    (
        [{"step": 501, "run": 0, "optimizer": "adam"}],
        ("changes", 0, "step"), "step = 501 is after the end; the last step is 500",
    ),
    (
        [{"step": 1, "run": 0, "optimizer": 3}],
        ("changes", 0, "optimizer"), "optimizer = 3 is not a text",
    ),
])  # fmt: skip
def test_a_change_is_refused_with_what_was_given_and_what_would_be_right(changes, where, words):
    ((place, sentence),) = reasons(*changes)
    assert place == where
    assert words in sentence


def test_numbers_of_the_rule_before_a_turn_are_judged_by_that_rule():
    assert changed(
        {"step": 20, "run": 1, "optimizer": "momentum"},
        {"step": 19, "run": 1, "hyperparameters": {"beta1": 0.5}},
        {"step": 20, "run": 1, "hyperparameters": {"beta": 0.5}},
        {"step": 20, "run": 0, "hyperparameters": {"lr": 0.5}},
    )


def test_what_follows_a_refused_turn_is_not_judged_by_the_rule_before_it():
    found = reasons(
        {"step": 30, "run": 0, "hyperparameters": {"beta1": 0.5}},
        {"step": 20, "run": 0, "optimizer": "adamm"},
        {"step": 40, "run": 1, "hyperparameters": {"lr": 0}},
    )
    assert [place for place, _ in found] == [
        ("changes", 1, "optimizer"), ("changes", 2, "hyperparameters", "lr"),
    ]  # fmt: skip


def test_a_spec_with_a_turn_read_from_its_own_json_is_the_same():
    spec = RaceSpec.model_validate(
        {**SPEC, "changes": [{"step": 3, "run": 0, "optimizer": "adam", "convention": "keras"}]}
    )
    assert RaceSpec.model_validate_json(spec.model_dump_json()) == spec
    assert race_from(spec.model_dump()).changes == spec.race().changes


def test_as_many_turns_as_changes_are_allowed():
    turns = [
        {"step": step, "run": 0, "optimizer": ["adam", "sgd"][step % 2]}
        for step in range(MAX_CHANGES)
    ]
    assert len(changed(*turns)) == MAX_CHANGES
    with pytest.raises(Refused, match="changes has 201 entries; it must have at most 200"):
        changed(*turns, turns[0])


def test_a_training_that_turns_is_held_to_the_same_limits():
    problem = {"kind": "network", "dataset": "digits", "hidden": [64, 64], "batch_size": None}
    spec = {
        "problem": problem, "runs": [{"optimizer": "sgd"}] * 64, "steps": 10_000,
        "changes": [{"step": 3, "run": 63, "optimizer": "adam"}],
    }  # fmt: skip
    with pytest.raises(Refused, match="this race would take"):
        spec_from(spec).training()
