"""Answers that a whole class asks for are computed once."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import Request

from app.compute.pool import Pool
from app.engine.catalogue import BadChoice
from app.web import asking
from app.web.asking import Kept, Left


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What is computed, in order."""
    pool, seen = Pool(0, 100), []
    submit = pool.submit

    def noted(work: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        seen.append(arguments)
        return submit(work, *arguments, **options)

    monkeypatch.setattr(pool, "submit", noted)
    monkeypatch.setattr(asking, "pool", pool)
    yield seen
    pool.stop()


def request(leaves_after: float = 60) -> Request:
    """A client that stays as long."""

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(leaves_after)
        return {"type": "http.disconnect"}

    return Request({"type": "http"}, receive)


def slowly(heed: Callable[[], None], length: int, letter: str = "x") -> bytes:
    time.sleep(0.05)
    return letter.encode() * length


def refused(heed: Callable[[], None]) -> bytes:
    raise BadChoice("there is no such thing")


def test_who_asks_the_same_at_the_same_time_waits_for_one_answer(asked):
    kept = Kept(1_000)

    async def all_at_once() -> list[bytes]:
        return await asyncio.gather(*[kept.asked(request(), slowly, 5) for _ in range(50)])

    assert asyncio.run(all_at_once()) == [b"xxxxx"] * 50
    assert asyncio.run(kept.asked(request(), slowly, 5)) == b"xxxxx"
    assert asked == [(5,)]


def test_another_question_has_another_answer(asked):
    kept = Kept(1_000)
    assert asyncio.run(kept.asked(request(), slowly, 3, "a")) == b"aaa"
    assert asyncio.run(kept.asked(request(), slowly, 3, "b")) == b"bbb"


def test_no_more_is_kept_than_there_is_room_for(asked):
    kept = Kept(100)
    for length in (60, 30, 60, 50, 60, 30):  # 50 leaves room for 30 alone, and 60 for no other
        asyncio.run(kept.asked(request(), slowly, length))
        assert sum(map(len, kept._kept.values())) <= 100
    assert asked == [(60,), (30,), (50,), (60,), (30,)]


def test_answers_that_come_together_take_no_more_room(asked):
    kept = Kept(100)

    async def all_at_once() -> None:
        await asyncio.gather(*[kept.asked(request(), slowly, 40, letter) for letter in "abcd"])

    asyncio.run(all_at_once())
    assert sum(map(len, kept._kept.values())) <= 100


def test_only_so_many_small_answers_are_kept(asked, monkeypatch):
    monkeypatch.setattr(asking, "MANY", 2)
    kept = Kept(1_000)
    for length in (1, 2, 3, 3, 2, 1):
        asyncio.run(kept.asked(request(), slowly, length))
    assert asked == [(1,), (2,), (3,), (1,)]


def test_a_refusal_is_not_kept(asked):
    kept = Kept(1_000)
    for _ in range(2):
        with pytest.raises(BadChoice):
            asyncio.run(kept.asked(request(), refused))
    assert asked == [(), ()]


def test_who_leaves_takes_the_answer_from_nobody(asked):
    kept = Kept(1_000)

    async def one_leaves() -> list[object]:
        going = kept.asked(request(leaves_after=0), slowly, 4)
        staying = kept.asked(request(), slowly, 4)
        return await asyncio.gather(going, staying, return_exceptions=True)

    left, stayed = asyncio.run(one_leaves())
    assert isinstance(left, Left)
    assert stayed == b"xxxx"
    assert asked == [(4,)]


def test_what_nobody_waits_for_is_not_computed(asked):
    kept, begun = Kept(1_000), []

    def noted(heed: Callable[[], None], number: int) -> bytes:
        begun.append(number)
        time.sleep(0.05)
        return b"x"

    async def all_leave() -> list[object]:
        going = [kept.asked(request(leaves_after=0), noted, number) for number in range(30)]
        return await asyncio.gather(*going, return_exceptions=True)

    assert all(isinstance(end, Left) for end in asyncio.run(all_leave()))
    assert asyncio.run(kept.asked(request(), noted, 99)) == b"x"
    assert 99 in begun
    assert len(begun) <= 3
    assert not kept._pending
