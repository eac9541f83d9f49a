"""Why a run diverged: the numbers behind it, and the sentence that is made of them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Floats, Surface
from app.engine.descend import Frames
from app.engine.in_force import InForce, in_force, label_of
from app.engine.race import Change, Run
from app.engine.words import at_step, number

MARGIN = 0.9  # of the largest stable rate: what is suggested instead of a rate that diverged


@dataclass(frozen=True)
class Divergence:
    """The numbers behind a divergence.

    `curvature` is the largest Hessian eigenvalue, with weight decay, on the path up to the step
    where the loss last fell, met at `met_at`; for a run that turned to another rule, on its path
    since then. `rate` is the largest learning rate from there on, `limit` the largest curvature
    that the rule bears at that rate, and `stable_rate` the largest rate that would have been
    stable. For a rule without theory the figures are those of plain gradient descent: a guide
    (`theorem` is False). `suggested_lr` is what to set `lr` to instead.
    """

    step: int
    met_at: int
    curvature: float
    rate: float
    limit: float | None
    stable_rate: float | None
    theorem: bool
    suggested_lr: float | None


def explained(
    run: Run, path: Frames, changes: Sequence[Change]
) -> tuple[str, Divergence | None]:
    """The reason in words for the finite `path` of a run that diverged, and its numbers."""
    last = len(path.value) - 1
    rule = in_force(run, changes, last)
    diverged = f"{label_of(run, changes, last)} diverged at step {last + 1}"
    special = _division_by_zero(run, path, rule) or _decay_too_strong(path, rule)
    if special:
        return f"{diverged}: {special}", None
    values = path.value[:, 0]
    if run.surface.lowest() is None and values[-1] < values[0]:
        return (
            f"{diverged}: this surface has no lowest point, and the run followed it down until "
            "the numbers overflowed."
        ), None
    falls = np.flatnonzero(np.diff(values[rule.since :]) < 0)
    fell = rule.since + (falls[-1] + 1 if falls.size else 0)
    met = curvatures(run.surface, path.point[rule.since : fell + 1, 0])[1]
    steepest = int(np.argmax(np.where(np.isfinite(met), met, -np.inf)))
    if not np.isfinite(met[steepest]):
        return f"{diverged}: its way was too steep to be measured.", None
    found = _divergence(run, path, rule.since + steepest, float(met[steepest]), changes)
    return f"{diverged}{_because(rule, found)}", found


def _division_by_zero(run: Run, path: Frames, now: InForce) -> str | None:
    """The words for a rule with ε = 0 whose move away from the end of the path divides by 0."""
    settings = dict(now.hyperparameters)
    if settings.get("eps") != 0:
        return None
    decay, lr = settings.pop("weight_decay", 0.0), settings.pop("lr", 1.0)
    point = path.point[-1:, 0]
    slope = run.surface.gradient(point) + run.noise  # in place of what was drawn, which is not 0
    if now.convention.decay == "coupled":
        slope = slope + decay * point
    rule = now.convention.rule(**settings)
    move = rule.move(point, slope, rule.start(point), lr)[0][0]
    lost = ~np.isfinite(move)
    if not lost.any():
        return None
    where = " and ".join(name for name, bad in zip("xy", lost, strict=True) if bad)
    level = "" if slope[0, lost].any() else f", as there is no slope in {where}"
    return f"with ε = 0 its move in {where} divides by 0{level}. Any ε above 0 prevents that."


def _decay_too_strong(path: Frames, now: InForce) -> str | None:
    """The words for an adaptive rule whose weight decay throws the point out by itself."""
    settings = dict(now.hyperparameters)
    share = float(path.rate[-1, 0]) * settings.pop("weight_decay", 0.0)
    settings.pop("lr", None)
    if now.convention.decay != "decoupled" or share <= 2:
        return None
    if now.convention.rule(**settings).stability() is not None:
        return None  # the theory there counts the decay in
    return (
        f"η times the weight decay is {number(share)}, and above 2 the decay alone throws the "
        "point further out at each step."
    )


def curvatures(surface: Surface, points: Floats) -> tuple[Floats, Floats]:
    """The smallest and the largest Hessian eigenvalue at each point, (..., 2) -> (...)."""
    hessian = surface.hessian(points)
    xx, xy, yy = hessian[..., 0, 0], hessian[..., 0, 1], hessian[..., 1, 1]
    middle, radius = (xx + yy) / 2, np.hypot((xx - yy) / 2, xy)
    return middle - radius, middle + radius


def _divergence(
    run: Run, path: Frames, met_at: int, curvature: float, changes: Sequence[Change]
) -> Divergence:
    rates = path.rate[:, 0]
    rate = float(rates[met_at:].max())
    used_at = int(np.flatnonzero(rates == rate)[-1])
    now = in_force(run, changes, used_at)
    settings = dict(now.hyperparameters)
    weight_decay, lr = settings.pop("weight_decay", 0.0), settings.pop("lr", None)
    bound = now.convention.rule(**settings).stability()
    product = 2.0 if bound is None else float(bound)
    # What shrinks the point itself meets the rule's bound by another way than the gradient does.
    decays = {"coupled": 1.0, "decoupled": product / 2}
    curvature += weight_decay * decays.get(now.convention.decay, 0.0)
    limit = product / rate if rate > 0 else math.inf
    stable = product / curvature if curvature > 0 else None
    suggested = None
    if bound is not None and stable is not None and lr is not None and rate > 0:
        better = MARGIN * stable if rate > stable else rate / 2
        rising = used_at == len(rates) - 1 and rate > rates[now.since]  # and may rise to lr itself
        suggested = _rounded_down(better if rising else better * lr / rate)
        if not now.convention.sliders["lr"].accepts(suggested):
            suggested = None
    return Divergence(
        len(rates),
        met_at,
        curvature,
        rate,
        limit if math.isfinite(limit) else None,
        stable,
        bound is not None,
        suggested,
    )


def _because(now: InForce, found: Divergence) -> str:
    """What was wrong, as the rest of the sentence that names the step."""
    if found.stable_rate is None:
        return ": the surface curved downwards all along its way."
    label, rate, stable = now.optimizer.label, number(found.rate), number(found.stable_rate)
    way = f"since step {now.since} and before" if now.since else "before"
    steepest = f"the steepest curvature {way} its loss only rose, at {at_step(found.met_at)}"
    if not found.theorem:
        return (
            f". λ = {number(found.curvature)} is {steepest}: gradient descent would "
            f"need η below {stable} there. For {label} that is a guide, not a theorem."
        )
    limit = f"{number(found.stable_rate * found.curvature)}/λ = {stable}"
    if found.rate > found.stable_rate:
        why = f": η = {rate} is above {limit}, where λ = {number(found.curvature)} is {steepest}."
    else:
        why = (
            f", although η = {rate} is below {limit} as long as the loss fell: "
            "a step threw it to a steeper place."
        )
    advice = "" if found.suggested_lr is None else f" Try η = {number(found.suggested_lr)}."
    return f"{why}{advice}"


def _rounded_down(value: float) -> float:
    """Two significant digits, never more than `value`.

    >>> _rounded_down(0.0399), _rounded_down(0.036)
    (0.039, 0.036)
    """
    unit = math.floor(math.log10(value)) - 1
    digits = math.floor(value / 10.0**unit + 1e-9)
    return float(f"{digits}e{unit}")
