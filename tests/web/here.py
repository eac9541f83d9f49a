"""Computing in the process of the test, for tests that look inside or put a bug there."""

import pytest

from app.compute.flights import Flights
from app.compute.pool import Pool


def compute_here(patch: pytest.MonkeyPatch, points: int = 1_000_000) -> Flights:
    """Let /ws/run compute in a thread of this process, with room for so many points."""
    flights = Flights(Pool(0, 1_000), 1_000_000, points, 1_000)
    patch.setattr("app.web.stream.flights", flights)
    return flights


def ask_here(patch: pytest.MonkeyPatch, most: int = 1_000) -> None:
    """Let requests be computed in a thread of this process, where so many may wait."""
    pool = Pool(0, most)
    for door in ("asking", "run"):
        patch.setattr(f"app.web.{door}.pool", pool)
