"""Every formula once more, as a plain loop over plain numbers, written from its source.

One coordinate, one float at a time, no NumPy: nothing is shared with the engine's rules.
"""

# ruff: noqa: B905 - a loop stops with its shorter list, which is the gradients
# mypy: allow-untyped-defs, allow-untyped-calls

from collections.abc import Callable, Iterator
from math import prod, sqrt

import numpy as np
import pytest

from app.engine.catalogue import OPTIMIZERS, SCHEDULES
from app.engine.contracts import Floats
from app.engine.descend import Lanes, descend
from tests.engine.parity import STEPS, Pushes

Loop = Callable[..., Iterator[float]]
LOOPS: dict[tuple[str, str], Loop] = {}


def form(*names: str) -> Callable[[Loop], Loop]:
    """Say which conventions a loop is the formula of."""

    def keep(loop: Loop) -> Loop:
        for name in names:
            optimizer, convention = name.split()
            LOOPS[optimizer, convention] = loop
        return loop

    return keep


# Each loop yields the changes of one coordinate, given its gradients and the rates.


@form("sgd textbook", "sgd pytorch", "sgd optax", "sgd keras")
def descent(gradients, rates):
    for g, rate in zip(gradients, rates):
        yield -rate * g


@form("momentum textbook")
def running_mean(gradients, rates, beta):
    v = 0.0
    for g, rate in zip(gradients, rates):
        v = beta * v + (1 - beta) * g
        yield -rate * v


@form("momentum pytorch", "momentum optax")
def heavy_ball(gradients, rates, beta):
    b = 0.0
    for g, rate in zip(gradients, rates):
        b = beta * b + g
        yield -rate * b


@form("momentum keras")
def heavy_ball_of_moves(gradients, rates, beta):
    m = 0.0
    for g, rate in zip(gradients, rates):
        m = beta * m - rate * g
        yield m


@form("nesterov pytorch", "nesterov optax")
def look_ahead(gradients, rates, beta):
    b = 0.0
    for g, rate in zip(gradients, rates):
        b = beta * b + g
        yield -rate * (g + beta * b)


@form("nesterov keras")
def look_ahead_of_moves(gradients, rates, beta):
    m = 0.0
    for g, rate in zip(gradients, rates):
        m = beta * m - rate * g
        yield beta * m - rate * g


@form("adagrad textbook")
def adagrad_inside(gradients, rates, eps, total=0.0):
    for g, rate in zip(gradients, rates):
        total += g * g
        yield -rate * g / sqrt(total + eps)


@form("adagrad optax", "adagrad keras")
def adagrad_begun(gradients, rates, eps):
    return adagrad_inside(gradients, rates, eps, total=0.1)


@form("adagrad pytorch")
def adagrad_outside(gradients, rates, eps):
    total = 0.0
    for g, rate in zip(gradients, rates):
        total += g * g
        yield -rate * g / (sqrt(total) + eps)


@form("rmsprop textbook", "rmsprop optax", "rmsprop keras")
def rmsprop_inside(gradients, rates, beta, eps):
    v = 0.0
    for g, rate in zip(gradients, rates):
        v = beta * v + (1 - beta) * g * g
        yield -rate * g / sqrt(v + eps)


@form("rmsprop pytorch")
def rmsprop_outside(gradients, rates, beta, eps):
    v = 0.0
    for g, rate in zip(gradients, rates):
        v = beta * v + (1 - beta) * g * g
        yield -rate * g / (sqrt(v) + eps)


@form("adadelta textbook", "adadelta pytorch", "adadelta optax", "adadelta keras")
def adadelta(gradients, rates, beta, eps):
    big_g = big_s = 0.0
    for g, rate in zip(gradients, rates):
        big_g = beta * big_g + (1 - beta) * g * g
        delta = sqrt(big_s + eps) / sqrt(big_g + eps) * g
        big_s = beta * big_s + (1 - beta) * delta * delta
        yield -rate * delta


def moments(gradients, beta1, beta2):
    m = v = 0.0
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        yield t, g, m, v


def corrected(gradients, beta1, beta2):
    for t, _, m, v in moments(gradients, beta1, beta2):
        yield m / (1 - beta1**t), v / (1 - beta2**t)


@form("adam textbook", "adam pytorch", "adam optax", "adamw paper", "adamw pytorch", "adamw optax")
def adam(gradients, rates, beta1, beta2, eps):
    for (m_hat, v_hat), rate in zip(corrected(gradients, beta1, beta2), rates):
        yield -rate * m_hat / (sqrt(v_hat) + eps)


