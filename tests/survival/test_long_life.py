"""Half an hour of everything at once."""

import random
import time

import numpy as np

from benchmarks.load import races, watch
from benchmarks.load.crowd import Crowd, visited
from benchmarks.load.figures import mistakes
from benchmarks.load.plan import Plan
from benchmarks.load.service import service
from tests.survival.conftest import complaints
from tests.survival.forms import forms

A_SECOND = 4  # new clients
WARM = 300  # seconds until the cache is full, and memory has to be level
CACHE = 16 * 1024 * 1024  # bytes: 64 MB are full after ten minutes of so few clients
SLOPE = 0.5  # MB a minute


@forms("seconds", 8, 1_800)
def test_memory_stays_level_whatever_clients_do(seconds: int) -> None:
    chance = random.Random(17)
    with service(cache_bytes=CACHE) as fresh:
        plans = [anything(chance, place) for place in range(A_SECOND * seconds)]
        with Crowd(fresh.url, plans, patience=seconds + 120) as crowd:
            began = crowd.begin()
            seen = []
            while time.monotonic() < began + seconds:
                time.sleep(1)
                taken = watch.taken(fresh.server).memory / 1e6
                seen.append(((time.monotonic() - began) / 60, taken))
            crowd.go_home()
            visits = crowd.visits()
        (last,) = visited(fresh.url, [Plan(spec=races.preset())])

        assert mistakes([*visits, last]) == []
        assert complaints(fresh) == []
        warm = [each for each in seen if each[0] * 60 > WARM]
        if warm:
            slope = np.polyfit(*zip(*warm, strict=True), 1)[0]
            assert slope <= SLOPE, f"{slope:.2f} MB a minute"


def anything(chance: random.Random, place: int) -> Plan:
    """What the client at this place does."""
    after = place / A_SECOND
    kind = chance.choice(["preset", "different", "noisy", "slow", "training", "reset", "leave"])
    match kind:
        case "preset":
            return Plan("race", after, races.preset())
        case "different":
            return Plan("race", after, races.different(place))
        case "noisy":
            return Plan("race", after, races.noisy(chance.randrange(20)))
        case "slow":
            return Plan("race", after, races.noisy(place, 2_000), blocks=1, pace=1.0)
        case "training":
            return Plan("race", after, races.training(place, 300))
        case "reset":
            return Plan("reset", after, races.training(place, 2_000))
        case _:
            return Plan("leave", after)
