"""How late the event loop is."""

import asyncio
import time

from prometheus_client import REGISTRY

from app.web.lag import EVERY, lag_seen


def test_loop_that_is_held_up_is_seen_to_be_late() -> None:
    async def held_up() -> None:
        async with lag_seen():
            await asyncio.sleep(EVERY / 2)
            _hold(3 * EVERY)
            await asyncio.sleep(EVERY)

    before = late()
    asyncio.run(held_up())

    # It was due when half of EVERY had gone, and came after 3 EVERY.
    assert late() - before >= 2 * EVERY


def test_looking_ends_with_its_block() -> None:
    async def tasks_left() -> int:
        async with lag_seen():
            assert len(asyncio.all_tasks()) == 2
        return len(asyncio.all_tasks())

    assert asyncio.run(tasks_left()) == 1


def late() -> float:
    """Seconds in all so far."""
    seconds = REGISTRY.get_sample_value("descent_lab_loop_lag_seconds_sum")
    assert seconds is not None
    return seconds


def _hold(seconds: float) -> None:
    time.sleep(seconds)
