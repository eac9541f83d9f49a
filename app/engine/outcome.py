"""Why a run ended as it did: its status, the step, and the reason in a sentence or two."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from app.engine.contracts import Floats, Surface
from app.engine.descend import Frames
from app.engine.race import Change, Race, Run, path_of
from app.engine.words import number

TOLERANCE = 1e-6  # of the gradient norm, for `converged`
STILL = 1e-3  # of the domain's diagonal: less than this in the last tenth is `stalled`
FLAT = 1e-6  # curvature below this counts as none when a place is named
MARGIN = 0.9  # of the largest stable rate: what is suggested instead of a rate that diverged

Status = Literal["converged", "stalled", "diverged", "finished"]


@dataclass(frozen=True)
class Divergence:
    """The numbers behind a divergence.

    `curvature` is the largest Hessian eigenvalue, with weight decay, on the path up to the step
    where the loss last fell, met at `met_at`; `rate` the largest learning rate from there on,
    `limit` the largest curvature that the rule bears at that rate, and `stable_rate` the largest
    rate that would have been stable. For a rule without theory the figures are those of plain
    gradient descent: a guide (`theorem` is False). `suggested_lr` is what to set `lr` to instead.
    """

    step: int
    met_at: int
    curvature: float
    rate: float
    limit: float | None
    stable_rate: float | None
    theorem: bool
    suggested_lr: float | None


@dataclass(frozen=True)
class Outcome:
    """How one run ended. `steps` is its last step with finite numbers."""

    status: Status
    since: int | None
    steps: int
    reason: str
    divergence: Divergence | None = None


def outcomes(race: Race, blocks: Sequence[Frames]) -> list[Outcome]:
    """The outcome of every run of a race that is over, from all of its blocks."""
    return [
        outcome(run, path_of(blocks, lane), race.steps, _of(race.changes, lane))
        for lane, run in enumerate(race.runs)
    ]


def _of(changes: Sequence[Change], lane: int) -> list[Change]:
    return [change for change in changes if change.run == lane]


@np.errstate(all="ignore")
def outcome(run: Run, path: Frames, asked: int, changes: Sequence[Change] = ()) -> Outcome:
    """Judge one run by its finite points, of `asked` + 1."""
    points, values, norms = path.point[:, 0], path.value[:, 0], path.gradient_norm[:, 0]
    steps = len(values) - 1
    if steps < asked:
        return _diverged(run, path, changes)
    if norms[-1] < TOLERANCE:
        since = _last_true(norms >= TOLERANCE) + 1
        return Outcome("converged", since, steps, _rest(run, points[-1], since))
    # The last tenth of fewer than ten steps is less than one step: too little to judge by.
    tenth = steps // 10
    since = _still_since(run.surface, points)
    if tenth and since <= steps - tenth:
        return Outcome("stalled", since, steps, _standstill(run, norms[-1], since))
    falling = ", still falling" if values[-1] < values[-1 - max(1, tenth)] else ""
    reason = (
        f"{run.optimizer.label} took all {steps} steps. Its loss is {number(values[-1])}{falling}; "
        f"its gradient norm is {number(norms[-1])}."
    )
    return Outcome("finished", None, steps, reason)


def _last_true(condition: Floats) -> int:
    """The last index where the condition holds, -1 for none."""
    return int(np.flatnonzero(condition)[-1]) if condition.any() else -1


def _still_since(surface: Surface, points: Floats) -> int:
    """The first step from which all moves together are shorter than STILL of the diagonal."""
    (x0, x1), (y0, y1) = surface.domain
    lengths = np.hypot(*np.diff(points, axis=0).T)
    to_go = np.append(np.cumsum(lengths[::-1])[::-1], 0.0)
    return int(np.argmax(to_go < STILL * np.hypot(x1 - x0, y1 - y0)))


def _rest(run: Run, point: Floats, since: int) -> str:
    low, high = curvatures(run.surface, point)
    if low > FLAT:
        place = _minimum(run.surface, point)
    elif high < -FLAT:
        place = "stopped at a maximum, which a nudge would leave"
    elif low < -FLAT and high > FLAT:
        place = "stopped at a saddle point, which is no minimum"
    else:
        place = "stopped where the surface is merely flat, with next to no curvature"
    when = "from the start" if since == 0 else f"from step {since} on"
    return f"{run.optimizer.label} {place}: its gradient norm is below {number(TOLERANCE)} {when}."


def _minimum(surface: Surface, point: Floats) -> str:
    lowest = surface.lowest()
    if lowest is None:
        return "reached a minimum"
    above = float(surface.value(point)) - lowest
    if above > 1e-6 * (1 + abs(lowest)):
        return f"settled in a local minimum, {number(above)} above the lowest"
    return "reached a global minimum"


def _standstill(run: Run, norm: float, since: int) -> str:
    return (
        f"{run.optimizer.label} has hardly moved since {_at_step(since)}: less than a thousandth "
        f"of the domain's diagonal in all. Its gradient norm is still {number(norm)}."
    )


def _diverged(run: Run, path: Frames, changes: Sequence[Change]) -> Outcome:
    steps = len(path.value) - 1
    label = run.optimizer.label
    if steps < 0:
        reason = f"{label} cannot start: the surface has no finite value or gradient there."
        return Outcome("diverged", None, 0, reason)
    values = path.value[:, 0]
    if run.surface.lowest() is None and values[-1] < values[0]:
        reason = (
            f"{label} diverged at step {steps + 1}: this surface has no lowest point, and "
            "the run followed it down until the numbers overflowed."
        )
        return Outcome("diverged", None, steps, reason)
    fell = _last_true(np.diff(values) < 0) + 1
    met = curvatures(run.surface, path.point[: fell + 1, 0])[1]
    met_at = int(np.argmax(np.where(np.isfinite(met), met, -np.inf)))
    if not np.isfinite(met[met_at]):
        reason = f"{label} diverged at step {steps + 1}: its way was too steep to be measured."
        return Outcome("diverged", None, steps, reason)
    found = _divergence(run, path, met_at, float(met[met_at]), changes)
    reason = f"{label} diverged at step {_because(run, found)}"
    return Outcome("diverged", None, steps, reason, found)


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
    settings = dict(run.hyperparameters)
    for change in changes:
        if change.step <= used_at:
            settings.update(change.hyperparameters)
    weight_decay, lr = settings.pop("weight_decay", 0.0), settings.pop("lr", None)
    bound = run.convention.rule(**settings).stability()
    product = 2.0 if bound is None else float(bound)
    # What shrinks the point itself meets the rule's bound by another way than the gradient does.
    decays = {"coupled": 1.0, "decoupled": product / 2}
    curvature += weight_decay * decays.get(run.convention.decay, 0.0)
    limit = product / rate if rate > 0 else math.inf
    stable = product / curvature if curvature > 0 else None
    suggested = None
    if bound is not None and stable is not None and lr is not None and rate > 0:
        better = MARGIN * stable if rate > stable else rate / 2
        rising = used_at == len(rates) - 1 and rate > rates[0]  # and may rise to lr itself
        suggested = _rounded_down(better if rising else better * lr / rate)
        if not run.convention.sliders["lr"].accepts(suggested):
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


def _because(run: Run, found: Divergence) -> str:
    """The step, and what was wrong there."""
    if found.stable_rate is None:
        return f"{found.step}: the surface curved downwards all along its way."
    label, rate, stable = run.optimizer.label, number(found.rate), number(found.stable_rate)
    steepest = f"the steepest curvature on its way, at {_at_step(found.met_at)}"
    if not found.theorem:
        return (
            f"{found.step}. λ = {number(found.curvature)} is {steepest}: gradient descent would "
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
    return f"{found.step}{why}{advice}"


def _at_step(step: int) -> str:
    return "the start" if step == 0 else f"step {step}"


def _rounded_down(value: float) -> float:
    """Two significant digits, never more than `value`.

    >>> _rounded_down(0.0399), _rounded_down(0.036)
    (0.039, 0.036)
    """
    unit = math.floor(math.log10(value)) - 1
    digits = math.floor(value / 10.0**unit + 1e-9)
    return float(f"{digits}e{unit}")
