"""R2, R3, R4 and R7: a class that starts at once, and many who want something else each."""

from benchmarks.load import scraped
from benchmarks.load.crowd import visited
from benchmarks.load.figures import all_done, firsts, none_wrong, p95, settled, told
from benchmarks.load.plan import Plan, Visit
from benchmarks.load.races import different, preset
from benchmarks.load.service import Service, service
from benchmarks.report import Report, Row, Target, at_most

PATIENCE = 0.5  # seconds after which a place in the line is told
SPARE = 0.6  # and some for the way
P99, MOST = 0.025, 0.15  # seconds that the event loop may be late


def measure(classmates: int = 300, some: int = 30, many: int = 300) -> Report:
    """Three starts after another, each with its own races, on one server."""
    with service() as under_test:
        before, spent = under_test.seen(), under_test.server.cpu_seconds()
        same = class_start(under_test, classmates)
        spent = under_test.server.cpu_seconds() - spent
        few = all_different(under_test, some, 1.0)
        worked = under_test.server.cpu_seconds()
        crowd = all_different(under_test, many, 5.0, first=some)
        worked = under_test.server.cpu_seconds() - worked
        after = under_test.seen()
    rows = [
        Row(f"R2: connecting, p95 of {classmates}", _seconds(p95(_connects(same)))),
        Row(f"R4: processor of the server for {many} races", f"{worked:.2f} s"),
        Row("R4: longest place in the line told", str(max(_places(crowd), default=0))),
    ]
    r2 = f"R2 class start, {classmates} in 1 s"
    r3 = f"R3 {some} different in 1 s"
    r4 = f"R4 {many} different in 5 s"
    targets = [
        none_wrong(f"{r2}: errors", same),
        at_most(f"{r2}: first block, p95", 2.5, p95(firsts(same)), "s"),
        at_most(f"{r2}: all done", 5, all_done(same), "s"),
        at_most(f"{r2}: processor", 1.5, spent, "s"),
        none_wrong(f"{r3}: errors", few),
        at_most(f"{r3}: first block, p95", 0.3, p95(firsts(few)), "s"),
        at_most(f"{r3}: all done", 2, all_done(few), "s"),
        none_wrong(f"{r4}: errors", crowd),
        at_most(f"{r4}: first block, p95", 3, p95(firsts(crowd)), "s"),
        told_their_place(f"{r4}: told their place", crowd),
        *_lag(before, after),
    ]
    return Report("R2, R3, R4, R7 Starts", rows, targets, [*told(same), *told(few), *told(crowd)])


def class_start(under_test: Service, count: int, seconds: float = 1.0) -> list[Visit]:
    """So many clients who start the same preset within a time."""
    plans = [Plan(after=seconds * place / count, spec=preset()) for place in range(count)]
    return visited(under_test.url, plans)


def all_different(
    under_test: Service, count: int, seconds: float, first: int = 0
) -> list[Visit]:
    """So many clients who each start a race that nobody else has."""
    plans = [
        Plan(after=seconds * place / count, spec=different(first + place)) for place in range(count)
    ]
    return visited(under_test.url, plans)


def told_their_place(what: str, visits: list[Visit]) -> Target:
    """That everybody who had to wait for the first block was told a place in the line."""
    waited = [
        visit
        for visit in visits
        if visit.connected and (visit.first or visit.connected) - visit.connected > PATIENCE + SPARE
    ]
    heard = sum(bool(visit.queued) for visit in waited)
    if not waited:
        return settled(what, "all who wait", "nobody waited", True)
    return settled(what, "all who wait", f"{heard} of {len(waited)}", heard == len(waited))


def _lag(before: scraped.Seen | None, after: scraped.Seen | None) -> list[Target]:
    """How late the server's event loop was: the ends of the buckets of its own histogram."""
    late, latest = "R7 event loop late, p99", "R7 event loop late, most"
    if before is None or after is None:
        return [at_most(late, 25, None, "ms"), at_most(latest, 150, None, "ms")]
    buckets = scraped.between(before, after, "loop_lag_seconds")
    ends = [scraped.at_most(buckets, part) * 1e3 for part in (0.99, 1)]
    return [
        settled(late, f"≤ {P99 * 1e3:g} ms", f"≤ {ends[0]:g} ms", ends[0] <= P99 * 1e3),
        settled(latest, f"≤ {MOST * 1e3:g} ms", f"≤ {ends[1]:g} ms", ends[1] <= MOST * 1e3),
    ]


def _connects(visits: list[Visit]) -> list[float]:
    return [visit.connected - visit.wanted for visit in visits if visit.connected]


def _places(visits: list[Visit]) -> list[int]:
    return [place for visit in visits for _, place in visit.queued]


def _seconds(value: float) -> str:
    return f"{value:.2f} s"
