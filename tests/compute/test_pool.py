"""Compute processes: what is asked of them is answered, whatever becomes of one of them."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from app.compute import courses
from app.compute.busy import Busy
from app.compute.flights import Flights, canonical
from app.compute.pool import HOPELESS, Pool
from app.spec import RaceSpec, Refused, spec_from

PATIENCE = 60  # seconds: a slow machine is no failure
LONG = {
    "problem": {"kind": "network", "dataset": "moons", "hidden": [16, 16]},
    "runs": [{"optimizer": "adam"}, {"optimizer": "sgd"}, {"optimizer": "rmsprop"}],
    "steps": 1500,
}
SHORT = {"problem": {"name": "beale"}, "runs": [{"optimizer": "adam"}], "steps": 200}


@pytest.fixture
def pool() -> Iterator[Pool]:
    pool = Pool(2, 100)
    pool.start()
    until(lambda: pool.trouble() is None)
    yield pool
    pool.stop()


@pytest.fixture
def flights(pool: Pool) -> Flights:
    return Flights(pool, 1_000_000, 10_000_000, 100)


def until(condition) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def whole(flights: Flights, spec: RaceSpec) -> list[bytes]:
    """All blocks of a race."""
    flight = flights.join(spec)
    flight.want(1000)
    flight.ends.result(PATIENCE)
    flights.leave(flight)
    return list(flight.blocks)


def test_processes_are_others_than_this_one_and_end_with_it(pool: Pool):
    pids = pool.pids()

    assert len({*pids, os.getpid()}) == 3
    pool.stop()
    until(lambda: not any(is_alive(pid) for pid in pids))


def test_compute_processes_are_politer_than_who_talks_to_browsers(pool: Pool):
    assert all(niceness(pid) > os.nice(0) for pid in pool.pids())


def test_a_refusal_comes_back_as_it_was_raised(pool: Pool):
    text = canonical(spec_from(LONG)).replace('"moons"', '"moon"')
    with pytest.raises(Refused) as caught:
        pool.submit(courses.go_on, "a", text, 0, 1, None, home="a").answer.result(PATIENCE)

    assert caught.value.detail()[0]["loc"] == ["problem", "dataset"]
    assert "did you mean 'moons'" in caught.value.detail()[0]["msg"]


def test_a_race_goes_on_to_the_same_bytes_when_its_process_is_killed(flights: Flights):
    expected = whole(flights, spec_from(LONG))
    flight = flights.join(spec_from(LONG))
    flight.want(1000)
    flight.block(2).result(PATIENCE)
    process = flights.pool._homes[flight.home]
    os.kill(flights.pool._processes[process].pid, signal.SIGKILL)
    flight.ends.result(PATIENCE)

    assert flight.blocks == expected
    assert len(expected) > 10
    flights.leave(flight)
    until(lambda: flights.pool.trouble() is None)
    assert len(flights.pool.pids()) == 2


def test_other_races_do_not_notice_that_a_process_was_killed(flights: Flights):
    seeds = [spec_from({**LONG, "seed": seed}) for seed in (1, 2)]
    joined = [flights.join(spec) for spec in seeds]
    for flight in joined:
        flight.want(1000)
        flight.block(0).result(PATIENCE)
    homes = [flights.pool._homes[flight.home] for flight in joined]
    assert homes[0] != homes[1]
    os.kill(flights.pool._processes[homes[0]].pid, signal.SIGKILL)
    for flight in joined:
        flight.ends.result(PATIENCE)

    assert flights.pool._homes.get(joined[1].home) == homes[1]


def test_work_that_kills_its_process_twice_is_given_up(pool: Pool):
    job = pool.submit(os_exit)
    with pytest.raises(Busy, match="died twice"):
        job.answer.result(PATIENCE)
    assert whole(Flights(pool, 0, 10_000_000, 100), spec_from(SHORT))


def test_processes_that_keep_dying_are_told_of_and_made_again(pool: Pool):
    for _ in range(2):
        jobs = [pool.submit(os_exit) for _ in range(2)]
        for job in jobs:
            with pytest.raises(Busy):
                job.answer.result(PATIENCE)
    assert any(process.deaths >= HOPELESS for process in pool._processes)
    assert "died" in pool.trouble()
    # One that lives again proves itself by work.
    until(lambda: len(pool.pids()) == 2)
    for home in ("a", "b", "c", "d"):
        pool.submit(len_of, home, home=home).answer.result(PATIENCE)
    until(lambda: pool.trouble() is None)


def test_short_work_does_not_wait_for_long_work(flights: Flights):
    long = [flights.join(spec_from({**LONG, "steps": 10_000, "seed": n})) for n in range(4)]
    for flight in long:
        flight.want(1000)
        flight.block(0).result(PATIENCE)
    whole(flights, spec_from(SHORT))

    assert not any(flight.ends.done() for flight in long)
    for flight in long:
        flights.leave(flight)


def test_what_nobody_waits_for_any_more_is_not_computed(flights: Flights):
    flight = flights.join(spec_from({**LONG, "steps": 10_000}))
    flight.want(1000)
    flight.block(0).result(PATIENCE)
    flights.leave(flight)
    until(lambda: len(flights.pool._turns) == 0)
    until(lambda: all(process.job is None for process in flights.pool._processes))

    assert flight.closed
    assert not flights.pool._homes
    assert flights.free == 10_000_000


def test_more_than_may_wait_is_put_off():
    pool = Pool(1, 3)
    jobs = [pool.submit(len_of, "x") for _ in range(3)]  # before the process answers
    with pytest.raises(Busy, match="try again"):
        pool.submit(len_of, "x")
    assert [job.answer.result(PATIENCE) for job in jobs] == [1, 1, 1]
    pool.stop()


def test_a_class_that_starts_the_same_race_has_it_computed_once(flights: Flights, monkeypatch):
    begun = []
    submit = flights.pool.submit

    def noted(work, *arguments, **more):
        begun.append(work)
        return submit(work, *arguments, **more)

    monkeypatch.setattr(flights.pool, "submit", noted)
    joined = [flights.join(spec_from(SHORT)) for _ in range(50)]
    for flight in joined:
        flight.want(1000)
    ends: list[Future] = [flight.ends for flight in joined]
    assert all(end.result(PATIENCE) == ends[0].result() for end in ends)
    for flight in joined:
        flights.leave(flight)
    again = flights.join(spec_from(SHORT))

    assert again is joined[0]
    assert again.finished
    assert len(begun) <= len(again.blocks)


def test_only_so_many_bytes_of_finished_races_are_kept(pool: Pool):
    flights = Flights(pool, 50_000, 10_000_000, 100)  # of some 20,000 each
    for seed in range(5):
        assert whole(flights, spec_from({**SHORT, "seed": seed}))
    kept_now = [flight.spec.seed for flight in flights._kept.values()]

    assert kept_now == sorted(kept_now)
    assert kept_now[-1] == 4
    assert sum(flight.size for flight in flights._kept.values()) <= 50_000
    assert flights.free == 10_000_000 - sum(flight.points for flight in flights._kept.values())


def test_finished_races_make_room_for_who_needs_it(pool: Pool):
    flights = Flights(pool, 10_000_000, 1_000, 100)  # four races of 201 points
    for seed in range(9):
        assert whole(flights, spec_from({**SHORT, "seed": seed}))


def test_only_so_many_races_are_under_way(pool: Pool):
    flights = Flights(pool, 1_000_000, 10_000_000, 2)
    one, two = (flights.join(spec_from({**LONG, "seed": seed})) for seed in (1, 2))
    with pytest.raises(Busy, match="as many races are under way"):
        flights.join(spec_from({**LONG, "seed": 3}))
    assert flights.join(spec_from({**LONG, "seed": 2})) is two  # no other race
    flights.leave(two)
    instead = flights.join(spec_from({**LONG, "seed": 4}), one)  # who has one may have another
    flights.leave(one)
    with pytest.raises(Busy):
        flights.join(spec_from({**LONG, "seed": 5}))
    flights.leave(two)
    assert whole(flights, spec_from(SHORT))
    assert whole(flights, spec_from({**SHORT, "seed": 6}))  # what is finished counts no more
    with pytest.raises(Refused):
        flights.join(spec_from({**SHORT, "problem": {"name": "nowhere"}}))
    flights.leave(flights.join(spec_from({**LONG, "seed": 7})))
    flights.leave(instead)
    assert flights._under_way == 0


def test_work_that_waits_for_what_is_forgotten_is_refused(flights: Flights):
    busy = [flights.join(spec_from({**LONG, "seed": seed})) for seed in (1, 2)]
    for flight in busy:
        flight.want(1000)
        flight.block(0).result(PATIENCE)
    text = canonical(spec_from(LONG))
    jobs = [flights.pool.submit(courses.go_on, "x", text, 0, 1, None, home="x") for _ in range(9)]
    flights.pool.forget("x")
    for job in jobs[1:]:
        with pytest.raises(Busy, match="not computed any more"):
            job.answer.result(PATIENCE)
    for flight in busy:
        flights.leave(flight)
    until(lambda: not flights.pool._homes)


def test_who_asks_a_race_that_failed_is_told(flights: Flights):
    flight = flights.join(spec_from(LONG))
    flight.want(1)
    flight.block(0).result(PATIENCE)
    flights.failed(flight)
    with pytest.raises(Busy):
        flight.block(5).result(PATIENCE)
    flights.leave(flight)


def os_exit(heed) -> None:
    """Die, as a process does that the system kills."""
    os._exit(9)


def len_of(heed, text: str) -> int:
    """Some work."""
    return len(text)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def niceness(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[16])
