"""How a surface bends, against what a rule bears there."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from app.engine.contracts import Convention, Floats, Number, Surface
from app.engine.formula import Step, momentum_kept

GUIDE = 2.0  # what gradient descent bears


class Limit(NamedTuple):
    """The largest product of rate and curvature that a rule bears, (...).

    `decay` is what weight decay adds to the curvature. Without a `theorem` the limit is that of
    a rule which would go on scaling coordinates as it does now: a guide.
    """

    product: Floats
    decay: Floats
    theorem: bool


class Curvature(NamedTuple):
    """Eigenvalues (..., 2) of the Hessian, the smaller first; directions (..., 2, 2), as rows.

    `product` (...) is the rate times the largest eigenvalue, weight decay counted in. For a rule
    that scales each coordinate by a rate of its own, it is the largest eigenvalue of the Hessian
    in coordinates stretched so that all rates are 1. What is not finite is NaN.
    """

    eigenvalues: Floats
    directions: Floats
    product: Floats
    limit: Floats
    theorem: bool


@np.errstate(all="ignore")
def limit_of(
    convention: Convention, hyperparameters: Mapping[str, Number], steps: Sequence[Step]
) -> Limit:
    """What a convention bears; `steps` are its lines. One number, or one a step as (K, 1)."""
    numbers = {name: np.asarray(number) for name, number in hyperparameters.items()}
    decay = numbers.pop("weight_decay", np.zeros(()))
    numbers.pop("lr", None)
    bound = convention.rule(**numbers).stability()
    theorem = bound is not None
    if bound is None:
        kept = momentum_kept(steps)
        bound = GUIDE * (1 + kept) / (1 - kept)
    shares = {"coupled": 1.0, "decoupled": np.asarray(bound) / 2 if theorem else 0.0}
    share = shares.get(convention.decay, 0.0)
    return Limit(_flat(np.asarray(bound)), _flat(decay * share), theorem)


@np.errstate(all="ignore")
def curvature_at(
    surface: Surface, x: Floats, rate: Floats, limit: Limit, effective: Floats
) -> Curvature:
    """The curvature at points (..., 2) of a surface, where the rates are `rate` (...).

    `effective` are the rates (..., 2) of the coordinates.
    """
    hessian = surface.hessian(x)
    values, vectors = np.linalg.eigh(_finite(hessian))
    rows = np.swapaxes(vectors, -1, -2)
    rates = np.broadcast_to(np.asarray(rate)[..., None], x.shape) if limit.theorem else effective
    scale = np.sqrt(rates)
    bent = hessian + np.asarray(limit.decay)[..., None, None] * np.eye(2)
    stretched = scale[..., :, None] * bent * scale[..., None, :]
    return Curvature(
        _where(hessian, values),
        _where(hessian, rows * np.where(rows[..., :1] < 0, -1.0, 1.0)),
        _where(stretched, np.linalg.eigvalsh(_finite(stretched))[..., -1]),
        np.broadcast_to(limit.product, x.shape[:-1]),
        limit.theorem,
    )


def _flat(numbers: Floats) -> Floats:
    """Without the axis of coordinates."""
    return numbers[..., 0] if numbers.ndim else numbers


def _finite(matrices: Floats) -> Floats:
    """Matrices that can be taken apart: what is not finite is 0."""
    return np.where(np.isfinite(matrices).all((-2, -1), keepdims=True), matrices, 0.0)


def _where(matrices: Floats, numbers: Floats) -> Floats:
    """Numbers (..., *) of finite matrices (..., 2, 2); the others are NaN."""
    finite = np.isfinite(matrices).all((-2, -1))
    axes = tuple(range(finite.ndim, numbers.ndim))
    return np.where(np.expand_dims(finite, axes), numbers, np.nan)
