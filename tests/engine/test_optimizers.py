"""Laws that every rule keeps, in every convention: companions, order, types, memory, words."""

import copy
import pickle
import re
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from app.engine.catalogue import OPTIMIZERS, SCHEDULES, SURFACES
from app.engine.contracts import Convention, Floats, Problem, Schedule
from app.engine.descend import Descent, Lanes, descend
from app.engine.slider import sliders_of
from tests.engine.parity import Probe, Pushes

NAMES = [
    "sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adadelta", "adam", "adamax", "nadam",
    "amsgrad", "adamw",
]
EVERY = [(name, c.name) for name, entry in OPTIMIZERS.items() for c in entry.conventions]
every = pytest.mark.parametrize(("optimizer", "name"), EVERY, ids=[" ".join(e) for e in EVERY])
each = pytest.mark.parametrize("optimizer", OPTIMIZERS)

CONSTANT = SCHEDULES.build("constant", {})
LATTICE = {
    "lr": (0.001, 0.003, 0.0005, 0.002), "beta": (0.9, 0.5, 0.0, 0.99),
    "beta1": (0.9, 0.5, 0.0, 0.8), "beta2": (0.99, 0.9, 0.999, 0.5),
    "eps": (1e-8, 1e-2, 1e-6, 1e-3), "weight_decay": (0.0, 0.1, 0.01, 1.0),
}
STARTS = np.array([[-1.2, 1.0], [0.5, -0.5], [1.9, 2.5], [-0.3, 0.0]])


def numbers_of(convention: Convention, lane: int) -> dict[str, float]:
    return {name: LATTICE[name][lane] for name in convention.defaults}


def side_by_side(convention: Convention) -> dict[str, Floats]:
    return {name: np.array(LATTICE[name]) for name in convention.defaults}


def run(
    problem: Problem,
    convention: Convention,
    numbers: dict[str, Any],
    start: Floats,
    *,
    steps: int = 60,
    schedule: Schedule = CONSTANT,
    noise: Any = 0.0,
) -> Floats:
    lanes = Lanes(convention, numbers, schedule, start, noise)
    return np.concatenate([block.point for block in descend(problem, [lanes], steps, seed=5)])


def test_the_eleven_rules_are_on_the_menu_in_their_order() -> None:
    assert list(OPTIMIZERS)[: len(NAMES)] == NAMES


@pytest.mark.parametrize("optimizer", NAMES)
def test_conventions_are_listed_with_the_default_first(optimizer: str) -> None:
    names = [convention.name for convention in OPTIMIZERS[optimizer].conventions]
    textbook = {"sgd", "momentum", "adagrad", "rmsprop", "adadelta", "adam"}
    paper = {"adamax", "nadam", "amsgrad", "adamw"}
    first = ["textbook"] * (optimizer in textbook) + ["paper"] * (optimizer in paper)
    more = ["eps_inside", "uncorrected"] * (optimizer == "adam")

    assert names == [*first, "pytorch", "optax", "keras", *more]


@every
def test_hyperparameters_have_the_contract_names(optimizer: str, name: str) -> None:
    if optimizer not in NAMES:
        pytest.skip("the contract names the first eleven")
    defaults = OPTIMIZERS[optimizer].convention(name).defaults
    needed = {
        "momentum": {"beta"}, "nesterov": {"beta"}, "adagrad": {"eps"},
        "rmsprop": {"beta", "eps"}, "adadelta": {"beta", "eps"}, "sgd": set(),
    }.get(optimizer, {"beta1", "beta2", "eps"})
    rate = set() if (optimizer, name) == ("adadelta", "textbook") else {"lr"}
    decays = name in {"pytorch", "keras"} or optimizer == "adamw"
    decays |= (optimizer, name) == ("adadelta", "optax")

    assert set(defaults) == needed | rate | ({"weight_decay"} if decays else set())


@every
def test_defaults_are_accepted_by_their_own_sliders(optimizer: str, name: str) -> None:
    convention = OPTIMIZERS[optimizer].convention(name)

    assert set(convention.sliders) == set(convention.defaults)
    for key, value in convention.defaults.items():
        assert convention.sliders[key].accepts(value), key


@every
def test_the_promised_ranges_are_accepted(optimizer: str, name: str) -> None:
    for key, slider in OPTIMIZERS[optimizer].convention(name).sliders.items():
        bounds = {"lr": (1e-8, 10.0), "eps": (0.0, 1e-16, 10.0), "weight_decay": (0.0, 1.0)}
        for value in bounds.get(key, (0.0, 0.9999)):
            assert slider.accepts(value), (key, value)


