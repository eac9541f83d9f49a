"""R9 and R10: clients that ask for everything and read nothing."""

import time

from benchmarks.load import watch
from benchmarks.load.crowd import Crowd, visited
from benchmarks.load.figures import firsts, none_wrong, p95, settled, told
from benchmarks.load.plan import Plan, Visit
from benchmarks.load.races import different
from benchmarks.load.service import Service, service, wait_until
from benchmarks.report import Report, Row, at_most

SILENT = 6  # seconds, instead of the 30 that are shipped: the table need not wait for them
SPARE = 5  # seconds more until the socket is gone
A_SECOND = 15  # of those who read: few enough that none of them waits for another
MUCH = 10_000  # steps
SETTLE = 3.0  # seconds until nothing more can be sent to those who do not read


def measure(deaf: int = 100, good: int = 50) -> Report:
    """One client that never reads, and then a hundred beside fifty that do."""
    with service(silent_seconds=SILENT) as under_test:
        alone = [firsts(_good(under_test, good, first)) for first in (0, good)][-1]
        kept, gone, beside = one(under_test, good)
    with service() as under_test:
        memory, kernel, fine = many(under_test, deaf, good)
    targets = [
        at_most("R9 kept for one that never reads", 256, _kib(kept), "KiB"),
        at_most(f"R9 it is gone, after {SILENT} s of silence", SILENT + SPARE, gone, "s"),
        settled(
            "R9 first block of others, p95",
            "≤ 20 % more",
            f"{p95(firsts(beside)) * 1e3:.0f} ms, alone {p95(alone) * 1e3:.0f}",
            p95(firsts(beside)) <= 1.2 * p95(alone),
        ),
        at_most(f"R10 {deaf} never read: memory, more", 60, _megabytes(memory, kernel), "MB"),
        none_wrong(f"R10 {good} others: errors", fine),
    ]
    rows = [
        Row(f"R10: in the processes, for {deaf}", f"{memory / 1e6:.1f} MB"),
        Row(f"R10: in the kernel, for {deaf}", f"{(kernel or 0) / 1e6:.1f} MB"),
    ]
    return Report("R9, R10 Never reading", rows, targets, list(told(fine)))


def one(under_test: Service, good: int) -> tuple[int | None, float, list[Visit]]:
    """The most that the kernel kept for one, when it was gone, and how others fared meanwhile."""
    server = under_test.server
    with Crowd(under_test.url, [Plan("never_read", spec=different(0, MUCH))], 1) as crowd:
        began = crowd.begin()
        wait_until(lambda: watch.sockets(server) == 1, "the client to connect")
        beside = _good(under_test, good, 2 * good)
        found = watch.backlogs(server)
        kept = max(found, default=0) if found is not None else None
        wait_until(lambda: watch.sockets(server) == 0, "the silent client to be dropped", 120)
        gone = time.monotonic() - began
        crowd.go_home()
        crowd.visits()
    return kept, gone, beside


def many(under_test: Service, deaf: int, good: int) -> tuple[int, int | None, list[Visit]]:
    """Bytes more in the processes, bytes in the kernel, and how the good ones fared."""
    server = under_test.server
    # All at once, for every compute process to have done what it does once.
    visited(under_test.url, [Plan(spec=different(place)) for place in range(good)])
    before = watch.taken(server).memory
    plans = [Plan("never_read", 0, different(1_000 + place, MUCH)) for place in range(deaf)]
    with Crowd(under_test.url, plans) as crowd:
        crowd.begin()
        wait_until(lambda: watch.sockets(server) == deaf, "all to connect")
        fine = _good(under_test, good, good)
        time.sleep(SETTLE)
        memory = watch.taken(server).memory - before
        kept = watch.backlogs(server)
        crowd.go_home()
        crowd.visits()
    return memory, None if kept is None else sum(kept), fine


def _good(under_test: Service, count: int, first: int) -> list[Visit]:
    plans = [
        Plan(after=place / A_SECOND, spec=different(first + place)) for place in range(count)
    ]
    return visited(under_test.url, plans)


def _kib(size: int | None) -> float | None:
    return None if size is None else size / 1024


def _megabytes(memory: int, kernel: int | None) -> float | None:
    return None if kernel is None else (memory + kernel) / 1e6