@form("adam eps_inside")
def adam_inside(gradients, rates, beta1, beta2, eps):
    for (m_hat, v_hat), rate in zip(corrected(gradients, beta1, beta2), rates):
        yield -rate * m_hat / sqrt(v_hat + eps)


@form("adam uncorrected")
def adam_uncorrected(gradients, rates, beta1, beta2, eps):
    for (_, _, m, v), rate in zip(moments(gradients, beta1, beta2), rates):
        yield -rate * m / (sqrt(v) + eps)


@form("adam keras", "adamw keras")
def adam_hat(gradients, rates, beta1, beta2, eps):
    for (t, _, m, v), rate in zip(moments(gradients, beta1, beta2), rates):
        alpha = rate * sqrt(1 - beta2**t) / (1 - beta1**t)
        yield -alpha * m / (sqrt(v) + eps)


@form("adamax paper", "adamax keras")
def adamax_beside(gradients, rates, beta1, beta2, eps):
    m = u = 0.0
    for t, (g, rate) in enumerate(zip(gradients, rates), start=1):
        m = beta1 * m + (1 - beta1) * g
        u = max(beta2 * u, abs(g))
        yield -rate / (1 - beta1**t) * m / (u + eps) if m else 0.0


@form("adamax pytorch", "adamax optax")
def adamax_within(gradients, rates, beta1, beta2, eps):
    m = u = 0.0
    for t, (g, rate) in enumerate(zip(gradients, rates), start=1):
        m = beta1 * m + (1 - beta1) * g
        u = max(beta2 * u, abs(g) + eps)
        yield -rate / (1 - beta1**t) * m / u


@form("nadam paper")
def nadam_paper(gradients, rates, beta1, beta2, eps):
    mus = [beta1 * (1 - 0.5 * 0.96 ** (t / 250)) for t in range(STEPS + 2)]
    m = n = 0.0
    for t, (g, rate) in enumerate(zip(gradients, rates), start=1):
        m = mus[t] * m + (1 - mus[t]) * g
        n = beta2 * n + (1 - beta2) * g * g
        m_hat = mus[t + 1] * m / (1 - prod(mus[1 : t + 2]))
        m_hat += (1 - mus[t]) * g / (1 - prod(mus[1 : t + 1]))
        n_hat = beta2 * n / (1 - beta2**t)
        yield -rate * m_hat / (sqrt(n_hat) + eps)


def nadam_library(gradients, rates, beta1, beta2, eps, pace):
    mus = [beta1 * (1 - 0.5 * 0.96 ** (t * pace)) for t in range(STEPS + 2)]
    for (t, g, m, v), rate in zip(moments(gradients, beta1, beta2), rates):
        m_hat = mus[t + 1] * m / (1 - prod(mus[1 : t + 2]))
        m_hat += (1 - mus[t]) * g / (1 - prod(mus[1 : t + 1]))
        yield -rate * m_hat / (sqrt(v / (1 - beta2**t)) + eps)


@form("nadam pytorch")
def nadam_slow(gradients, rates, beta1, beta2, eps):
    return nadam_library(gradients, rates, beta1, beta2, eps, 0.004)


@form("nadam keras")
def nadam_fast(gradients, rates, beta1, beta2, eps):
    return nadam_library(gradients, rates, beta1, beta2, eps, 1)


@form("nadam optax")
def nadam_constant(gradients, rates, beta1, beta2, eps):
    for (t, g, m, v), rate in zip(moments(gradients, beta1, beta2), rates):
        m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
        yield -rate * m_hat / (sqrt(v / (1 - beta2**t)) + eps)


@form("amsgrad paper")
def amsgrad_paper(gradients, rates, beta1, beta2, eps):
    peak = 0.0
    for (_, _, m, v), rate in zip(moments(gradients, beta1, beta2), rates):
        peak = max(peak, v)
        yield -rate * m / (sqrt(peak) + eps) if m else 0.0


@form("amsgrad pytorch")
def amsgrad_raw(gradients, rates, beta1, beta2, eps):
    peak = 0.0
    for (t, _, m, v), rate in zip(moments(gradients, beta1, beta2), rates):
        peak = max(peak, v)
        yield -rate * m / (1 - beta1**t) / (sqrt(peak / (1 - beta2**t)) + eps)