@every
def test_the_rule_takes_what_the_convention_names(optimizer: str, name: str) -> None:
    convention = OPTIMIZERS[optimizer].convention(name)
    fields = {key for key, _ in sliders_of(convention.rule)}

    assert fields == set(convention.defaults) - {"lr", "weight_decay"}
    assert ("weight_decay" in convention.defaults) == (convention.decay != "none")


@every
def test_weight_decay_is_coupled_or_decoupled_as_in_its_library(optimizer: str, name: str) -> None:
    convention = OPTIMIZERS[optimizer].convention(name)
    expected = {
        ("pytorch", True): "decoupled", ("pytorch", False): "coupled",
        ("keras", True): "decoupled", ("keras", False): "decoupled",
        ("optax", True): "decoupled", ("paper", True): "decoupled_by_schedule",
    }.get((name, optimizer == "adamw"), "none")
    if (optimizer, name) == ("adadelta", "optax"):
        expected = "coupled"

    assert convention.decay == expected


@each
def test_words_and_sources_are_complete(optimizer: str) -> None:
    entry = OPTIMIZERS[optimizer]

    assert entry.name == optimizer
    assert entry.label
    assert entry.summary().endswith(".")
    assert entry.notice().endswith(".")
    assert entry.notice() != entry.summary()
    assert re.search(r"https://\S+$", entry.source)
    assert entry.good_at
    assert entry.weak_at
    assert all(point.says.endswith(".") for point in entry.good_at + entry.weak_at)


@every
def test_formula_shows_every_hyperparameter(optimizer: str, name: str) -> None:
    convention = OPTIMIZERS[optimizer].convention(name)
    symbols = {
        "lr": r"\eta", "beta": r"\beta", "beta1": r"\beta_1", "beta2": r"\beta_2",
        "eps": r"\epsilon", "weight_decay": r"\lambda",
    }
    formula = convention.formula()

    for key, symbol in symbols.items():
        word = re.escape(symbol) + r"(?![a-z])"
        if key == "beta" and "beta1" in convention.defaults:
            continue
        assert bool(re.search(word, formula)) == (key in convention.defaults), key


@every
def test_lanes_walk_as_if_they_were_alone_bit_for_bit(optimizer: str, name: str) -> None:
    convention = OPTIMIZERS[optimizer].convention(name)
    surface = SURFACES["rosenbrock"]()
    noise = np.array([0.0, 0.5, 2.0, 0.1])

    together = run(surface, convention, side_by_side(convention), STARTS, noise=noise)

    for lane in range(len(STARTS)):
        alone = run(
            surface, convention, numbers_of(convention, lane), STARTS[[lane]], noise=noise[lane]
        )
        np.testing.assert_array_equal(together[:, lane], alone[:, 0])


@every
def test_lanes_with_any_numbers_walk_as_if_they_were_alone(optimizer: str, name: str) -> None:
    convention = OPTIMIZERS[optimizer].convention(name)
    surface = SURFACES["styblinski_tang"]()
    random = np.random.default_rng(2)
    start = random.uniform(-4, 4, (12, 2))
    # Some betas are shared and some are not: both ways of laying them out must round alike.
    many = {
        key: random.uniform(0.0, 0.999, 12) if random.random() < 0.6 else np.full(12, 0.999)
        for key in convention.defaults
    }

    together = run(surface, convention, many, start)

    for lane in range(12):
        numbers = {key: values[lane] for key, values in many.items()}
        alone = run(surface, convention, numbers, start[[lane]])
        np.testing.assert_array_equal(together[:, lane], alone[:, 0])


@every
def test_the_same_number_for_all_lanes_may_be_given_once_or_often(
    optimizer: str, name: str
) -> None:
    convention = OPTIMIZERS[optimizer].convention(name)
    once = numbers_of(convention, 0)
    often = {key: np.full(len(STARTS), value) for key, value in once.items()}

    np.testing.assert_array_equal(
        run(Probe(), convention, once, STARTS), run(Probe(), convention, often, STARTS)
    )


class Swapped(Probe):
    """The bent bowl with its coordinates exchanged."""

    def value_and_gradient(self, x: Floats, step: int) -> tuple[Floats, Floats]:
        value, gradient = super().value_and_gradient(x[..., ::-1], step)
        return value, gradient[..., ::-1]


@every
def test_exchanging_the_coordinates_exchanges_the_path(optimizer: str, name: str) -> None:
    convention = OPTIMIZERS[optimizer].convention(name)
    numbers = numbers_of(convention, 1)

    straight = run(Probe(), convention, numbers, STARTS)
    exchanged = run(Swapped(), convention, numbers, STARTS[:, ::-1])

    np.testing.assert_array_equal(straight, exchanged[..., ::-1])


