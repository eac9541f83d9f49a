"""Why a run ended as it did: its status, the step, and the reason in a sentence."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from app.engine.contracts import Floats, Surface
from app.engine.descend import Frames
from app.engine.race import Race, Run, path_of
from app.engine.words import number

TOLERANCE = 1e-6  # of the gradient norm, for `converged`
STILL = 1e-3  # of the domain's diagonal: less than this in the last tenth is `stalled`
FLAT = 1e-6  # curvature below this counts as none when a place is named

Status = Literal["converged", "stalled", "diverged", "finished"]


@dataclass(frozen=True)
class Divergence:
    """The numbers behind a divergence.

    `curvature` is the largest Hessian eigenvalue on the path up to the step where the loss last
    fell, met at `met_at`; `limit` the largest that the rule bears at the rate it had there, and
    `stable_rate` the largest rate that would have been stable. For a rule without theory the
    figures are those of plain gradient descent: a guide (`theorem` is False).
    """

    step: int
    met_at: int
    curvature: float
    rate: float
    limit: float
    stable_rate: float | None
    theorem: bool


@dataclass(frozen=True)
class Outcome:
    """How one run ended. `steps` is its last step with finite numbers."""

    status: Status
    since: int | None
    steps: int
    reason: str
    divergence: Divergence | None = None


def outcomes(race: Race, frames: Frames) -> list[Outcome]:
    """The outcome of every run of a race that is over."""
    return [
        outcome(run, path_of(frames, lane), race.steps) for lane, run in enumerate(race.runs)
    ]


@np.errstate(all="ignore")
def outcome(run: Run, path: Frames, asked: int) -> Outcome:
    """Judge one run by its finite points, of `asked` + 1."""
    points, values, norms = path.point[:, 0], path.value[:, 0], path.gradient_norm[:, 0]
    steps = len(values) - 1
    if steps < asked:
        return _diverged(run, path)
    if norms[-1] < TOLERANCE:
        since = _last_true(norms >= TOLERANCE) + 1
        place = _place(run.surface, points[-1])
        return Outcome(
            "converged",
            since,
            steps,
            f"The gradient norm has been below {number(TOLERANCE)} since step {since}: {place}.",
        )
    since = _still_since(run.surface, points)
    if since <= steps - max(1, steps // 10):
        return Outcome(
            "stalled",
            since,
            steps,
            f"It has hardly moved since step {since}, although the gradient norm is still "
            f"{number(norms[-1])}.",
        )
    return Outcome(
        "finished",
        None,
        steps,
        f"It took all {steps} steps; the gradient norm at the end is {number(norms[-1])}.",
    )


def _last_true(condition: Floats) -> int:
    """The last index where the condition holds, -1 for none."""
    return int(np.flatnonzero(condition)[-1]) if condition.any() else -1


def _still_since(surface: Surface, points: Floats) -> int:
    """The first step from which all moves together are shorter than STILL of the diagonal."""
    (x0, x1), (y0, y1) = surface.domain
    lengths = np.hypot(*np.diff(points, axis=0).T)
    to_go = np.append(np.cumsum(lengths[::-1])[::-1], 0.0)
    return int(np.argmax(to_go < STILL * np.hypot(x1 - x0, y1 - y0)))


def _place(surface: Surface, point: Floats) -> str:
    low, high = np.linalg.eigvalsh(surface.hessian(point))
    if low > FLAT:
        lowest = surface.lowest()
        height = float(surface.value(point))
        if lowest is not None and height - lowest > 1e-6 * (1 + abs(lowest)):
            return "a local minimum, not the lowest one"
        return "a minimum"
    if high < -FLAT:
        return "a maximum, which a nudge would leave"
    if low < -FLAT and high > FLAT:
        return "a saddle point, not a minimum"
    return "a merely flat place (its curvature is next to zero)"


def _diverged(run: Run, path: Frames) -> Outcome:
    steps = len(path.value) - 1
    ended = f"It left the finite numbers at step {steps + 1}"
    if steps < 0:
        return Outcome("diverged", None, 0, "The start itself has no finite value or gradient.")
    values = path.value[:, 0]
    fell = _last_true(np.diff(values) < 0) + 1
    eigenvalues = np.linalg.eigvalsh(_finite_hessians(run.surface, path.point[: fell + 1, 0]))
    met_at = int(np.argmax(eigenvalues[:, -1]))
    curvature = float(eigenvalues[met_at, -1])
    if fell == steps and run.surface.lowest() is None:
        reason = f"{ended}: the surface falls without end, and the loss fell at every step."
        return Outcome("diverged", None, steps, reason)
    rate = float(path.rate[met_at, 0])
    bound = _stability(run)
    theorem = bound is not None
    product = 2.0 if bound is None else bound
    stable = product / curvature if curvature > 0 else None
    found = Divergence(
        steps + 1, met_at, curvature, rate, product / rate if rate else np.inf, stable, theorem
    )
    return Outcome("diverged", None, steps, f"{ended}{_because(run, found)}", found)


def _because(run: Run, found: Divergence) -> str:
    if found.stable_rate is None:
        return ": the surface curved downwards all along its way."
    curvature, stable = number(found.curvature), number(found.stable_rate)
    if not found.theorem:
        return (
            f": the curvature reached {curvature} at step {found.met_at}, where plain gradient "
            f"descent would need η below {stable}. For {run.optimizer.label} this is a guide, "
            "not a theorem: it rescales every coordinate."
        )
    if found.curvature > found.limit:
        return (
            f": η = {number(found.rate)} bears a curvature up to {number(found.limit)}, and it "
            f"met {curvature} at step {found.met_at}. Up to η = {stable} it would have been "
            "stable there."
        )
    return (
        f", although the curvature it had met, {curvature}, is below the limit "
        f"{number(found.limit)} of η = {number(found.rate)}: it was thrown to a steeper place. "
        f"Try a smaller rate than {stable}."
    )


def _finite_hessians(surface: Surface, points: Floats) -> Floats:
    hessians = surface.hessian(points)
    finite = np.isfinite(hessians).all((-1, -2))
    return np.where(finite[:, None, None], hessians, 0.0)


def _stability(run: Run) -> float | None:
    known = {
        name: value
        for name, value in run.hyperparameters.items()
        if name not in ("lr", "weight_decay")
    }
    bound = run.convention.rule(**known).stability()
    return None if bound is None else float(bound)
