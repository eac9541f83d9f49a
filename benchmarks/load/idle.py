"""R1: sockets that are open and do nothing."""

import time

from benchmarks.load import watch
from benchmarks.load.crowd import Crowd, visited
from benchmarks.load.figures import none_wrong, told
from benchmarks.load.plan import Plan, Visit
from benchmarks.load.races import preset
from benchmarks.load.service import Service, service
from benchmarks.report import Report, Row, Target, at_most

AIMS = {1_000: 45, 2_000: 90}  # MB that so many may add
A_SECOND = 200  # new ones
REST = 2.0  # seconds until memory is looked at


def measure() -> Report:
    """Memory that a thousand sockets take, and two thousand."""
    rows: list[Row] = []
    targets: list[Target] = []
    notes: list[str] = []
    for count, aim in AIMS.items():
        with service() as under_test:
            growth, visits = idle(under_test, count)
        rows.append(Row(f"{count:,} idle sockets, each", f"{growth / count / 1024:.1f} KiB"))
        targets.append(at_most(f"R1 {count:,} idle sockets", aim, growth / 1e6, "MB"))
        targets.append(none_wrong(f"R1 {count:,} idle sockets: errors", visits))
        notes += told(visits)
    return Report("R1 Idle", rows, targets, notes)


def idle(under_test: Service, count: int) -> tuple[int, list[Visit]]:
    """Bytes that so many sockets add to a server that has worked before."""
    server = under_test.server
    visited(under_test.url, [Plan(spec=preset())] * 20)
    before = watch.taken(server).memory
    plans = [Plan("stay", place / A_SECOND) for place in range(count)]
    with Crowd(under_test.url, plans) as crowd:
        crowd.begin()
        crowd.wait_until_under_way()
        open_now = watch.sockets(server)
        time.sleep(REST)
        growth = watch.taken(server).memory - before
        crowd.go_home()
        visits = crowd.visits()
    if open_now != count:
        visits[0].errors.append(f"{open_now} sockets were open, not {count}")
    return growth, visits