@every
def test_a_lane_that_leaves_the_numbers_does_not_touch_the_others(
    optimizer: str, name: str
) -> None:
    convention = OPTIMIZERS[optimizer].convention(name)
    surface = SURFACES["rosenbrock"]()
    wild = STARTS.copy()
    wild[1] = 1e160

    path = run(surface, convention, numbers_of(convention, 0), wild)
    calm = run(surface, convention, numbers_of(convention, 0), STARTS)

    assert np.isnan(path[:, 1]).all()
    np.testing.assert_array_equal(path[:, [0, 2, 3]], calm[:, [0, 2, 3]])


@every
def test_single_precision_stays_single(optimizer: str, name: str) -> None:
    convention = OPTIMIZERS[optimizer].convention(name)
    surface = SURFACES["rosenbrock"]()
    start = STARTS.astype(np.float32)
    for numbers in (numbers_of(convention, 0), side_by_side(convention)):
        path = run(surface, convention, numbers, start, steps=20)
        assert path.dtype == np.float32

    fields = {k: v for k, v in convention.defaults.items() if k not in ("lr", "weight_decay")}
    rule = convention.rule(**fields)
    state = rule.start(start)
    for _ in range(3):
        change, state = rule.move(start, start, state, 0.01)
        assert change.dtype == np.float32
        assert all(part.dtype == np.float32 for part in state if isinstance(part, np.ndarray))


@every
def test_a_move_changes_nothing_that_it_was_given(optimizer: str, name: str) -> None:
    convention = OPTIMIZERS[optimizer].convention(name)
    fields = {k: v for k, v in convention.defaults.items() if k not in ("lr", "weight_decay")}
    rule = convention.rule(**fields)
    x, gradient = STARTS.copy(), STARTS + 1
    state = rule.start(x)
    for _ in range(3):
        kept = copy.deepcopy((x, gradient, state))
        first, after = rule.move(x, gradient, state, 0.1)
        again, _ = rule.move(x, gradient, state, 0.1)
        np.testing.assert_array_equal(first, again)
        for mine, theirs in zip((x, gradient, *state), (*kept[:2], *kept[2]), strict=True):
            np.testing.assert_array_equal(mine, theirs)
        state = after


@every
def test_steering_equals_a_run_that_goes_on_with_the_new_numbers(
    optimizer: str, name: str
) -> None:
    convention = OPTIMIZERS[optimizer].convention(name)
    before, after = numbers_of(convention, 0), numbers_of(convention, 1)
    problem = Probe()

    descent = Descent(problem, [Lanes(convention, before, CONSTANT, STARTS[:2])])
    steered = [descent.advance(20)]
    descent.change(1, after)
    steered.append(descent.advance(20))
    path = np.concatenate([block.point for block in steered])

    x, state, numbers = STARTS[[1]], None, before
    for step in range(40):
        np.testing.assert_allclose(path[step, 1], x[0], rtol=1e-13, atol=1e-14)
        if step == 20:
            numbers = after
        fields = {k: v for k, v in numbers.items() if k not in ("lr", "weight_decay")}
        rule = convention.rule(**fields)
        state = rule.start(x) if state is None else state
        lr, decay = numbers.get("lr", 1.0), numbers.get("weight_decay", 0.0)
        gradient = problem.value_and_gradient(x, step)[1]
        if convention.decay == "coupled":
            gradient = gradient + decay * x
        change, state = rule.move(x, gradient, state, lr)
        pull = {"decoupled": lr * decay, "decoupled_by_schedule": decay}.get(convention.decay, 0.0)
        x = x + change - pull * x
    untouched = run(problem, convention, before, STARTS[:1], steps=39)
    np.testing.assert_array_equal(path[:, 0], untouched[:, 0])


@every
def test_a_copied_or_pickled_descent_goes_on_alike(optimizer: str, name: str) -> None:
    convention = OPTIMIZERS[optimizer].convention(name)
    descent = Descent(Probe(), [Lanes(convention, side_by_side(convention), CONSTANT, STARTS)])
    descent.advance(7)
    copied, pickled = copy.deepcopy(descent), pickle.loads(pickle.dumps(descent))  # noqa: S301

    points = descent.advance(9).point

    np.testing.assert_array_equal(copied.advance(9).point, points)
    np.testing.assert_array_equal(pickled.advance(9).point, points)


