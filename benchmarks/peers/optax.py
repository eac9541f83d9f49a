"""The races in Optax: steps compiled one by one, and whole runs compiled as a scan."""

from collections.abc import Callable, Mapping
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import NDArray

Floats = NDArray[Any]
Run = Callable[[Any], Any]
Step = Callable[[Any, Any], Any]

jax.config.update("jax_enable_x64", True)

RULES: Mapping[str, Callable[..., Any]] = {
    "sgd": optax.sgd,
    "momentum": lambda lr: optax.sgd(lr, momentum=0.9),
    "nesterov": lambda lr: optax.sgd(lr, momentum=0.9, nesterov=True),
    "adagrad": optax.adagrad,
    "rmsprop": optax.rmsprop,
    "adadelta": optax.adadelta,
    "adam": optax.adam,
    "adamax": optax.adamax,
    "nadam": optax.nadam,
    "amsgrad": optax.amsgrad,
    "adamw": optax.adamw,
}


def rosenbrock(point: Any) -> Any:
    """f of points kept coordinate by coordinate, (2, ...) -> (...)."""
    x, y = point
    return jnp.square(1 - x) + 100 * jnp.square(y - jnp.square(x))


def _step(rule: Any) -> Step:
    def step(point: Any, state: Any) -> Any:
        value, gradient = jax.value_and_grad(lambda here: rosenbrock(here).sum())(point)
        change, state = rule.update(gradient, state, point)
        return optax.apply_updates(point, change), state, value, jnp.linalg.norm(gradient)

    return step


class Stepped:
    """Optimizers whose steps are compiled; Python goes from step to step."""

    def __init__(self, rates: Mapping[str, float]) -> None:
        rules = [RULES[name](rate) for name, rate in rates.items()]
        self._rules = [(rule, jax.jit(_step(rule))) for rule in rules]

    def race(self, start: Floats, steps: int) -> Floats:
        """x, y, value, gradient norm of every point, (rules, steps + 1, 4)."""
        records = np.empty((len(self._rules), steps + 1, 4))
        for record, (rule, step) in zip(records, self._rules, strict=True):
            point = jnp.asarray(start)
            state = rule.init(point)
            for row in record:
                row[:2] = point
                point, state, row[2], row[3] = step(point, state)
        return records

    def unread(self, start: Floats, steps: int) -> None:
        """The same, and nothing is read back: what the calls alone take."""
        for rule, step in self._rules:
            point = jnp.asarray(start)
            state = rule.init(point)
            for _ in range(steps + 1):
                point, state, *_ = step(point, state)
            jax.block_until_ready(point)


class Scanned:
    """Optimizers whose whole race is compiled."""

    def __init__(self, rates: Mapping[str, float], steps: int) -> None:
        runs = [_scan(RULES[name](rate), steps) for name, rate in rates.items()]
        self._race = jax.jit(lambda start: jnp.stack([run(start) for run in runs]))

    def race(self, start: Floats) -> Floats:
        """x, y, value, gradient norm of every point, (rules, steps + 1, 4)."""
        return np.asarray(self._race(jnp.asarray(start)))


def _scan(rule: Any, steps: int) -> Run:
    step = _step(rule)

    def run(start: Any) -> Any:
        def one(carry: Any, _: Any) -> Any:
            point, state, value, norm = step(*carry)
            return (point, state), jnp.array([*carry[0], value, norm])

        return jax.lax.scan(one, (start, rule.init(start)), length=steps + 1)[1]

    return run


class Rates:
    """Adam at many rates at once: a compiled scan, mapped over the rate."""

    def __init__(self, steps: int) -> None:
        def run(rate: Any, start: Any) -> Any:
            return _scan(optax.adam(rate), steps)(start)

        self._run = jax.jit(jax.vmap(run, in_axes=(0, None)))

    def race(self, rates: Floats, start: Floats) -> Floats:
        """x, y, value, gradient norm for every rate, (rates, steps + 1, 4)."""
        return np.asarray(self._run(jnp.asarray(rates), jnp.asarray(start)))


class Settled:
    """Where Adam ends from each start: a compiled scan that records nothing."""

    def __init__(self, rate: float, steps: int) -> None:
        rule = optax.adam(rate)
        step = _step(rule)

        def run(starts: Any) -> Any:
            def one(carry: Any, _: Any) -> Any:
                return step(*carry)[:2], None

            (points, _), _ = jax.lax.scan(one, (starts, rule.init(starts)), length=steps)
            return points

        self._run = jax.jit(run)

    def points(self, starts: Floats) -> Floats:
        """(2, P) -> (2, P)"""
        return np.asarray(self._run(jnp.asarray(starts)))
