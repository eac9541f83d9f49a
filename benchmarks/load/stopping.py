"""R11 and R13: a server that stops in the middle of everything, and is there again."""

import math
import time
from collections import Counter

from benchmarks.load.crowd import Crowd, visited
from benchmarks.load.figures import none_wrong, p95, settled, told
from benchmarks.load.plan import Plan, Visit
from benchmarks.load.races import noisy
from benchmarks.load.service import Service, service, wait_until
from benchmarks.report import Report, Row, at_most

PACE = 0.25  # seconds between a block and its grant, so that the race lasts
RESTART = 1012
AWAY = 1.0  # seconds between two servers
RACES = 10  # different ones


def measure(live: int = 100, back: int = 300) -> Report:
    """SIGTERM with races under way; then a whole class that comes back to a new server."""
    with service(web_processes=2) as under_test:
        code, took, told_after, stopped = stop(under_test, live)
    with service() as under_test:
        again, returned = come_back(under_test, back)
        whole = set(digests(under_test))
    codes = Counter(end for visit in stopped for _, end, _ in visit.closed)
    rows = [
        Row("R11: close codes", ", ".join(f"{n} × {end}" for end, n in codes.items())),
        Row("R13: coming back, p95", f"{p95(again):.1f} s"),
    ]
    most = busiest_second(returned, "back")
    same = sum(visit.digest in whole for visit in returned)
    targets = [
        settled(
            f"R11 SIGTERM, {live} streams: told 1012",
            "all",
            f"{codes[RESTART]} of {live}",
            codes[RESTART] == live,
        ),
        at_most("R11 the last one is told", 1.5, max(told_after, default=math.inf), "s"),
        settled("R11 exit code", "0", str(code), code == 0),
        at_most("R11 exit after", 5, took, "s"),
        none_wrong(f"R13 restart, {back} come back: errors", returned),
        at_most("R13 the last one is back", 15, max(again, default=math.inf), "s"),
        settled("R13 most that are back in one second", "≤ 100", str(most), most <= 100),
        settled("R13 identical to the last bit", "all", f"{same} of {back}", same == back),
    ]
    notes = [
        f"R13: at most {busiest_second(returned, 'attempts')} attempts in one second",
        *told(returned),
    ]
    return Report("R11, R13 Stopping", rows, targets, notes)


def stop(under_test: Service, count: int) -> tuple[int | None, float, list[float], list[Visit]]:
    """SIGTERM: the exit code, its seconds, when each client was told, and what they met."""
    with Crowd(under_test.url, _paced(count, returns=False)) as crowd:
        crowd.begin()
        crowd.wait_until_under_way()
        at = time.monotonic()
        code = under_test.server.stop()
        took = time.monotonic() - at
        visits = crowd.visits()
    return code, took, [when - at for visit in visits for when, _, _ in visit.closed], visits


def come_back(under_test: Service, count: int) -> tuple[list[float], list[Visit]]:
    """Stop it and start it again. When each was back, from the new server's first answer on."""
    with Crowd(under_test.url, _paced(count, returns=True)) as crowd:
        crowd.begin()
        crowd.wait_until_under_way()
        under_test.server.stop()
        time.sleep(AWAY)
        under_test.server.start()
        up = time.monotonic()
        wait_until(under_test.seen, "its metrics")
        visits = crowd.visits()
    again = [max(visit.back, default=math.inf) - up for visit in visits if visit.closed]
    return again, visits


def digests(under_test: Service) -> list[str]:
    """What the races come to that nobody interrupts."""
    visits = visited(under_test.url, [Plan(spec=noisy(number)) for number in range(RACES)])
    return [visit.digest for visit in visits]


def busiest_second(visits: list[Visit], what: str) -> int:
    """The most of these moments that lie within one second, wherever it begins."""
    moments = sorted(moment for visit in visits for moment in getattr(visit, what))
    most = first = 0
    for last, moment in enumerate(moments):
        while moment - moments[first] > 1:
            first += 1
        most = max(most, last - first + 1)
    return most


def _paced(count: int, returns: bool) -> list[Plan]:
    return [
        Plan("race", place / count, noisy(place % RACES), blocks=1, pace=PACE, returns=returns)
        for place in range(count)
    ]
