"""R8: clients that come and go, ten thousand times."""

import itertools
from dataclasses import dataclass

from benchmarks.load import watch
from benchmarks.load.crowd import visited
from benchmarks.load.figures import none_wrong, settled, told
from benchmarks.load.plan import Plan, Visit
from benchmarks.load.races import different
from benchmarks.load.service import Service, service, wait_until
from benchmarks.load.watch import Taken
from benchmarks.report import Report, Row, at_most

RACES = 50  # different ones; more would fill the cache, which has a bound of its own
A_SECOND = 100  # new clients
SPARE = 2  # descriptors more or less


@dataclass(frozen=True)
class Churned:
    """What the server takes before, after the first half and at the end."""

    before: Taken
    half: Taken
    after: Taken
    left: float | None  # seconds until the server counted no socket any more
    visits: list[Visit]


def measure(count: int = 10_000) -> Report:
    """A third leaves politely, a third with a reset, a third runs a race to its end."""
    with service() as under_test:
        met = churned(under_test, count)
    growth = (met.after.memory - met.before.memory) / 1e6
    second = (met.after.memory - met.half.memory) / 1e6
    files = met.after.descriptors - met.before.descriptors
    gauge = "R8 sockets counted after the last"
    targets = [
        none_wrong(f"R8 {count:,} come and go: errors", met.visits),
        at_most("R8 memory at the end, more", 16, growth, "MB"),
        at_most("R8 memory of the second half", 1, second, "MB"),
        settled("R8 descriptors, more", f"± {SPARE}", f"{files:+d}", abs(files) <= SPARE),
        at_most(gauge, 5, met.left, "s"),
    ]
    rows = [Row("R8: memory before", f"{met.before.memory / 1e6:.1f} MB")]
    return Report("R8 Coming and going", rows, targets, list(told(met.visits)))


def churned(under_test: Service, count: int) -> Churned:
    """Let so many come and go, once every race was computed and the cache is filled."""
    visited(under_test.url, [Plan(spec=different(number)) for number in range(RACES)])
    before = _at_rest(under_test)
    first = visited(under_test.url, _plans(count // 2))
    half = _at_rest(under_test)
    second = visited(under_test.url, _plans(count - count // 2))
    left = None
    if under_test.seen() is not None:
        left = wait_until(lambda: _counted(under_test) == 0, "no socket to be counted")
    return Churned(before, half, _at_rest(under_test), left, first + second)


def _plans(count: int) -> list[Plan]:
    races = itertools.cycle(different(number) for number in range(RACES))
    plans = []
    for place in range(count):
        after = place / A_SECOND
        match place % 3:
            case 0:
                plans.append(Plan("leave", after))
            case 1:
                plans.append(Plan("reset", after, next(races) if place % 2 else None))
            case _:
                plans.append(Plan("race", after, next(races)))
    return plans


def _at_rest(under_test: Service) -> Taken:
    server = under_test.server
    wait_until(lambda: watch.sockets(server) == 0, "all connections to be closed")
    return watch.taken(server)


def _counted(under_test: Service) -> float:
    seen = under_test.seen()
    return seen.number("sockets") if seen is not None else 0
