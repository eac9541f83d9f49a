"""Whose turn it is."""

from app.compute.turns import LANES, LEVELS, OLDEST, Account, Batch, Job, Turns


def job(spent: float = 0.0, *, home: str | None = None, batch: Batch | None = None) -> Job:
    account = Account()
    account.spent = spent
    return Job(print, (), account, home, batch=batch)


def anyone(_: Job) -> bool:
    return True


def line(*jobs: Job) -> Turns:
    turns = Turns()
    for each in jobs:
        turns.add(each)
    return turns


def test_first_come_first_served_among_equals():
    one, two, three = job(), job(), job()
    turns = line(one, two, three)

    assert turns.places() == {one.number: 1, two.number: 2, three.number: 3}
    assert [turns.next(anyone) for _ in range(3)] == [one, two, three]
    assert turns.next(anyone) is None


def test_who_had_little_comes_before_who_had_much():
    long, short = job(LEVELS[-1]), job()
    turns = line(long, short)

    assert turns.places() == {short.number: 1, long.number: 2}
    assert turns.next(anyone) is short


def test_equals_take_turns():
    one, two = job(), job()
    turns = line(one, two)
    seen = []
    for _ in range(4):
        seen.append(turns.next(anyone))
        seen[-1].back()
        turns.add(seen[-1])

    assert seen == [one, two, one, two]


def test_nobody_is_put_off_for_ever():
    long = job(LEVELS[-1])
    turns = line(long)
    taken = []
    for _ in range(OLDEST):
        turns.add(job())
        taken.append(turns.next(anyone))

    assert long in taken


def test_only_fitting_work_is_taken():
    here, there = job(home="here"), job(home="there")
    turns = line(there, here)

    assert turns.next(lambda each: each.home == "here") is here
    assert turns.places() == {there.number: 1}


def test_equal_work_is_done_together_as_far_as_it_fits():
    batch = Batch("surface", print, LANES // 2)
    one, two, three = (job(batch=batch) for _ in range(3))
    other = job(batch=Batch("another", print, 1))
    turns = line(one, other, two, three)

    assert turns.next(anyone) is one
    assert turns.fitting(one, anyone) == [two]
    assert [turns.next(anyone), turns.next(anyone)] == [three, other]


def test_begun_work_is_found_by_its_process():
    begun, waiting = job(), job()
    begun.process = 1
    turns = line(begun, waiting)

    assert turns.taken_from(1) == [begun]
    assert turns.all() == [waiting]
