"""Questions about a race that take many runs to answer, and what each may cost."""

from collections.abc import Callable, Sequence
from typing import Annotated, NamedTuple, TypeVar

from pydantic import Field, FiniteFloat, ValidationError

from app.engine.cloud import lucky
from app.engine.in_force import in_force
from app.engine.race import Race
from app.engine.sweep import SEEDS
from app.engine.training import Training
from app.engine.words import at_step, number
from app.spec.cost import work_of
from app.spec.fields import Spec, Whole
from app.spec.limits import (
    MAX_CLOUD,
    MAX_CLOUD_SEEDS,
    MAX_STEPS,
    MAX_SWEEP_SEEDS,
    MAX_SWEPT,
    MAX_WORK,
    MIN_CLOUD_SEEDS,
)
from app.spec.network import NetworkSpec
from app.spec.race import RaceSpec
from app.spec.refusals import Refused, refused

SETTINGS = 700  # of one run that a sweep tries on a surface, about
NETWORK_SETTINGS = 120
FIXED = 1_500  # steps of a lane that take as long as what each surface adds to a step of a sweep
RATES = 60  # that are tried to find the largest which works
STEP = 100_000  # multiplications that take as long as a step of the smallest network does

T = TypeVar("T")
S = TypeVar("S", bound=Spec)


class BestSpec(Spec):
    """A race whose runs are wanted each at its best, judged over so many seeds."""

    race: RaceSpec
    seeds: Annotated[Whole, Field(ge=1, le=MAX_SWEEP_SEEDS)] | None = None


class WorksSpec(Spec):
    """A run, and the step from which the largest rate that works is wanted."""

    race: RaceSpec
    from_step: Annotated[Whole, Field(ge=0, le=MAX_STEPS)] = 0


class CloudSpec(Spec):
    """A race that is wanted with so many seeds, and the loss that counts as success."""

    race: RaceSpec
    seeds: Annotated[Whole, Field(ge=MIN_CLOUD_SEEDS, le=MAX_CLOUD_SEEDS)] = 64
    threshold: FiniteFloat = 1e-4


class Asked(NamedTuple):
    """A race that is to be studied, with the seeds that it is run with."""

    race: Race | Training
    seeds: Sequence[int]


def best_from(given: bytes) -> Asked:
    """Parse what is to be swept, at a cost that can be borne. Raises Refused."""
    asked = _parsed(BestSpec, given)
    race = race_of(asked.race)
    if isinstance(race, Training):
        seeds = asked.seeds or 1
        check_work(race, NETWORK_SETTINGS * seeds, 2 * seeds, "each run at its best")
    else:
        noisy = sum(run.noise > 0 for run in race.runs)
        seeds = (asked.seeds or SEEDS) if noisy else 1
        lanes = SETTINGS * (noisy * seeds + len(race.runs) - noisy)
        lanes += FIXED * len({(run.problem, run.noise > 0) for run in race.runs})
        check_points(lanes * (race.steps + 1), MAX_SWEPT, "each run at its best")
    return Asked(race, range(race.seed, race.seed + seeds))


def works_from(given: bytes) -> tuple[Race | Training, int]:
    """Parse from which step of which run a rate is wanted. Raises Refused."""
    asked = _parsed(WorksSpec, given)
    if len(asked.race.runs) != 1:
        words = f"there are {len(asked.race.runs)} runs; send the one that a rate is wanted for"
        raise Refused([(("race", "runs"), words)])
    race = race_of(asked.race)
    if asked.from_step >= race.steps:
        words = (
            f"from_step = {asked.from_step} leaves no steps to take; it must be below "
            f"the last, {race.steps}"
        )
        raise Refused([(("from_step",), words)])
    rule = in_force(race.runs[0], race.changes, asked.from_step)
    if "lr" not in rule.convention.defaults:
        label = f"{rule.optimizer.label} ({rule.convention.label})"
        words = f"{label} takes no learning rate at {at_step(asked.from_step)}; none can be found"
        raise Refused([(("race", "runs", 0, "convention"), words)])
    if isinstance(race, Training):
        check_work(race, RATES, 2, "the largest rate that works")
    return race, asked.from_step


def cloud_from(given: bytes) -> tuple[Asked, float]:
    """Parse what is wanted with many seeds, at a cost that can be borne. Raises Refused."""
    asked = _parsed(CloudSpec, given)
    race = race_of(asked.race)
    if not any(lucky(run) for run in race.runs):
        words = (
            "without noise every seed gives the same path; set a noise above 0"
            if isinstance(race, Race)
            else "without mini-batches, dropout or random weights every seed gives the same "
            "network; set a batch size below the number of rows"
        )
        raise Refused([(("race",), words)])
    what = f"a cloud of {asked.seeds} seeds"
    if isinstance(race, Training):
        check_work(race, asked.seeds, 1, what)
    else:
        check_points(asked.seeds * len(race.runs) * (race.steps + 1), MAX_CLOUD, what)
    return Asked(race, range(race.seed, race.seed + asked.seeds)), asked.threshold


def race_of(asked: RaceSpec) -> Race | Training:
    """The engine's race of a study. Raises Refused, with places inside of `race`."""
    if isinstance(asked.problem, NetworkSpec):
        return _inside(asked.training)
    return _inside(asked.race)


def check_points(points: int, most: int, what: str) -> None:
    """Refuse what would take too many steps of all lanes together. Raises Refused."""
    if points > most:
        words = (
            f"{what} would take {number(points)} steps in all; at most {number(most)} are taken, "
            "so take fewer runs, fewer steps or fewer seeds"
        )
        raise Refused([(("race",), words)])


def check_work(training: Training, times: int, descents: int, what: str) -> None:
    """Refuse what would take too long with networks, trained so many times. Raises Refused.

    All are trained in so many descents, one after the other, whose steps cost time however little
    there is to multiply.
    """
    steps = descents * len(training.runs) * (training.steps + 1)
    work = work_of(training) * times + STEP * steps
    if work > MAX_WORK:
        words = (
            f"{what} would take as long as {number(work)} multiplications; at most "
            f"{number(MAX_WORK)} are made, so take fewer runs, fewer steps, fewer seeds, smaller "
            "batches or a smaller network"
        )
        raise Refused([(("race",), words)])


def _parsed(kind: type[S], given: bytes) -> S:
    try:
        return kind.model_validate_json(given)
    except ValidationError as error:
        raise refused(error) from None


def _inside(made: Callable[[], T]) -> T:
    try:
        return made()
    except Refused as refusal:
        raise Refused((("race", *where), words) for where, words in refusal.problems) from None
