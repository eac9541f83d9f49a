"""How runs end, and what is said about it."""

import re
import tracemalloc

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.engine.catalogue import OPTIMIZERS, SCHEDULES, SURFACES
from app.engine.divergence import curvatures
from app.engine.outcome import TOLERANCE, Judge, outcomes
from app.engine.race import Race, path_of, steps_of
from app.spec import race_from


def judged(problem, *runs, steps=500, **fields):
    """The outcomes of a race."""
    if isinstance(problem, str):
        problem = {"name": problem}
    race = race_from({"problem": problem, "runs": list(runs), "steps": steps, **fields})
    return outcomes(race, blocks_of(race))


def blocks_of(race: Race):
    blocks = []
    while not race.over:
        blocks.append(race.advance(100))
    return blocks


def sgd(lr=0.01, **fields):
    return {"optimizer": "sgd", "hyperparameters": {"lr": lr}, **fields}


def round_bowl(start, noise=0.0):
    return {"name": "ravine", "parameters": {"condition": 1}, "start": start, "noise": noise}


# converged


def test_converged_means_a_small_gradient_from_since_to_the_end():
    race = race_from({"problem": {"name": "matyas"}, "runs": [sgd(1.0)], "steps": 600})
    blocks = blocks_of(race)
    (end,) = outcomes(race, blocks)
    norms = np.concatenate([block.gradient_norm[:, 0] for block in blocks])

    assert end.status == "converged"
    assert (norms[end.since :] < TOLERANCE).all()
    assert norms[end.since - 1] >= TOLERANCE
    assert end.steps == 600
    assert end.reason == (
        "Gradient descent reached a global minimum: its gradient norm is below 10⁻⁶ from step "
        f"{end.since} on."
    )


@pytest.mark.parametrize(
    ("problem", "run", "words"),
    [
        ({"name": "saddle", "start": [0, 0]}, sgd(), "stopped at a saddle point"),
        ({"name": "saddle", "start": [1, 0]}, sgd(0.1), "stopped at a saddle point"),
        ({"name": "monkey_saddle", "start": [0, 0]}, sgd(), "merely flat"),
        ({"name": "six_hump_camel", "start": [1.6, 0.6]}, sgd(), "a local minimum, 3.14 above"),
        ({"name": "himmelblau"}, sgd(), "reached a global minimum"),
        ({"name": "styblinski_tang", "start": [-3, -3]}, sgd(), "reached a global minimum"),
        ({"name": "styblinski_tang", "start": [3, 3]}, sgd(), "settled in a local minimum, 28.3"),
    ],
)
def test_the_words_say_at_what_kind_of_place_a_run_rests(problem, run, words):
    (end,) = judged(problem, run)
    assert end.status == "converged"
    assert words in end.reason


def test_a_start_at_a_critical_point_is_converged_from_the_start():
    (end,) = judged({"name": "saddle", "start": [0, 0]}, sgd(), steps=3)
    assert (end.status, end.since, end.steps) == ("converged", 0, 3)
    assert end.reason.endswith("below 10⁻⁶ from the start.")


def test_a_maximum_is_one_that_a_nudge_would_leave():
    (end,) = judged({"name": "himmelblau", "start": [-0.27084459, -0.92303856]}, sgd(1e-8), steps=1)
    assert end.status == "converged"
    assert "stopped at a maximum, which a nudge would leave" in end.reason


def test_a_small_gradient_that_grows_again_is_not_converged():
    start = [1e-7, 1.0]
    (end,) = judged({"name": "saddle", "start": start}, sgd(0.1), steps=300)
    assert end.status != "converged"


# stalled


