"""`kill -9`, and SIGTERM, in the middle of races."""

from collections.abc import Iterator

import pytest

from benchmarks.load import races
from benchmarks.load.figures import mistakes
from benchmarks.load.killed import digests, kill_compute, kill_web
from benchmarks.load.service import Service, service
from benchmarks.load.stopping import RACES, RESTART, come_back, stop
from tests.survival.forms import forms


@pytest.fixture(scope="module")
def undisturbed() -> Iterator[Service]:
    """A service that nobody kills, to be compared with."""
    with service() as under_test:
        yield under_test


@pytest.fixture(scope="module")
def wandering(undisturbed: Service) -> set[str]:
    """What the races come to that nobody interrupts."""
    return digests(undisturbed, [races.noisy(number) for number in range(RACES)])


@forms("clients", 20, 300)
def test_who_loses_a_web_process_resumes_and_others_notice_nothing(
    clients: int, wandering: set[str]
) -> None:
    with service(web_processes=2) as under_test:
        met = kill_web(under_test, clients)

    assert mistakes([*met.visits, met.probe]) == []
    assert 0 < len(met.victims) < clients
    assert {visit.digest for visit in met.visits} <= wandering
    assert all(visit.back for visit in met.victims)
    assert len(met.probe.attempts) > 10
    assert len(met.probe.closed) <= 1, "only what the process had in hand may be lost with it"


@forms("clients", 4, 12)
def test_a_compute_process_that_is_killed_is_missed_by_nobody(
    clients: int, undisturbed: Service
) -> None:
    wishes = [races.training(seed) for seed in range(clients)]
    whole = digests(undisturbed, wishes)
    with service() as under_test:
        met = kill_compute(under_test, clients)
        seen = under_test.seen()

    assert mistakes(met.visits) == []
    assert met.victims == []
    assert {visit.digest for visit in met.visits} == whole
    assert seen is not None
    assert seen.number("rebuilds_total") == 1


@forms("clients", 20, 100)
def test_everybody_is_told_when_it_stops(clients: int) -> None:
    with service(web_processes=2) as under_test:
        code, took, _, visits = stop(under_test, clients)
        said = under_test.server.said()

    assert code == 0
    assert took < 10
    assert [[code for _, code, _ in visit.closed] for visit in visits] == [[RESTART]] * clients
    assert "Traceback" not in said


@forms("clients", 30, 300)
def test_a_class_comes_back_to_a_new_server_and_ends_as_it_would_have(
    clients: int, wandering: set[str]
) -> None:
    with service() as under_test:
        again, visits = come_back(under_test, clients)

    assert mistakes(visits) == []
    assert len(again) == clients
    assert {visit.digest for visit in visits} <= wandering
