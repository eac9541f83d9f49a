"""What an opened step holds, and that its words are true."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.catalogue import OPTIMIZERS, SCHEDULES, SURFACES
from app.engine.curvature import curvature_at, limit_of
from app.engine.opened import Opened, arrows_of, cut, opened_at, opened_on, steps_of
from app.engine.race import Change, Race, Run
from app.engine.remarks import MOST

RULES = [(entry, c) for entry in OPTIMIZERS.values() for c in entry.conventions]
NAMES = [f"{entry.name} {c.name}" for entry, c in RULES]


def race_of(
    optimizer, surface, *, convention=None, start=None, noise=0.0, schedule=None, steps=400,
    parameters=None, **hyperparameters,
) -> Race:
    entry = OPTIMIZERS[optimizer]
    form = entry.convention(convention) if convention else entry.conventions[0]
    ground = SURFACES.build(surface, parameters or {})
    plan = SCHEDULES.build(schedule or "constant", {})
    numbers = {**form.defaults, **hyperparameters}
    run = Run(entry, form, numbers, plan, ground, start or ground.start, noise)
    return Race([run], steps)


def opened(race: Race, step: int = 0) -> Opened:
    first = race.opened(0)
    if step:
        race.advance(step)
    return opened_on(race.runs[0].surface, race.opened(0), first)


def words_of(*given, step: int = 0, **settings) -> str:
    return " ".join(opened(race_of(*given, **settings), step).words)


@pytest.mark.parametrize(("entry", "convention"), RULES, ids=NAMES)
def test_every_rule_is_opened_at_any_step(entry, convention):
    rate = {"lr": 1e-4} if "lr" in convention.defaults else {}
    race = race_of(entry.name, "rosenbrock", convention=convention.name, noise=0.5, **rate)
    for step in (0, 1, 2, 50):
        if step:
            race.advance(step - race.step)
        opening = race.opened(0)
        found = opened_on(race.runs[0].surface, opening)
        assert found.steps[-1].after == pytest.approx(opening.x + opening.change, rel=1e-12)
        assert (found.effective_rate > 0).all()
        assert 1 <= len(found.words) <= MOST
        assert all(words.endswith(".") and len(words) <= 140 for words in found.words)
        assert len(set(found.words)) == len(found.words)
        assert "nan" not in " ".join(found.words)
        assert "not a number" not in " ".join(found.words)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_words_are_found_for_any_numbers(data):
    entry, convention = data.draw(st.sampled_from(RULES))
    numbers = {
        name: data.draw(st.floats(slider.minimum, slider.maximum), name)
        for name, slider in convention.sliders.items()
    }
    surface = data.draw(st.sampled_from(sorted(SURFACES)))
    schedule = data.draw(st.sampled_from(sorted(SCHEDULES)))
    race = race_of(
        entry.name, surface, convention=convention.name, schedule=schedule,
        noise=data.draw(st.sampled_from([0.0, 1.0])), **numbers,
    )
    first = race.opened(0)
    frames = race.advance(data.draw(st.integers(1, 12)))
    if np.isfinite(frames.value).all():
        found = opened_on(race.runs[0].surface, race.opened(0), first)
        assert 1 <= len(found.words) <= MOST
        assert all(words[-1] == "." for words in found.words)


def test_a_parameter_is_opened_like_a_coordinate():
    race = race_of("adam", "rosenbrock", lr=0.01)
    race.advance(30)
    whole = opened_on(race.runs[0].surface, race.opened(0))
    for place in (0, 1):
        alone = opened_at(place, race.opened(0))
        assert alone.coordinates == ("w",)
        assert alone.curvature is None
        assert alone.effective_rate == whole.effective_rate[place : place + 1]
        assert alone.steps[-1].after == whole.steps[-1].after[place]
    assert cut(race.opened(0), 1).before.t == race.opened(0).before.t


def test_arrows_are_the_parts_of_the_move_along_axes():
    race = race_of("momentum", "rosenbrock", convention="pytorch", lr=1e-4)
    race.advance(30)
    opening = race.opened(0)
    arrows = arrows_of(opening, np.eye(2))
    np.testing.assert_allclose(arrows.move, arrows.memory - opening.rate * arrows.gradient)
    turned = arrows_of(opening, np.array([[0.0, 1.0], [-1.0, 0.0]]))
    np.testing.assert_array_equal(turned.move, [opening.change[1], -opening.change[0]])
    assert arrows_of(race_of("rmsprop", "rosenbrock").opened(0), np.eye(2)).memory is None


def test_the_curvature_of_a_ravine_is_its_condition_number():
    race = race_of("sgd", "ravine", parameters={"condition": 30.0, "rotation": 0.0}, lr=0.05)
    bent = opened(race).curvature
    np.testing.assert_allclose(bent.eigenvalues[1] / bent.eigenvalues[0], 30)
    np.testing.assert_allclose(np.abs(bent.directions), np.abs(np.round(bent.directions)))
    np.testing.assert_allclose(bent.product, 0.05 * bent.eigenvalues[1])
    assert (bent.limit, bent.theorem) == (2.0, True)
    hessian = race.runs[0].surface.hessian(np.array(race.runs[0].start))
    steep = bent.directions[1]
    np.testing.assert_allclose(hessian @ steep, bent.eigenvalues[1] * steep, atol=1e-12)


@pytest.mark.parametrize(
    ("convention", "limit", "counted"),
    [("textbook", 38.0, 0.0), ("pytorch", 3.8, 0.5), ("keras", 3.8, 0.5 * 1.9)],
)
def test_limits_are_those_of_the_theory_with_weight_decay_counted_in(convention, limit, counted):
    given_decay = {} if convention == "textbook" else {"weight_decay": 0.5}
    race = race_of("momentum", "rosenbrock", convention=convention, **given_decay)
    opening = race.opened(0)
    found = limit_of(opening.convention, opening.hyperparameters, steps_of(opening))
    assert found.product == pytest.approx(limit)
    assert found.decay == pytest.approx(counted)
    assert found.theorem


def test_the_guide_for_adaptive_rules_is_where_rmsprop_ends_up():
    # On a bowl its squares shrink until the next step would shake it, and grow again when it does.
    race = race_of("rmsprop", "ravine", lr=0.01, parameters={"condition": 10.0}, steps=3000)
    for step in range(1000, 3000, 100):
        race.advance(step - race.step)
        bent = opened_on(race.runs[0].surface, race.opened(0)).curvature
        assert (bent.limit, bent.theorem) == (2.0, False)
        assert bent.product == pytest.approx(2.0, rel=0.02)


def test_the_guide_counts_the_momentum_in():
    bent = opened(race_of("adam", "booth"), 20).curvature
    assert bent.limit == pytest.approx(2 * 1.9 / 0.1)
    assert not bent.theorem


def test_curvature_where_it_is_not_finite_is_no_number():
    race = race_of("sgd", "rosenbrock")
    opening = race.opened(0)
    limit = limit_of(opening.convention, opening.hyperparameters, steps_of(opening))
    points = np.array([[1e200, 1e200], [1.0, 1.0]])
    bent = curvature_at(race.runs[0].surface, points, np.array([0.1, 0.1]), limit, np.ones((2, 2)))
    assert np.isnan(bent.eigenvalues[0]).all()
    assert np.isnan(bent.product[0])
    np.testing.assert_allclose(bent.product[1], 0.1 * bent.eigenvalues[1, 1])


@pytest.mark.parametrize(
    ("words", "given", "settings"),
    [
        ("The gradient is zero and nothing is remembered", ("sgd", "saddle"), {"start": (0, 0)}),
        ("There is no slope in y", ("sgd", "saddle"), {"start": (0.5, 0.0)}),
        (
            "weight decay alone moves the point",
            ("sgd", "booth"),
            {"start": (1.0, 3.0), "convention": "keras", "weight_decay": 0.1},
        ),
        ("The noise is", ("sgd", "booth"), {"start": (1.0, 3.0001), "noise": 5.0}),
        ("noise alone pushes", ("sgd", "booth"), {"start": (1.0, 3.0), "noise": 5.0}),
        ("At this step the gradient is", ("sgd", "period_three"), {}),
        ("η·λ = 15.1 is above 2 in the steepest direction", ("sgd", "rosenbrock"), {}),
        ("The move climbs: f rises from 24.2 to 93.3", ("sgd", "rosenbrock"), {}),
        (
            "is above 1 in the steepest direction: the move goes past",
            ("sgd", "rosenbrock"),
            {"lr": 0.001},
        ),
        ("ε decides in x and y: √v̂ = ", ("adam", "booth"), {"eps": 1000.0}),
        ("ε decides in y: G = ", ("adagrad", "saddle"), {"start": (0.5, 1e-5), "eps": 1e-3}),
        ("ε sets the pace in x and y: S = 0 is below ε = 10⁻⁶", ("adadelta", "booth"), {}),
        (
            "Weight decay is 50 % of the gradient that the rule sees",
            ("sgd", "matyas"),
            {"convention": "pytorch", "weight_decay": 1.0, "start": (1.0, -1.0)},
        ),
        ("Weight decay is", ("adamw", "matyas"), {"weight_decay": 0.9, "start": (1.0, -1.0)}),
        ("Momentum wins over this gradient", ("momentum", "ravine"), {
            "convention": "pytorch", "lr": 0.01, "step": 12}),
        ("This gradient turns the velocity round", ("momentum", "ravine"), {
            "beta": 0.5, "lr": 1.9, "step": 1, "parameters": {"condition": 2.0}}),
        ("Momentum carries the move: it is", ("momentum", "rosenbrock"), {"step": 100}),
        ("Nothing is remembered yet", ("momentum", "rosenbrock"), {"lr": 1e-4}),
        ("Bias correction at t = 1: m̂ = 10 m and v̂ = 1000 v, so the move is 0.316 times as long",
         ("adam", "booth"), {}),
        ("Bias correction at t = 1: the move is 10 times as long", ("adamax", "booth"), {}),
        ("Bias correction at t = 8: m̂ = 1.76 m and v̂ = 125 v.", ("amsgrad", "booth"), {
            "convention": "optax", "step": 7}),
        ("Bias correction at t = 101: v̂ = 10.4 v, so the move is 0.31 times as long",
         ("adam", "booth"), {"step": 100}),
        ("Nothing corrects the bias at t = 1: the move is 3.16 times that of corrected means",
         ("adam", "booth"), {"convention": "uncorrected"}),
        ("The squares added up so far have cut the rate in", ("adagrad", "booth"), {"step": 50}),
        ("u is an old peak in x and y: |g| is", ("adamax", "rosenbrock"), {"step": 300}),
        ("v_max is an old peak in ", ("amsgrad", "rosenbrock"), {
            "lr": 0.05, "step": 300, "beta2": 0.9}),
        ("The effective rate in y is 490 times that in x, where gradients have been larger.",
         ("rmsprop", "saddle"), {"start": (0.5, 1e-3)}),
        ("The schedule has the rate at", ("sgd", "booth"), {
            "schedule": "exponential", "step": 300, "lr": 0.001}),
        ("The mean of squares still shows its start at zero: the move is 3.2 η in x and y",
         ("rmsprop", "booth"), {}),
        ("The move is about η = 0.001 in each coordinate", ("adam", "booth"), {}),
        ("Gradients of late cancel out: the move is", ("adam", "rosenbrock"), {
            "step": 300}),
        ("The gradient decides alone: it is scaled by η = 0.001", ("sgd", "booth"), {"lr": 0.001}),
    ],
)
def test_what_decides_is_said(words, given, settings):
    assert words in words_of(*given, **settings)


def test_the_weight_of_decay_is_its_share():
    race = race_of("sgd", "matyas", convention="pytorch", weight_decay=1.0, start=(1.0, -1.0))
    opening = race.opened(0)
    share = 2**0.5 / (2**0.5 + np.linalg.norm(opening.gradient))
    assert f"Weight decay is {100 * share:.0f} %" in " ".join(opened(race).words)


def test_what_bias_correction_is_said_to_do_it_does():
    corrected, not_so = race_of("adam", "booth"), race_of("adam", "booth", convention="uncorrected")
    for step in (0, 3, 20):
        for race in (corrected, not_so):
            if step > race.step:
                race.advance(step - race.step)
        ratio = (1 - 0.999 ** (step + 1)) ** 0.5 / (1 - 0.9 ** (step + 1))
        words, others = (
            opened_on(race.runs[0].surface, race.opened(0)).words for race in (corrected, not_so)
        )
        assert any(f"the move is {ratio:.3g} times as long" in each for each in words)
        assert any(f"the move is {1 / ratio:.3g} times that of" in each for each in others)


def test_squares_are_compared_with_the_first_step_of_the_same_rule():
    race = race_of("sgd", "booth", lr=0.001)
    adagrad = OPTIMIZERS["adagrad"]
    race.changes.append(Change(5, 0, {}, adagrad, adagrad.conventions[0]))
    first = race.opened(0)
    race.advance(40)
    opening = race.opened(0)
    assert opening.convention is adagrad.conventions[0]
    assert "cut the rate" not in " ".join(opened_on(race.runs[0].surface, opening, first).words)


def test_one_coordinate_needs_no_place_in_its_sentences():
    race = race_of("adam", "booth", eps=1000.0)
    (words, *_) = opened_at(0, race.opened(0)).words
    assert words.startswith("ε decides: √v̂ = ")
