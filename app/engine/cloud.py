"""Many seeds at once: how far luck spreads the runs of a race, and how often they succeed.

A surface's gradient noise is drawn anew for each seed; of a network so are the weights at the
start, the batches and the dropout, while its data stay. Each seed gives the very numbers that a
run with it has. Quantiles are values that some seed has, so a seed whose run left the finite
numbers counts as infinite loss and is never left out.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from app.engine.budget import height, lanes_at_once, loss_at
from app.engine.checkpoints import patiently
from app.engine.contracts import Floats, Surface
from app.engine.descend import Descent, Lanes
from app.engine.network.luck import draws_of
from app.engine.network.problem import Network
from app.engine.race import Change, Entrant

SHOWN = 251  # steps of which a cloud tells
SCORED = 51  # the same of networks: each of these scores all of the train part
PIECE = 32  # steps between two looks at whether the answer is still wanted
NORMAL = 1.959964  # the 97.5 % point of the normal distribution
SHARES = (0.1, 0.5, 0.9)
AROUND = (3, 6, 12, 24, 48, 96)  # shown steps on each side that may give the path its direction
FAR = 0.05  # of the path's extent: nearer steps tell of its jitter, not of its direction


class Loss(NamedTuple):
    """The loss below which a tenth, half and nine tenths of the seeds are at each shown step."""

    low: Floats
    middle: Floats
    high: Floats


class Path(NamedTuple):
    """The median path (T, 2), and half the width across it of the band of the middle 80 %.

    Both are of the seeds that are finite; NaN where fewer than half are.
    """

    point: Floats
    across: Floats


@dataclass(frozen=True)
class Cloud:
    """What the seeds of one run did. `ends` (S, 2) are NaN for those that diverged.

    `reached` counts those whose loss was at or below the threshold at any step (of networks: at
    any shown step).
    """

    loss: Loss
    path: Path | None
    ends: Floats | None
    seeds: int
    reached: int
    diverged: int

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share that reaches the threshold lies, with 95 % confidence (Wilson)."""
        return wilson(self.reached, self.seeds)


def shown(steps: int, most: int) -> list[int]:
    """Evenly spaced steps from the start to the last, at most so many.

    >>> shown(500, 251)[:3], len(shown(10_000, 251)), shown(3, 251)
    ([0, 2, 4], 251, [0, 1, 2, 3])
    """
    parts = min(steps, most - 1)
    return [round(part * steps / parts) for part in range(parts + 1)]


