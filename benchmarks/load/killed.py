"""R12: `kill -9` of a web process, and of a compute process, with races under way."""

import math
import time

import psutil

from benchmarks.load.crowd import Crowd, visited
from benchmarks.load.figures import mistakes, none_wrong, settled, told
from benchmarks.load.plan import Plan, Visit
from benchmarks.load.races import noisy, training
from benchmarks.load.service import Service, service, wait_until
from benchmarks.report import Report, Row, Target, at_most

PACE = 0.25  # seconds between a block and its grant, so that the race lasts
RACES = 10  # different ones


def measure(clients: int = 60, trainings: int = 6) -> Report:
    """First the busiest of two web processes, then a compute process that trains."""
    with service(web_processes=2) as under_test:
        web = kill_web(under_test, clients)
    with service() as under_test:
        compute = kill_compute(under_test, trainings)
        seen = under_test.seen()
    with service() as undisturbed:
        whole = digests(undisturbed, [noisy(number) for number in range(RACES)])
        trained = digests(undisturbed, [training(seed) for seed in range(trainings)])
    rebuilt = None if seen is None else seen.number("rebuilds_total")
    return Report(
        "R12 Killed",
        [
            Row("R12: clients of the killed web process", f"{len(web.victims)} of {clients}"),
            Row("R12: probes", f"{len(web.probe.attempts)}, {len(web.probe.closed)} lost"),
            Row("R12: slowest probe", f"{web.probe.slowest * 1e3:.0f} ms"),
        ],
        [
            none_wrong("R12 web process: errors", web.visits),
            settled(
                "R12 web process: others untouched",
                "all",
                f"{clients - len(web.victims)} of {clients}",
                0 < len(web.victims) < clients,
            ),
            at_most("R12 web process: victims see it", 0.2, web.noticed, "s"),
            none_wrong("R12 web process: new visitors refused", [web.probe]),
            at_most("R12 web process: replaced", 3, web.replaced, "s"),
            at_most("R12 web process: victims resume", 6, web.resumed, "s"),
            identical("R12 web process: identical to the bit", web.visits, whole),
            none_wrong("R12 compute process: errors", compute.visits),
            settled(
                "R12 compute process: connections lost",
                "none",
                str(len(compute.victims)),
                not compute.victims,
            ),
            identical("R12 compute process: identical to the bit", compute.visits, trained),
            settled(
                "R12 compute process: made anew",
                "once",
                "not measured" if rebuilt is None else f"{rebuilt:g} ×",
                None if rebuilt is None else rebuilt == 1,
            ),
        ],
        [*told(web.visits), *told([web.probe]), *told(compute.visits)],
    )


class Killed:
    """What clients met when a process was killed at a moment."""

    def __init__(self, at: float, visits: list[Visit], probe: Visit, replaced: float) -> None:
        self.visits = visits
        self.probe = probe
        self.replaced = replaced
        self.victims = [visit for visit in visits if visit.closed]
        self.noticed = self._latest(at, [[when for when, _, _ in v.closed] for v in self.victims])
        self.resumed = self._latest(at, [v.resumed for v in self.victims])

    def _latest(self, at: float, moments: list[list[float]]) -> float:
        return max((max(each, default=math.inf) - at for each in moments), default=math.inf)


def kill_web(under_test: Service, count: int) -> Killed:
    """Kill the web process that has most connections; probes connect anew all the time."""
    server = under_test.server
    plans = [
        Plan("race", place / count, noisy(place % RACES), blocks=1, pace=PACE, returns=True)
        for place in range(count)
    ]
    with Crowd(under_test.url, [Plan("probe")], 1) as probes, Crowd(under_test.url, plans) as crowd:
        probes.begin()
        crowd.begin()
        crowd.wait_until_under_way()
        before = {one.pid for one in server.web_processes}
        at = _kill(max(server.web_processes, key=_connections))
        replaced = wait_until(
            lambda: len({one.pid for one in server.web_processes} - before) == 1
            and len(server.web_processes) == len(before),
            "a new web process",
        )
        visits = crowd.visits()
        probes.go_home()
        (probe,) = probes.visits()
    return Killed(at, visits, probe, replaced)


def kill_compute(under_test: Service, count: int) -> Killed:
    """Kill the busier compute process once everybody has a block of a training."""
    plans = [Plan("race", spec=training(seed), blocks=64) for seed in range(count)]
    with Crowd(under_test.url, plans) as crowd:
        processes = under_test.server.compute_processes
        then = {one.pid: _worked(one) for one in processes}
        crowd.begin()
        crowd.wait_until_under_way()
        at = _kill(max(processes, key=lambda one: _worked(one) - then[one.pid]))
        visits = crowd.visits()
    if not any(visit.done is None or visit.done > at for visit in visits):
        visits[0].errors.append("the process was killed when all was done")
    return Killed(at, visits, Visit(at), 0.0)


def digests(undisturbed: Service, races: list[dict[str, object]]) -> set[str]:
    """What the same races come to on a server where nobody is killed."""
    visits = visited(undisturbed.url, [Plan(spec=race) for race in races])
    if wrong := mistakes(visits):
        raise AssertionError(f"the races to compare with went wrong: {wrong[0]}")
    return {visit.digest for visit in visits}


def identical(what: str, visits: list[Visit], whole: set[str]) -> Target:
    """That every trajectory is one that was never interrupted."""
    same = sum(visit.digest in whole for visit in visits)
    return settled(what, "all", f"{same} of {len(visits)}", same == len(visits))


def _worked(process: psutil.Process) -> float:
    return sum(process.cpu_times()[:2])


def _connections(process: psutil.Process) -> int:
    return sum(one.status == psutil.CONN_ESTABLISHED for one in process.net_connections("tcp4"))


def _kill(process: psutil.Process) -> float:
    at = time.monotonic()
    process.kill()
    return at
