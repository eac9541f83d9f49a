"""Each at its best: the rate, and the momentum where there is one, that suit a run on its problem.

All settings are lanes of few descents. First a coarse grid: rates from 1e-6 to 10, four a decade,
with each of some momenta. Then, twice, finer rates around the best and a momentum on each side of
it. Networks take longer, so less is tried: see `Effort`. Every number tried has two digits, as a
person would set it. What is not swept stays as it is set: ε, weight decay, the schedule. A rule
without a rate has its ε swept instead.

The setting with the lowest score wins (see `budget`), but it counts as no better than the rates
tried next to it, so that neither a lucky island nor the edge of what can be borne wins. Where
scores are 0 to rounding, that wins which was there first. Over several seeds the score is the
median.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from app.engine.budget import Worth, lanes_at_once, last_tenth, two_digits, worth
from app.engine.checkpoints import patiently
from app.engine.contracts import Floats, Problem
from app.engine.descend import Lanes
from app.engine.network.problem import Network
from app.engine.race import Entrant
from app.engine.words import number

SEEDS = 9  # over which a noisy run is judged; of an odd number one is in the middle
OF_SQUARES = ("rmsprop", "adadelta")  # whose β says how long squares are remembered

Span = tuple[int, int, int]  # from and to these powers of ten, so many a decade


class Effort(NamedTuple):
    """How much is tried: the coarse grid, and how often and how finely it is gone over again."""

    rates: Span
    momenta: tuple[float, ...]
    decays: tuple[float, ...]  # of squares: at 0 nothing but signs would be left
    rounds: int
    finer: int  # rates from a tried one to the next
    between: bool  # whether momenta on both sides of the best are tried too


ON_SURFACES = Effort(
    (-6, 1, 4),
    (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99),
    (0.5, 0.8, 0.9, 0.95, 0.99, 0.999),
    rounds=2,
    finer=6,
    between=True,
)
OF_NETWORKS = Effort(
    (-4, 1, 3), (0.0, 0.5, 0.9, 0.99), (0.9, 0.99, 0.999), rounds=1, finer=4, between=False
)
STABILIZERS: Span = (-12, 0, 3)

MEASURE = (
    "The score is the largest loss over the last tenth of the steps, the median over the seeds; "
    "a setting counts as no better than the rates tried next to it."
)
_SYMBOLS = {"lr": "η", "eps": "ε", "beta": "β", "beta1": "β₁"}


class Grid(NamedTuple):
    """The settings that are tried: all pairs of a rate and a momentum, if there is one."""

    rate: str
    rates: tuple[float, ...]
    beta: str | None
    betas: tuple[float, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """A row for each momentum, at least one, and a column for each rate."""
        return max(1, len(self.betas)), len(self.rates)

    def settings(self, wanted: Floats) -> dict[str, Floats]:
        """The hyperparameters of those settings that are wanted, of (rows, columns)."""
        rows, columns = np.nonzero(wanted)
        settings = {self.rate: np.array(self.rates)[columns]}
        if self.beta is not None:
            settings[self.beta] = np.array(self.betas)[rows]
        return settings


@dataclass(frozen=True)
class Sweep:
    """The scores of all settings of one run, (momenta, rates), infinite where it was lost.

    `best` is the row and column of the best setting, and `hyperparameters` are all that the run
    has with it; None, and as they were set, where every setting was lost.
    """

    grid: Grid
    scores: Floats
    best: tuple[int, int] | None
    hyperparameters: Mapping[str, float]
    score: float

    @property
    def at_edge(self) -> bool:
        """Whether the best rate is the smallest or the largest that was tried."""
        return self.best is not None and self.best[1] in (0, len(self.grid.rates) - 1)

    @property
    def words(self) -> str:
        """What was found, in a sentence or two."""
        if self.best is None:
            return "Nothing that was tried works: every setting left the numbers or the picture."
        swept = [name for name in (self.grid.rate, self.grid.beta) if name is not None]
        found = [f"{_SYMBOLS[name]} = {number(self.hyperparameters[name], 4)}" for name in swept]
        words = f"Best with {' and '.join(found)}: its score is {number(self.score)}."
        if self.at_edge:
            side = "largest" if self.best[1] else "smallest"
            words += f" That {_SYMBOLS[self.grid.rate]} is the {side} tried."
        return words


def sweep(
    runs: Sequence[Entrant],
    steps: int,
    seeds: Sequence[int] = (0,),
    heed: Callable[[], None] = patiently,
) -> list[Sweep]:
    """Each run at its best, on its own problem. `heed` is called now and then, and may raise."""
    grids = [grid_of(run) for run in runs]
    tables = [_unknown(grid) for grid in grids]
    _fill(runs, grids, tables, steps, seeds, heed)
    effort = _effort(runs[0])
    for _ in range(effort.rounds):
        wider = [_finer(*known, effort, steps) for known in zip(grids, tables, strict=True)]
        tables = [_spread(*known) for known in zip(grids, tables, wider, strict=True)]
        grids = wider
        _fill(runs, grids, tables, steps, seeds, heed)
    return [_best(*known, steps) for known in zip(runs, grids, tables, strict=True)]


def grid_of(run: Entrant) -> Grid:
    """The coarse grid for a run."""
    known, effort = run.convention.defaults, _effort(run)
    rate = "lr" if "lr" in known else "eps"
    beta = next((name for name in ("beta1", "beta") if name in known), None)
    betas = effort.decays if run.optimizer.name in OF_SQUARES else effort.momenta
    first, last, each = effort.rates if rate == "lr" else STABILIZERS
    rates = two_digits(np.logspace(first, last, (last - first) * each + 1))
    return Grid(rate, rates, beta, betas if beta else ())


def _effort(run: Entrant) -> Effort:
    return OF_NETWORKS if isinstance(run.problem, Network) else ON_SURFACES


def _unknown(grid: Grid) -> Worth:
    return Worth(*np.full((2, *grid.shape), np.nan))


def _finer(grid: Grid, table: Worth, effort: Effort, steps: int) -> Grid:
    """The grid with more rates around the best, and with a momentum on each side of it.

    Two rates may count as the best: with and without regard to the rates beside it.
    """
    alone, beside = _ranks(table, steps)
    places = {_lowest(ranks) for ranks in (alone, beside)}
    rates, betas = {*grid.rates}, {*grid.betas}
    for row, column in places:
        low, high = max(0, column - 1), min(len(grid.rates) - 1, column + 1)
        count = effort.finer * (high - low) + 1
        rates |= {*two_digits(np.geomspace(grid.rates[low], grid.rates[high], count))}
        for other in (row - 1, row + 1):
            if effort.between and 0 <= other < len(grid.betas):
                betas.add(_between(grid.betas[row], grid.betas[other]))
    return grid._replace(rates=tuple(sorted(rates)), betas=tuple(sorted(betas)))


def _between(one: float, other: float) -> float:
    """The momentum in the middle: of what is forgotten, 1 - β, in logarithms."""
    forgotten = float(f"{np.sqrt((1 - one) * (1 - other)):.1e}")
    return round(1 - forgotten, 6)


def _spread(grid: Grid, table: Worth, wider: Grid) -> Worth:
    """What is known, in a wider grid; NaN for what is not."""
    rows = np.searchsorted(wider.betas, grid.betas) if grid.betas else np.zeros(1, int)
    columns = np.searchsorted(wider.rates, grid.rates)
    wide = _unknown(wider)
    for known, column in zip(table, wide, strict=True):
        column[np.ix_(rows, columns)] = known
    return wide


def _ranks(table: Worth, steps: int) -> tuple[Floats, Floats]:
    """The place of each setting in the order from the best, alone and with those beside it."""
    score = np.where(table.soon <= last_tenth(steps), 0.0, table.score)
    order = np.lexsort((table.soon.ravel(), score.ravel()))
    places = np.empty(order.size, int)
    places[order] = np.arange(order.size)
    alone = places.reshape(score.shape)
    padded = np.pad(alone, ((0, 0), (1, 1)), mode="edge")
    beside = np.max([padded[:, :-2], alone, padded[:, 2:]], axis=0)
    return alone, beside * order.size + alone


def _lowest(ranks: Floats) -> tuple[int, int]:
    """The row and column of the lowest."""
    row, column = divmod(int(np.argmin(ranks)), ranks.shape[1])
    return row, column


def _best(run: Entrant, grid: Grid, table: Worth, steps: int) -> Sweep:
    _, ranks = _ranks(table, steps)
    row, column = _lowest(ranks)
    score = float(table.score[row, column])
    if not np.isfinite(score):
        return Sweep(grid, table.score, None, dict(run.hyperparameters), score)
    found = {**run.hyperparameters, grid.rate: grid.rates[column]}
    if grid.beta is not None:
        found[grid.beta] = grid.betas[row]
    return Sweep(grid, table.score, (row, column), found, score)


def _fill(
    runs: Sequence[Entrant],
    grids: Sequence[Grid],
    tables: Sequence[Worth],
    steps: int,
    seeds: Sequence[int],
    heed: Callable[[], None],
) -> None:
    """Measure what is unknown in the tables of all runs: the median over the seeds."""
    unknown = [np.isnan(table.score) for table in tables]
    settings = [grid.settings(cells) for grid, cells in zip(grids, unknown, strict=True)]
    groups: dict[tuple[Problem, bool], list[int]] = {}
    for place, run in enumerate(runs):
        if unknown[place].any():
            groups.setdefault((run.problem, run.noise > 0), []).append(place)
    for (problem, noisy), group in groups.items():
        tried = [Tried(runs[place], settings[place]) for place in group]
        found = (
            [_trained(problem, each, steps, seeds, heed) for each in tried]
            if isinstance(problem, Network)
            else _raced(problem, tried, steps, seeds if noisy else seeds[:1], heed)
        )
        for place, parts in zip(group, found, strict=True):
            for column, part in zip(tables[place], zip(*parts, strict=True), strict=True):
                column[unknown[place]] = np.median(np.concatenate(part), axis=0)


@dataclass(frozen=True)
class Tried:
    """A run with P values for each hyperparameter that is swept."""

    run: Entrant
    settings: Mapping[str, Floats]

    @property
    def count(self) -> int:
        """P"""
        return len(next(iter(self.settings.values())))

    def lanes(self, start: Floats, seeds: Sequence[int], part: slice = slice(None)) -> Lanes:
        """A lane for each of these settings with each seed, setting by setting within a seed."""
        run = self.run
        swept = {name: np.tile(values[part], len(seeds)) for name, values in self.settings.items()}
        count = len(next(iter(swept.values())))
        return Lanes(
            run.convention,
            {**run.hyperparameters, **swept},
            run.schedule,
            np.tile(start, (count, 1)),
            run.noise,
            np.repeat(np.array(seeds), count // len(seeds)),
        )


Parts = list[Worth]  # of some seeds each, (seeds, P)


def _raced(
    problem: Problem,
    tried: Sequence[Tried],
    steps: int,
    seeds: Sequence[int],
    heed: Callable[[], None],
) -> list[Parts]:
    """The worth of all settings of runs on one surface, as many seeds at a time as fit."""
    at_once = max(1, lanes_at_once(problem) // sum(each.count for each in tried))
    found: list[Parts] = [[] for _ in tried]
    for first in range(0, len(seeds), at_once):
        lucks = seeds[first : first + at_once]
        lanes = [each.lanes(np.array(each.run.start), lucks) for each in tried]
        every = worth(problem, lanes, steps, heed=heed)
        end = 0
        for each, parts in zip(tried, found, strict=True):
            part = slice(end, end := end + each.count * len(lucks))
            parts.append(Worth(*(column[part].reshape(len(lucks), -1) for column in every)))
    return found


def _trained(
    problem: Network,
    tried: Tried,
    steps: int,
    seeds: Sequence[int],
    heed: Callable[[], None],
) -> Parts:
    """The worth of all settings of a network, seed by seed, as many at a time as fit.

    A seed gives weights, batches and dropout of its own; the data stay.
    """
    at_once = lanes_at_once(problem)
    parts = []
    for seed in seeds:
        network = replace(problem, seed=seed)
        start = network.initial(seed)
        pieces = [
            worth(network, [tried.lanes(start, [seed], slice(first, first + at_once))], steps,
                  heed=heed)
            for first in range(0, tried.count, at_once)
        ]
        parts.append(Worth(*(np.concatenate(column)[None] for column in zip(*pieces, strict=True))))
    return parts