def test_stalled_means_that_the_last_tenth_hardly_moved():
    decayed = sgd(0.01, schedule={"name": "exponential", "parameters": {"decay": 0.1}})
    race = race_from({"problem": {"name": "rosenbrock", "start": [0, 0]}, "runs": [decayed]})
    blocks = blocks_of(race)
    (end,) = outcomes(race, blocks)
    path = np.concatenate([block.point[:, 0] for block in blocks])
    lengths = np.linalg.norm(np.diff(path, axis=0), axis=-1)
    diagonal = np.hypot(*(high - low for low, high in race.runs[0].surface.domain))

    assert end.status == "stalled"
    assert lengths[end.since :].sum() < diagonal / 1000 <= lengths[end.since - 1 :].sum()
    assert end.since <= 450
    assert re.fullmatch(
        rf"Gradient descent has hardly moved since step {end.since}: less than a thousandth of "
        r"the domain's diagonal in all. Its gradient norm is still [0-9.]+\.",
        end.reason,
    )


@pytest.mark.parametrize("steps", range(1, 10))
def test_fewer_than_ten_steps_are_too_few_to_call_a_run_stalled(steps: int):
    (end,) = judged("rosenbrock", sgd(1e-8), steps=steps)
    assert (end.status, end.since) == ("finished", None)


@pytest.mark.parametrize("steps", [10, 11, 19, 20, 500])
def test_a_run_that_never_moved_is_stalled_from_the_start(steps: int):
    (end,) = judged("rosenbrock", sgd(1e-8), steps=steps)
    assert (end.status, end.since, end.steps) == ("stalled", 0, steps)
    assert "since the start" in end.reason


def test_a_run_on_its_way_is_not_stalled():
    (end,) = judged("rosenbrock", {"optimizer": "adam", "hyperparameters": {"lr": 0.01}})
    assert end.status == "finished"
    assert "still falling" in end.reason


# finished


def test_finished_says_how_far_the_run_came():
    (end,) = judged(round_bowl([1, 0]), sgd(0.001), steps=100)
    assert end.status == "finished"
    assert end.reason == (
        "Gradient descent took all 100 steps. Its loss is 0.409, still falling; its gradient norm "
        "is 0.905."
    )


def test_a_loss_that_rises_is_not_called_falling():
    (end,) = judged(round_bowl([1, 0]), sgd(2.01), steps=100)
    assert end.status == "finished"
    assert "falling" not in end.reason


# diverged


@settings(max_examples=30)
@given(
    condition=st.floats(2, 1000),
    rotation=st.floats(0, 90),
    rule=st.sampled_from(["sgd", "momentum", "nesterov"]),
    beta=st.floats(0, 0.9),
)
def test_the_largest_stable_rate_is_that_of_theory(condition, rotation, rule, beta):
    parameters = {"condition": condition, "rotation": rotation}
    ravine = {"name": "ravine", "parameters": parameters, "start": [1, 1]}
    numbers = {} if rule == "sgd" else {"beta": beta}
    limit = {
        "sgd": 2,
        "momentum": 2 * (1 + beta) / (1 - beta),
        "nesterov": 2 * (1 + beta) / (1 + 2 * beta),
    }[rule] / condition
    assume(3 * limit <= 10)
    convention = {"optimizer": rule}
    wild = {**convention, "hyperparameters": {"lr": 3 * limit, **numbers}}
    (end,) = judged(ravine, wild, steps=1000)

    assert end.status == "diverged"
    assert end.divergence.theorem
    assert end.divergence.curvature == pytest.approx(condition)
    assert end.divergence.stable_rate == pytest.approx(limit)
    suggested = end.divergence.suggested_lr
    assert 0.8 * limit < suggested < limit
    (better,) = judged(ravine, {**convention, "hyperparameters": {"lr": suggested, **numbers}})
    assert better.status != "diverged"


def test_a_divergence_says_what_was_wrong_and_what_to_try():
    (end,) = judged("ravine", sgd(0.2))
    assert end.status == "diverged"
    assert end.reason == (
        f"Gradient descent diverged at step {end.steps + 1}: η = 0.2 is above 2/λ = 0.04, where "
        "λ = 50 is the steepest curvature before its loss only rose, at the start. Try η = 0.036."
    )
    assert end.divergence.step == end.steps + 1
    assert (end.divergence.limit, end.divergence.met_at) == (pytest.approx(10), 0)