def wilson(hits: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927): it stays within 0 and 1.

    >>> [round(end, 3) for end in wilson(0, 64)], [round(end, 3) for end in wilson(32, 64)]
    ([0.0, 0.057], [0.381, 0.619])
    """
    share, squared = hits / count, NORMAL**2
    middle = share + squared / (2 * count)
    half = NORMAL * np.sqrt(share * (1 - share) / count + squared / (4 * count**2))
    low, high = (middle - half) / (1 + squared / count), (middle + half) / (1 + squared / count)
    return max(0.0, float(low)), min(1.0, float(high))


def lucky(run: Entrant) -> bool:
    """Whether another seed would change anything."""
    network = run.problem
    if not isinstance(network, Network):
        return run.noise > 0
    drawn = network.batch_size is not None and network.batches.per_epoch > 1
    weights = (network.initial(0) != network.initial(1)).any()
    return bool(drawn or network.dropout or weights)


def clouds(
    runs: Sequence[Entrant],
    steps: int,
    seeds: Sequence[int],
    threshold: float,
    changes: Sequence[Change] = (),
    heed: Callable[[], None] = patiently,
) -> tuple[list[int], list[Cloud]]:
    """The steps that are shown, and the cloud of every run."""
    network = isinstance(runs[0].problem, Network)
    told = shown(steps, SCORED if network else SHOWN)
    found = []
    for number, run in enumerate(runs):
        own = [replace(change, run=0) for change in changes if change.run == number]
        found.append(_cloud(followed(run, steps, seeds, own, told, heed), threshold))
    return told, found


class Followed(NamedTuple):
    """What each of S seeds did: the loss at T steps, its lowest at any, and the points.

    The loss is infinite where a run has left the finite numbers, its points NaN. The lowest loss
    of networks is that at the T steps; of their points there are none.
    """

    loss: Floats  # (T, S)
    lowest: Floats  # (S,)
    point: Floats | None  # (T, S, 2)


def followed(
    run: Entrant,
    steps: int,
    seeds: Sequence[int],
    changes: Sequence[Change] = (),
    told: Sequence[int] | None = None,
    heed: Callable[[], None] = patiently,
) -> Followed:
    """One run with each seed, seen at some steps; at all where that is not said.

    The changes are its own.
    """
    told = range(steps + 1) if told is None else told
    size = lanes_at_once(run.problem)
    parts = [
        _seen(run, steps, seeds[first : first + size], changes, told, heed)
        for first in range(0, len(seeds), size)
    ]
    points = [part.point for part in parts if part.point is not None]
    return Followed(
        np.concatenate([part.loss for part in parts], axis=1),
        np.concatenate([part.lowest for part in parts]),
        np.concatenate(points, axis=1) if points else None,
    )


def _seen(
    run: Entrant,
    steps: int,
    seeds: Sequence[int],
    changes: Sequence[Change],
    told: Sequence[int],
    heed: Callable[[], None],
) -> Followed:
    """As `followed`, for as many seeds as are best moved together."""
    problem = run.problem
    marks = told if isinstance(problem, Network) else ()
    starts = np.tile(np.asarray(run.start, float), (len(seeds), 1))
    if isinstance(problem, Network):
        problem = draws_of(problem, seeds)
        starts = problem.starts()
    lanes = Lanes(
        run.convention, run.hyperparameters, run.schedule, starts, run.noise, np.array(seeds)
    )
    descent = Descent(problem, [lanes])
    pieces = _pieces(descent, steps, changes, marks, heed)
    if isinstance(problem, Network):
        return _trained(problem, descent, pieces, told)
    assert isinstance(problem, Surface)  # noqa: S101 - there are no others
    return _raced(problem, descent, pieces, np.array(told))


def _pieces(
    descent: Descent,
    steps: int,
    changes: Sequence[Change],
    marks: Sequence[int],
    heed: Callable[[], None],
) -> Iterator[int]:
    """How far to go next, time after time, to the last step. Changes are made where they are."""
    changed = (change.step for change in changes)
    for stop in sorted({*range(PIECE, steps, PIECE), *changed, *marks, steps + 1} - {0}):
        heed()
        for change in changes:
            if change.step == descent.step:
                change.made_on(descent, 0, len(descent.point))
        yield stop - descent.step


@np.errstate(all="ignore")
def _raced(surface: Surface, descent: Descent, pieces: Iterator[int], told: Floats) -> Followed:
    lanes = len(descent.point)
    loss, point = np.empty((len(told), lanes)), np.empty((len(told), lanes, 2))
    lowest = np.full(lanes, np.inf)
    for count in pieces:
        frames = descent.advance(count)
        value = height(surface, frames.value)
        lowest = np.fmin(lowest, np.fmin.reduce(value, axis=0))
        here = (frames.first <= told) & (told < frames.first + count)
        loss[here] = value[told[here] - frames.first]
        point[here] = frames.point[told[here] - frames.first]
    return Followed(np.where(np.isnan(loss), np.inf, loss), lowest, point)


@np.errstate(all="ignore")
def _trained(
    network: Network, descent: Descent, pieces: Iterator[int], told: Sequence[int]
) -> Followed:
    places = {step: place for place, step in enumerate(told)}
    loss = np.empty((len(told), len(descent.point)))
    for count in pieces:
        step, x = descent.step, descent.point
        finite = np.isfinite(descent.follow(count).value[0])
        if step in places:
            loss[places[step]] = np.where(finite, loss_at(network, x), np.inf)
    return Followed(loss, loss.min(0), None)


def _cloud(seen: Followed, threshold: float) -> Cloud:
    loss = Loss(*(_quantile(seen.loss, share) for share in SHARES))
    return Cloud(
        loss,
        None if seen.point is None else _path(seen.point),
        None if seen.point is None else seen.point[-1],
        len(seen.lowest),
        int((seen.lowest <= threshold).sum()),
        int(np.isinf(seen.loss[-1]).sum()),
    )


def _quantile(values: Floats, share: float) -> Floats:
    """The value (T,) that a share of all (T, S) is at or below."""
    return np.sort(values, axis=1)[:, int(np.ceil(share * values.shape[1])) - 1]


@np.errstate(all="ignore")
def _path(points: Floats) -> Path:
    """The median of points (T, S, 2), and how wide they lie across its way."""
    living = np.isfinite(points).all(-1).sum(1)
    enough = 2 * living >= points.shape[1]
    middle = np.stack([_middle(points[..., i], living, 0.5) for i in range(2)], axis=-1)
    middle[~enough] = np.nan
    across = _across(middle)
    off = ((points - middle[:, None]) * across[:, None]).sum(-1)
    low, _, high = (_middle(off, living, share) for share in SHARES)
    return Path(middle, np.where(enough, (high - low) / 2, np.nan))


def _middle(values: Floats, living: Floats, share: float) -> Floats:
    """The quantile (T,) of the living among (T, S), which are sorted before all NaN."""
    places = np.maximum(np.ceil(share * living).astype(int) - 1, 0)
    return np.take_along_axis(np.sort(values, axis=1), places[:, None], axis=1)[:, 0]


def _across(path: Floats) -> Floats:
    """The direction across a path (T, 2) at each of its points; where it rests, the last one.

    The way is seen over as many steps as it takes to get somewhere.
    """
    last, steps = len(path) - 1, np.arange(len(path))
    far = FAR * np.hypot(*(np.nanmax(path, axis=0) - np.nanmin(path, axis=0)))
    along = np.full(path.shape, np.nan)
    for reach in AROUND:
        ahead = path[np.minimum(steps + reach, last)] - path[np.maximum(steps - reach, 0)]
        length = np.sqrt(np.square(ahead).sum(-1))
        found = np.isnan(along[:, 0]) & (length > far)
        along[found] = (ahead / length[:, None])[found]
    latest = np.maximum.accumulate(np.where(np.isnan(along[:, 0]), -1, steps))
    along = np.where(latest[:, None] >= 0, along[latest], (1.0, 0.0))
    return np.stack([-along[:, 1], along[:, 0]], axis=-1)
