"""How a surface bends at a point, against what a rule bears there."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from app.engine.contracts import Convention, Floats, Surface
from app.engine.formula import Step, momentum_kept

GUIDE = 2.0  # what gradient descent bears


class Limit(NamedTuple):
    """The largest product of rate and curvature that a rule bears.

    `decay` is what weight decay adds to the curvature. Without a `theorem` the limit is that of
    a rule which would go on scaling coordinates as it does now: a guide.
    """

    product: float
    decay: float
    theorem: bool


class Curvature(NamedTuple):
    """Eigenvalues (2,) of the Hessian, the smaller first, and their directions (2, 2), as rows.

    `product` is the rate times the largest eigenvalue, weight decay counted in. For a rule that
    scales each coordinate by a rate of its own, it is the largest eigenvalue of the Hessian in
    coordinates stretched so that all rates are 1. None where it is not finite.
    """

    eigenvalues: Floats
    directions: Floats
    product: float | None
    limit: float
    theorem: bool


def limit_of(
    convention: Convention, hyperparameters: Mapping[str, float], steps: Sequence[Step]
) -> Limit:
    """What a convention bears with its numbers; `steps` are its lines at one step."""
    numbers = dict(hyperparameters)
    decay = numbers.pop("weight_decay", 0.0)
    numbers.pop("lr", None)
    bound = convention.rule(**numbers).stability()
    if bound is not None:
        shares = {"coupled": 1.0, "decoupled": float(bound) / 2}
        return Limit(float(bound), decay * shares.get(convention.decay, 0.0), True)
    kept = momentum_kept(steps)
    guide = GUIDE * (1 + kept) / (1 - kept) if kept < 1 else np.inf
    return Limit(guide, decay if convention.decay == "coupled" else 0.0, False)


@np.errstate(all="ignore")
def curvature_at(
    surface: Surface, x: Floats, rate: float, limit: Limit, effective: Floats
) -> Curvature | None:
    """The curvature at a point (2,) of a surface; None where it is not finite.

    `effective` are the rates (2,) of the coordinates.
    """
    hessian = surface.hessian(x)
    if not np.isfinite(hessian).all():
        return None
    values, vectors = np.linalg.eigh(hessian)
    directions = vectors.T * np.where(vectors.T[:, :1] < 0, -1.0, 1.0)
    rates = np.full(2, rate) if limit.theorem else effective
    stretched = np.sqrt(rates)[:, None] * (hessian + limit.decay * np.eye(2)) * np.sqrt(rates)
    product = float(np.linalg.eigvalsh(stretched)[-1]) if np.isfinite(stretched).all() else None
    return Curvature(values, directions, product, limit.product, limit.theorem)