@pytest.mark.parametrize(
    ("optimizer", "convention", "decay"),
    [
        ("sgd", "pytorch", "coupled"),
        ("sgd", "keras", "decoupled"),
        ("momentum", "keras", "decoupled"),
    ],
)
def test_weight_decay_adds_to_the_curvature(optimizer, convention, decay):
    form = OPTIMIZERS[optimizer].convention(convention)
    assert form.decay == decay
    numbers = {"weight_decay": 1.0} if optimizer == "sgd" else {"weight_decay": 1.0, "beta": 0.5}
    start = round_bowl([1, 0])

    def end_of(lr):
        run = {"optimizer": optimizer, "convention": convention}
        (end,) = judged(start, {**run, "hyperparameters": {**numbers, "lr": lr}}, steps=2000)
        return end

    wild = end_of(6.0)
    assert wild.status == "diverged"
    bound = wild.divergence.stable_rate
    assert bound == pytest.approx(1.0 if optimizer == "sgd" else 3 / 2.5)
    assert end_of(bound * 1.2).status == "diverged"
    assert end_of(bound * 0.95).status == "converged"


def test_curvature_counts_up_to_the_step_where_the_loss_last_fell():
    race = race_from({"problem": {"name": "himmelblau"}, "runs": [sgd(0.1)]})
    blocks = blocks_of(race)
    (end,) = outcomes(race, blocks)
    values = np.concatenate([block.value[:, 0] for block in blocks])[: end.steps + 1]
    path = np.concatenate([block.point[:, 0] for block in blocks])[: end.steps + 1]
    fell = int(np.flatnonzero(np.diff(values) < 0)[-1]) + 1
    highest = [np.linalg.eigvalsh(race.runs[0].surface.hessian(x))[-1] for x in path[: fell + 1]]

    assert 0 < fell < end.steps
    assert end.divergence.curvature == pytest.approx(max(highest))
    assert end.divergence.met_at == int(np.argmax(highest))


def test_a_run_that_never_fell_is_judged_by_its_start():
    (end,) = judged("rosenbrock", sgd(10.0))
    assert end.divergence.met_at == 0
    assert "at the start" in end.reason


def test_a_run_that_was_thrown_to_a_steeper_place_is_told_so():
    ends = [
        end
        for name in SURFACES
        for end in judged(name, *[sgd(lr) for lr in np.geomspace(1e-4, 1, 60)], steps=100)
        if end.divergence and end.divergence.stable_rate
    ]
    below = [end for end in ends if end.divergence.rate < end.divergence.stable_rate]
    assert below
    for end in ends:
        suggested = end.divergence.suggested_lr
        if end in below:
            assert "a step threw it to a steeper place" in end.reason
            assert suggested <= end.divergence.rate / 2
        else:
            assert "is above 2/λ" in end.reason
            assert suggested is None or suggested < end.divergence.stable_rate


def test_the_change_of_a_steered_run_counts_from_its_step_on():
    changes = [{"step": 50, "run": 0, "hyperparameters": {"lr": 0.2}}]
    problem = {"name": "ravine", "start": [1, 1]}
    momentum = {"optimizer": "momentum", "hyperparameters": {"lr": 0.1, "beta": 0.9}}
    steer = [{"step": 0, "run": 0, "hyperparameters": {"beta": 0.0, "lr": 0.2}}]
    (end,) = judged(problem, sgd(0.01), changes=changes)
    assert end.status == "diverged"
    (end,) = judged(problem, momentum, changes=steer)
    assert end.divergence.stable_rate == pytest.approx(2 / 50)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_the_advice_holds_for_the_schedule_that_the_run_has(schedule: str):
    (end,) = judged("ravine", sgd(5.0, schedule={"name": schedule}))
    if end.status != "diverged":
        assert schedule == "plateau"  # which gave way in time
        return
    suggested = end.divergence.suggested_lr
    (better,) = judged("ravine", sgd(suggested, schedule={"name": schedule}))
    assert better.status != "diverged"


