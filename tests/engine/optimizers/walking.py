"""One rule on one slope: what the claims in the rules' docstrings are measured with."""

from collections.abc import Iterable

import numpy as np

from app.engine.catalogue import OPTIMIZERS
from app.engine.contracts import Floats, Rule


def rule_of(optimizer: str, convention: str = "", **numbers: float) -> Rule:
    """A convention's rule with its defaults, but for the numbers given."""
    entry = OPTIMIZERS[optimizer]
    chosen = entry.convention(convention) if convention else entry.conventions[0]
    fields = {k: v for k, v in chosen.defaults.items() if k not in ("lr", "weight_decay")}
    return chosen.rule(**{**fields, **numbers})


def changes(rule: Rule, gradients: Iterable[float], rate: float = 1.0) -> Floats:
    """The rule's move at each of the gradients, for one coordinate."""
    x = np.zeros(1)
    state = rule.start(x)
    found = []
    for gradient in gradients:
        change, state = rule.move(x, np.array([gradient]), state, rate)
        x = x + change
        found.append(change[0])
    return np.array(found)


def descent(rule: Rule, curvature: float, steps: int, rate: float, start: float = 1.0) -> Floats:
    """The points of steps 0 to `steps` on f(x) = curvature x^2 / 2."""
    x = np.array([start])
    state = rule.start(x)
    points = [x[0]]
    for _ in range(steps):
        change, state = rule.move(x, curvature * x, state, rate)
        x = x + change
        points.append(x[0])
    return np.array(points)