@form("amsgrad optax")
def amsgrad_corrected(gradients, rates, beta1, beta2, eps):
    peak = 0.0
    for (m_hat, v_hat), rate in zip(corrected(gradients, beta1, beta2), rates):
        peak = max(peak, v_hat)
        yield -rate * m_hat / (sqrt(peak) + eps)


@form("amsgrad keras")
def amsgrad_hat(gradients, rates, beta1, beta2, eps):
    peak = 0.0
    for (t, _, m, v), rate in zip(moments(gradients, beta1, beta2), rates):
        peak = max(peak, v)
        yield -rate * sqrt(1 - beta2**t) / (1 - beta1**t) * m / (sqrt(peak) + eps)


NUMBERS = {"beta": 0.8, "beta1": 0.85, "beta2": 0.97}
FORMS = [(name, c.name) for name, entry in OPTIMIZERS.items() for c in entry.conventions]


def test_every_convention_has_a_loop() -> None:
    assert set(LOOPS) == set(FORMS)


EPSILONS = (1e-8, 1e-2)


def walked(optimizer: str, name: str, eps: float) -> tuple[Floats, Floats]:
    """The points that the engine and the plain loop come to, (STEPS, 2) each."""
    convention = OPTIMIZERS[optimizer].convention(name)
    known = {**NUMBERS, "eps": eps, "lr": 0.02, "weight_decay": 0.0}
    numbers = {key: known[key] for key in convention.defaults}
    schedule = SCHEDULES.build("exponential", {"decay": 0.004})
    problem = Pushes()
    gradients = problem.gradients[:STEPS, 0]
    factors = schedule.scale(np.arange(STEPS, dtype=float)).tolist()
    rates = [numbers.get("lr", 1.0) * factor for factor in factors]
    fields = {key: numbers[key] for key in numbers if key not in ("lr", "weight_decay")}
    changes = [
        list(LOOPS[optimizer, name](gradients[:, axis].tolist(), rates, **fields))
        for axis in (0, 1)
    ]

    lanes = Lanes(convention, numbers, schedule, np.zeros((1, 2)))
    path = np.concatenate([block.point for block in descend(problem, [lanes], STEPS)])[:, 0]
    return path[1:], np.cumsum(np.transpose(changes), axis=0)


@pytest.mark.parametrize("eps", EPSILONS)
@pytest.mark.parametrize(("optimizer", "name"), FORMS, ids=[" ".join(form) for form in FORMS])
def test_engine_walks_as_the_plain_loop_does(optimizer: str, name: str, eps: float) -> None:
    path, expected = walked(optimizer, name, eps)

    np.testing.assert_allclose(path, expected, rtol=1e-12, atol=1e-12)


WITH_DECAY = [
    (name, c.name)
    for name, entry in OPTIMIZERS.items()
    for c in entry.conventions
    if "weight_decay" in c.defaults
]


@pytest.mark.parametrize(
    ("optimizer", "name"), WITH_DECAY, ids=[" ".join(form) for form in WITH_DECAY]
)
def test_weight_decay_acts_where_the_convention_says(optimizer: str, name: str) -> None:
    convention = OPTIMIZERS[optimizer].convention(name)
    known = {**NUMBERS, "eps": 1e-3, "lr": 0.02, "weight_decay": 0.3}
    numbers = {key: known[key] for key in convention.defaults}
    schedule = SCHEDULES.build("exponential", {"decay": 0.01})
    lr, steps = numbers["lr"], 40
    factors = schedule.scale(np.arange(steps, dtype=float)).tolist()
    fields = {key: numbers[key] for key in numbers if key not in ("lr", "weight_decay")}
    problem = Pushes()
    gradients = problem.gradients[:steps, 0, 0].tolist()

    x, points, seen = 1.5, [], []
    for t, (g, factor) in enumerate(zip(gradients, factors)):
        seen.append(g + 0.3 * x if convention.decay == "coupled" else g)
        rates = [lr * f for f in factors[: t + 1]]
        change = list(LOOPS[optimizer, name](seen, rates, **fields))[-1]
        shrink = {
            "coupled": 0.0,
            "decoupled": lr * factor * 0.3,
            "decoupled_by_schedule": factor * 0.3,
        }[convention.decay]
        x = x + change - shrink * x
        points.append(x)

    lanes = Lanes(convention, numbers, schedule, np.full((1, 2), 1.5))
    path = np.concatenate([block.point for block in descend(problem, [lanes], steps)])[:, 0, 0]
    np.testing.assert_allclose(path[1:], points, rtol=1e-12, atol=1e-12)