def test_a_rule_without_theory_gets_a_guide_and_no_theorem():
    # With the paper's beta2 = 0 nothing but ε is divided by.
    (end,) = judged("rosenbrock", {"optimizer": "nadam", "hyperparameters": {"beta2": 0}})
    assert end.status == "diverged"
    assert not end.divergence.theorem
    assert end.divergence.suggested_lr is None
    assert "For Nadam that is a guide, not a theorem." in end.reason


DIVIDES = [
    ("adagrad", "textbook"), ("rmsprop", "pytorch"), ("adadelta", "textbook"), ("adam", "textbook"),
    ("adamax", "pytorch"), ("nadam", "keras"), ("amsgrad", "optax"), ("adamw", "paper"),
]  # fmt: skip


@pytest.mark.parametrize(("optimizer", "convention"), DIVIDES)
def test_zero_divided_by_zero_is_told_as_that_and_not_as_a_steep_place(optimizer, convention):
    run = {"optimizer": optimizer, "convention": convention, "hyperparameters": {"eps": 0}}
    (end,) = judged({"name": "saddle", "start": [1, 0]}, run)
    label = OPTIMIZERS[optimizer].label

    assert (end.status, end.steps, end.divergence) == ("diverged", 0, None)
    assert end.reason == (
        f"{label} diverged at step 1: with ε = 0 its move in y divides by 0, as there is no slope "
        "in y. Any ε above 0 prevents that."
    )
    (better,) = judged({"name": "saddle", "start": [1, 0]}, {**run, "hyperparameters": {}})
    assert better.status != "diverged"


def test_a_division_by_zero_is_known_by_the_numbers_that_the_run_had_at_its_end():
    steered = {"step": 30, "run": 0, "hyperparameters": {"beta": 0, "eps": 0}}
    problem = {"name": "saddle", "start": [1, 0]}
    (end,) = judged(problem, {"optimizer": "rmsprop"}, changes=[steered])
    assert (end.status, end.steps) == ("diverged", 30)
    assert "diverged at step 31: with ε = 0 its move in y divides by 0" in end.reason


def test_where_nothing_but_epsilon_is_divided_by_zero_divides_everywhere():
    run = {"optimizer": "nadam", "hyperparameters": {"beta2": 0, "eps": 0}}
    for noise in (0, 1):
        (end,) = judged({"name": "rosenbrock", "noise": noise}, run)
        assert "with ε = 0 its move in x and y divides by 0. Any ε" in end.reason


def test_an_epsilon_of_zero_is_not_blamed_for_what_it_did_not_do():
    numbers = {"eps": 0, "lr": 10, "weight_decay": 1}  # each step multiplies the point by -9
    adamw = {"optimizer": "adamw", "convention": "pytorch", "hyperparameters": numbers}
    (end,) = judged("rosenbrock", adamw)
    assert end.reason == (
        f"AdamW diverged at step {end.steps + 1}: η times the weight decay is 10, and above 2 the "
        "decay alone throws the point further out at each step."
    )


def test_a_surface_without_a_lowest_point_is_blamed_for_a_fall_without_end():
    (end,) = judged("monkey_saddle", sgd(0.5))
    assert end.status == "diverged"
    assert "this surface has no lowest point" in end.reason
    assert end.divergence is None


@pytest.mark.parametrize("start", [[1e6, 1e6], [-1e6, 3.0]])
def test_a_run_that_diverges_at_its_first_step_keeps_its_start(start):
    for name in SURFACES:
        for end in judged({"name": name, "start": start}, sgd(10.0), steps=30):
            assert end.steps >= 0
            if end.steps == 0:
                assert end.status == "diverged"
                assert "diverged at step 1" in end.reason


