"""A client that takes much of the event loop lets others have four times as much."""

import asyncio
import time

import pytest

from app.web import share
from app.web.share import Share


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch):
    """A clock that moves only by work and by waiting."""

    class Clock:
        now = 1000.0

        def work(self, client: Share, seconds: float) -> None:
            with client.taken():
                self.now += seconds

        def wait(self, client: Share) -> float:
            """How long a client has to wait."""
            before = self.now
            asyncio.run(client.turn())
            return self.now - before

    made = Clock()

    async def sleep(seconds: float) -> None:
        made.now += seconds

    monkeypatch.setattr(share, "monotonic", lambda: made.now)
    monkeypatch.setattr(share, "thread_time", lambda: made.now)
    monkeypatch.setattr(share.asyncio, "sleep", sleep)
    return made


def test_a_client_has_a_fifth_of_the_time_in_the_long_run(clock):
    client, worked = Share(), 0.0
    began = clock.now
    for _ in range(1000):
        clock.work(client, 0.01)
        worked += 0.01
        clock.wait(client)

    assert worked / (clock.now - began) == pytest.approx(1 / 5, rel=0.01)


def test_who_takes_little_never_waits(clock):
    client = Share()
    for _ in range(1000):
        clock.work(client, 0.002)
        assert clock.wait(client) == 0.0
        clock.now += 1 / 60


def test_much_at_once_is_waited_for_afterwards(clock):
    client = Share()
    clock.work(client, 0.02)
    assert clock.wait(client) == 0.0
    clock.work(client, 1.0)
    assert 3.9 < clock.wait(client) <= 4.1


def test_work_that_fails_counts_too(clock):
    client = Share()
    with pytest.raises(ValueError, match="no order"), client.taken():
        clock.now += 1.0
        raise ValueError("no order")
    assert clock.wait(client) > 3.8


def test_others_go_on_while_a_client_waits():
    async def both() -> list[str]:
        order = []

        async def one() -> None:
            client = Share()
            with client.taken():
                begun = time.thread_time()
                while time.thread_time() < begun + 0.05:
                    sum(range(1000))
            await client.turn()
            order.append("dear")

        async def two() -> None:
            await asyncio.sleep(0.06)
            order.append("cheap")

        await asyncio.gather(one(), two())
        return order

    assert asyncio.run(both()) == ["cheap", "dear"]