@every
def test_nothing_moves_without_gradient_and_decay(optimizer: str, name: str) -> None:
    convention = OPTIMIZERS[optimizer].convention(name)
    problem = Pushes()
    problem.gradients = np.zeros_like(problem.gradients)

    path = run(problem, convention, numbers_of(convention, 0), STARTS)

    np.testing.assert_array_equal(path, np.broadcast_to(STARTS, path.shape))


PAIRS = [
    (optimizer, first.name, second.name)
    for optimizer, entry in OPTIMIZERS.items()
    for first, second in combinations(entry.conventions, 2)
]


@pytest.mark.parametrize(
    ("optimizer", "first", "second"), PAIRS, ids=[" ".join(pair) for pair in PAIRS]
)
def test_conventions_share_their_code_or_differ_visibly(
    optimizer: str, first: str, second: str
) -> None:
    one, two = OPTIMIZERS[optimizer].convention(first), OPTIMIZERS[optimizer].convention(second)
    lr = 1.0 if optimizer == "adadelta" else 0.05
    known = {"lr": lr, "beta": 0.9, "beta1": 0.9, "beta2": 0.9, "eps": 1e-2, "weight_decay": 0.0}
    falling = SCHEDULES.build("exponential", {"decay": 0.05})
    paths = [
        run(
            Probe(),
            convention,
            {key: known[key] for key in convention.defaults},
            np.array([[1.0, -0.7]]),
            schedule=falling,
        )
        for convention in (one, two)
    ]

    if one.rule is two.rule:
        np.testing.assert_array_equal(*paths)
    else:
        assert np.abs(paths[0] - paths[1]).max() > 1e-6
        assert one.rule.formula != two.rule.formula


@pytest.mark.parametrize(
    ("optimizer", "name"),
    [
        (name, c.name)
        for name, entry in OPTIMIZERS.items()
        for c in entry.conventions
        if c.decay != "none" and name != "sgd"  # for plain descent both are the same formula
    ],
)
def test_coupled_and_decoupled_decay_differ_visibly(optimizer: str, name: str) -> None:
    convention = OPTIMIZERS[optimizer].convention(name)
    numbers = {**numbers_of(convention, 0), "weight_decay": 0.1}
    other = "coupled" if convention.decay != "coupled" else "decoupled"
    turned = Convention("x", "X", convention.rule, convention.defaults, other)

    mine = run(Probe(), convention, numbers, STARTS)
    theirs = run(Probe(), turned, numbers, STARTS)

    assert np.abs(mine - theirs).max() > 1e-6


STABLE = [
    (name, c.name)
    for name, entry in OPTIMIZERS.items()
    for c in entry.conventions
    if name in {"sgd", "momentum", "nesterov"}
]


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
@pytest.mark.parametrize(("optimizer", "name"), STABLE, ids=[" ".join(e) for e in STABLE])
def test_bisection_finds_the_stability_that_theory_names(
    optimizer: str, name: str, beta: float
) -> None:
    convention = OPTIMIZERS[optimizer].convention(name)
    rule = convention.rule(**({"beta": beta} if "beta" in convention.defaults else {}))
    low, high = 0.0, 50.0
    for _ in range(40):
        middle = (low + high) / 2
        x = np.ones(1)
        state = rule.start(x)
        for _ in range(4000):
            change, state = rule.move(x, x, state, middle)
            x = x + change
            if abs(x[0]) > 1e9:
                break
        low, high = (low, middle) if abs(x[0]) > 1e9 else (middle, high)

    assert low == pytest.approx(rule.stability(), rel=0.01)


@each
def test_only_the_rules_with_a_theory_claim_stability(optimizer: str) -> None:
    for convention in OPTIMIZERS[optimizer].conventions:
        fields = {k: v for k, v in convention.defaults.items() if k not in ("lr", "weight_decay")}
        known = convention.rule(**fields).stability() is not None
        assert known == (optimizer in {"sgd", "momentum", "nesterov"})


@every
def test_zero_is_a_number_for_every_beta_and_for_epsilon(optimizer: str, name: str) -> None:
    convention = OPTIMIZERS[optimizer].convention(name)
    surface = SURFACES["rosenbrock"]()
    lr = {"lr": 1e-4} if "lr" in convention.defaults else {}
    start = np.array([[-1.2, 1.0]])
    betas = {key: 0.0 for key in convention.defaults if key.startswith("beta")}
    if (optimizer, name) == ("nadam", "paper"):
        del betas["beta2"]  # it stands before what is divided by
    eps = {"eps": 0.0} if "eps" in convention.defaults else {}

    for numbers in (betas, eps):
        path = run(surface, convention, {**lr, **numbers}, start)
        assert np.isfinite(path).all()
        assert (path[-1] != start).all() or (optimizer, numbers) == ("adadelta", eps)