# all


def shown(race: Race, blocks, path=None):
    """What a judge says who saw these blocks."""
    judge = Judge(race)
    for block in blocks:
        judge.see(block)
    return judge.outcomes(path or (lambda lane: path_of(blocks, lane))), judge.lost


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("steps", [1, 9, 203])
def test_an_end_does_not_depend_on_how_the_way_was_cut_into_blocks(surface: str, steps: int):
    rates = np.geomspace(1e-8, 9.9, 24)
    changes = [{"step": 5, "run": 3, "hyperparameters": {"lr": 5.0}}] if steps > 5 else []
    problem = {"name": surface, "noise": 1e-4}
    asked = {"problem": problem, "runs": [sgd(lr) for lr in rates], "steps": steps, "seed": 3}
    race = race_from({**asked, "changes": changes})
    whole = race.again(range(len(rates)), steps).advance(steps + 1)
    expected = shown(race, [whole])
    for length in (1, 7, 100):
        cut = [steps_of(whole, first, length) for first in range(0, steps + 1, length)]
        assert shown(race, cut) == expected


def test_who_is_lost_goes_the_same_way_again():
    rates = np.geomspace(1e-3, 1, 12)
    changes = [
        {"step": 4, "run": 0, "hyperparameters": {"lr": 9.0}},
        {"step": 7, "run": 11, "optimizer": "momentum", "convention": "optax"},
    ]
    problem = {"name": "himmelblau", "noise": 0.3}
    asked = {"problem": problem, "runs": [sgd(lr) for lr in rates], "steps": 400, "seed": 5}
    race = race_from({**asked, "changes": changes})
    blocks = blocks_of(race)
    ends, lost = shown(race, blocks)
    again = race.again(list(lost), max(lost.values()) + 1)
    ways = [again.advance(3) for _ in range(0, again.steps + 1, 3)]

    assert 0 in lost
    assert 0 < len(lost) < len(rates)
    for place, lane in enumerate(lost):
        for first, second in zip(path_of(ways, place), path_of(blocks, lane), strict=True):
            np.testing.assert_array_equal(first, second)
    assert shown(race, blocks, lambda lane: path_of(ways, list(lost).index(lane))) == (ends, lost)


def test_a_judge_remembers_little_of_a_run_on_its_way():
    race = race_from({"problem": {"name": "rosenbrock"}, "runs": [sgd(2e-4)], "steps": 9_000})
    judge = Judge(race)
    tracemalloc.start()
    try:
        while not race.over:
            judge.see(race.advance(500))
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert judge.lost == {}
    assert kept < 9_000 * 8


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("lr", [1e-8, 1e-3, 0.1, 10.0])
def test_every_end_is_told_in_one_or_two_short_sentences(surface: str, lr: float):
    runs = [
        {"optimizer": name, "convention": form.name, "hyperparameters": {"lr": lr}}
        for name, optimizer in OPTIMIZERS.items()
        for form in optimizer.conventions
        if "lr" in form.defaults
    ]
    for end in judged(surface, *runs, steps=300):
        assert end.reason.endswith(".")
        assert len(end.reason) < 240
        assert "nan" not in end.reason.replace("Nadam", "")
        found = end.divergence
        for number in () if found is None else (found.curvature, found.rate, found.limit or 0.0):
            assert np.isfinite(number)


def test_curvatures_are_the_eigenvalues_of_the_hessian():
    points = np.random.default_rng(0).uniform(-2, 2, (50, 2))
    for name in SURFACES:
        surface = SURFACES[name]()
        expected = np.linalg.eigvalsh(surface.hessian(points))
        np.testing.assert_allclose(curvatures(surface, points), expected.T, rtol=1e-7, atol=1e-7)
