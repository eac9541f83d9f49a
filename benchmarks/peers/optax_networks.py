"""The trainings in Optax: all networks' gradients by vmap, and the whole run one compiled scan."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import NDArray

from benchmarks.peers.optax import RULES
from benchmarks.trained import Lesson

Floats = NDArray[Any]


class Trained:
    """All rules on one task. The first `run` compiles."""

    def __init__(self, lesson: Lesson, rates: Mapping[str, float]) -> None:
        self._rules = [RULES[name](rate) for name, rate in rates.items()]
        self._lesson = lesson
        self._run = jax.jit(self._scan)

    def run(self) -> Floats:
        """Where each rule ends, (rules, D); loss and gradient norm are recorded at each step."""
        given = self._lesson
        start = jnp.tile(given.start, (len(self._rules), 1))
        arrays = [jnp.asarray(a) for a in (given.inputs, given.targets, given.batches)]
        points, record = self._run(start, *arrays)
        np.asarray(record)
        return np.asarray(points)

    def _scan(self, start: Any, inputs: Any, targets: Any, batches: Any) -> Any:
        slope_of = jax.vmap(jax.value_and_grad(self._loss), in_axes=(0, None, None))

        def step(carry: Any, rows: Any) -> Any:
            points, states = carry
            values, slopes = slope_of(points, inputs[rows], targets[rows])
            moved = [
                rule.update(slope, state, point)
                for rule, slope, state, point in zip(
                    self._rules, slopes, states, points, strict=True
                )
            ]
            changes = jnp.stack([change for change, _ in moved])
            norms = jnp.linalg.norm(slopes, axis=1)
            return (points + changes, [state for _, state in moved]), (values, norms)

        states = [rule.init(start[0]) for rule in self._rules]
        (points, _), record = jax.lax.scan(step, (start, states), batches)
        return points, jnp.stack(record)

    def _loss(self, x: Any, a: Any, targets: Any) -> Any:
        first = 0
        for number, (inputs, outputs) in enumerate(pairwise(self._lesson.sizes)):
            middle = first + inputs * outputs
            weights = x[first:middle].reshape(inputs, outputs)
            a = (jnp.tanh(a) if number else a) @ weights + x[middle : middle + outputs]
            first = middle + outputs
        if a.shape[-1] == 1:
            return optax.sigmoid_binary_cross_entropy(a[:, 0], targets).mean()
        return optax.softmax_cross_entropy(a, targets).mean()
