"""A class that starts at once."""

import pytest

from benchmarks.load import races, starts, watch
from benchmarks.load.crowd import Crowd, visited
from benchmarks.load.figures import mistakes
from benchmarks.load.plan import Plan
from benchmarks.load.service import Service, service, wait_until
from tests.survival.forms import forms


@forms("clients", 60, 300)
def test_a_class_with_one_preset_costs_one_computation(clients: int) -> None:
    with service() as fresh:
        before = fresh.seen()
        visits = starts.class_start(fresh, clients)
        after = fresh.seen()

    assert mistakes(visits) == []
    assert len({visit.digest for visit in visits}) == 1
    assert before is not None
    assert after is not None
    assert after.number("races_total", how="computed") == 1
    assert after.number("races_total") == clients


@forms("clients", 40, 300)
def test_a_class_with_as_many_wishes_gets_all_of_them(unharmed: Service, clients: int) -> None:
    visits = starts.all_different(unharmed, clients, 5.0 * clients / 300, first=7_000)

    assert mistakes(visits) == []
    assert len({visit.digest for visit in visits}) == clients
    assert starts.told_their_place("", visits).met


def test_races_side_by_side_are_those_that_each_gets_alone(unharmed: Service) -> None:
    wishes = [races.noisy(number, 500) for number in range(6)]
    alone = [visited(unharmed.url, [Plan(spec=wish)], 30)[0].digest for wish in wishes]
    again = [{**wish, "steps": 501} for wish in wishes]  # none of these is kept
    together = visited(unharmed.url, [Plan(spec=wish) for wish in [*wishes, *again]])

    assert len(set(alone)) == 6
    assert {visit.digest for visit in together} > set(alone)
    assert len({visit.digest for visit in together}) == 12


@forms("sockets", 100, 1_000)
def test_idle_sockets_stay_open_and_others_are_served(unharmed: Service, sockets: int) -> None:
    with Crowd(unharmed.url, [Plan("stay", place / 200) for place in range(sockets)]) as crowd:
        crowd.begin()
        crowd.wait_until_under_way()
        assert watch.sockets(unharmed.server) == sockets
        others = starts.class_start(unharmed, 20)
        crowd.go_home()
        idle = crowd.visits()

    assert mistakes([*idle, *others]) == []
    assert [visit.closed for visit in idle] == [[]] * sockets
    wait_until(lambda: watch.sockets(unharmed.server) == 0, "all to have left")


@pytest.mark.parametrize("race", [races.noisy(3), races.training(3, 600)], ids=["map", "network"])
def test_a_slow_reader_gets_the_same_race(unharmed: Service, race: dict[str, object]) -> None:
    quick, slow = visited(
        unharmed.url, [Plan(spec=race), Plan(spec={**race}, blocks=1, pace=0.1)]
    )

    assert mistakes([quick, slow]) == []
    assert slow.digest == quick.digest
    assert slow.blocks >= 5
