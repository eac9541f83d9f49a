"""The crowd notices what goes wrong: otherwise its figures would mean nothing."""

import struct

import pytest

from benchmarks.load import races
from benchmarks.load.crowd import visited
from benchmarks.load.digest import Trajectory
from benchmarks.load.figures import all_done, firsts, none_wrong, p95, share
from benchmarks.load.plan import Plan, Visit
from benchmarks.load.scraped import at_most
from benchmarks.load.service import Service
from benchmarks.load.stopping import busiest_second
from tests.serving import free_port


def block(race: int, first: int, steps: int, content: bytes = b"") -> bytes:
    return b"DLB1" + struct.pack("<III", race, first, steps) + content


def trajectory(*blocks: bytes, status: str = "finished") -> str:
    made = Trajectory()
    for each in blocks:
        made.add(each)
    return made.end([{"status": status}])


def test_a_block_that_comes_twice_counts_once() -> None:
    once = trajectory(block(1, 0, 5, b"a"), block(1, 5, 5, b"b"))

    assert trajectory(block(1, 0, 5, b"a"), block(2, 0, 5, b"a"), block(2, 5, 5, b"b")) == once


def test_another_bit_is_another_trajectory() -> None:
    once = trajectory(block(1, 0, 5, b"a"))

    assert trajectory(block(1, 0, 5, b"b")) != once
    assert trajectory(block(1, 0, 5, b"a"), status="diverged") != once
    assert trajectory(block(9, 0, 5, b"a")) == once, "the race's number is the client's own"


def test_a_gap_between_blocks_is_noticed() -> None:
    with pytest.raises(ValueError, match="a block of step 9 came; step 5 is next"):
        trajectory(block(1, 0, 5), block(1, 9, 5))


def test_who_is_never_served_counts_as_an_error_and_as_waiting_for_ever() -> None:
    nobody = f"http://127.0.0.1:{free_port()}"

    (visit,) = visited(nobody, [Plan(spec=races.preset())])

    assert len(visit.errors) == 1
    assert "ConnectionRefusedError" in visit.errors[0]
    assert none_wrong("", [visit]).met is False
    assert p95(firsts([visit])) == all_done([visit]) == float("inf")


def test_a_refusal_is_an_error(unharmed: Service) -> None:
    (visit,) = visited(unharmed.url, [Plan(spec={**races.preset(), "steps": 0})])

    assert "refused: steps = 0" in visit.errors[0]
    assert visit.digest == ""


def test_who_is_not_done_in_time_is_an_error(unharmed: Service) -> None:
    race = races.noisy(5)

    (visit,) = visited(unharmed.url, [Plan(spec=race, blocks=1, pace=5)], patience=2)

    assert "not done after 2 s" in visit.errors[0]


def test_shares_are_those_of_the_slowest() -> None:
    assert share(range(1, 101), 0.95) == 95
    assert share([1, 2, float("inf")], 0.95) == float("inf")
    assert at_most({0.01: 98, 0.025: 99, 1.0: 100}, 0.99) == 0.025
    assert at_most({0.01: 98, 0.025: 99, 1.0: 100}, 1) == 1.0


def test_the_busiest_second_may_begin_anywhere() -> None:
    visits = [Visit(0, back=[moment]) for moment in (0.0, 0.9, 1.5, 1.8, 1.9, 3.0)]

    assert busiest_second(visits, "back") == 4
