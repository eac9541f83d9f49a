"""Clients that come and go."""

from benchmarks.load import watch
from benchmarks.load.churn import churned
from benchmarks.load.crowd import Crowd, visited
from benchmarks.load.figures import mistakes
from benchmarks.load.never_reading import many
from benchmarks.load.plan import Plan
from benchmarks.load.races import noisy, preset, training
from benchmarks.load.service import Service, service, wait_until
from tests.survival.forms import forms

MIB = 1024 * 1024


@forms("clients", 300, 10_000)
def test_nothing_is_left_of_those_who_come_and_go(clients: int) -> None:
    with service() as fresh:
        met = churned(fresh, clients)

    assert mistakes(met.visits) == []
    assert abs(met.after.descriptors - met.half.descriptors) <= 2
    assert met.after.memory - met.before.memory <= 16 * MIB
    assert met.left is not None


def test_a_race_that_nobody_waits_for_any_more_is_not_computed(unharmed: Service) -> None:
    long = [Plan("reset", spec=training(500 + number, 5_000)) for number in range(4)]
    assert mistakes(visited(unharmed.url, long)) == []

    def rests() -> bool:
        seen = unharmed.seen()
        assert seen is not None
        waits = seen.number("waiting") + seen.number("computing") + seen.number("sockets")
        return waits == 0

    wait_until(rests, "the compute processes to rest")


@forms("deaf", 10, 100)
def test_clients_that_never_read_take_nothing_from_others(unharmed: Service, deaf: int) -> None:
    _, kernel, others = many(unharmed, deaf, 20)

    assert mistakes(others) == []
    assert len({visit.digest for visit in others}) == 20
    assert kernel is None or kernel <= deaf * 256 * 1024


def test_a_client_that_vanishes_in_a_race_takes_nobody_with_it(unharmed: Service) -> None:
    race = noisy(77)
    plans = [Plan("reset", 0.01 * place, race) for place in range(30)]
    stays = [Plan("race", 0.02 * place, race, blocks=1, pace=0.05) for place in range(5)]
    with Crowd(unharmed.url, [*plans, *stays]) as crowd:
        crowd.begin()
        visits = crowd.visits()

    assert mistakes(visits) == []
    assert len({visit.digest for visit in visits if visit.digest}) == 1
    assert sum(bool(visit.digest) for visit in visits) == 5
    wait_until(lambda: watch.sockets(unharmed.server) == 0, "the vanished to be noticed")
    assert mistakes(visited(unharmed.url, [Plan(spec=preset())])) == []
