"""A network that is slow, loses packets, and goes away for a while."""

import time
from collections.abc import Callable, Iterator, Sequence

import pytest

from benchmarks.load.crowd import Crowd, visited
from benchmarks.load.figures import mistakes
from benchmarks.load.plan import Plan, Visit
from benchmarks.load.races import noisy
from benchmarks.load.service import Service, service
from tests.survival import faulty
from tests.survival.forms import forms
from tests.survival.relay import relayed

CLIENTS = 6
SILENT = 2  # seconds until the server drops who takes nothing
DELAY = 0.1  # seconds each way
LOSSY = ("delay", "100ms", "10ms", "loss", "2%")

needs_network = pytest.mark.skipif(
    faulty.impossible() is not None, reason=faulty.impossible() or ""
)


@pytest.fixture(scope="module")
def impatient() -> Iterator[Service]:
    """A service at every address, which soon drops who takes nothing."""
    with service(host="0.0.0.0", silent_seconds=SILENT) as under_test:  # noqa: S104
        yield under_test


@pytest.fixture(scope="module")
def whole(impatient: Service) -> set[str]:
    """What the races come to, without any network between."""
    visits = visited(impatient.url, [Plan(spec=noisy(seed)) for seed in range(CLIENTS)])
    assert mistakes(visits) == []
    return {visit.digest for visit in visits}


@pytest.fixture
def network() -> Iterator[faulty.Faulty]:
    with faulty.faulty() as made:
        yield made


def test_a_long_way_in_small_pieces_changes_no_bit(impatient: Service, whole: set[str]) -> None:
    plans = [Plan(spec=noisy(seed), blocks=2) for seed in range(CLIENTS)]
    with relayed(impatient.server.port, DELAY) as relay:
        visits = visited(relay.url, plans)

    assert mistakes(visits) == []
    assert {visit.digest for visit in visits} == whole


@needs_network
def test_lost_packets_change_no_bit(
    impatient: Service, network: faulty.Faulty, whole: set[str]
) -> None:
    if not network.be(*LOSSY):
        pytest.skip("this kernel has no netem")
    plans = [Plan(spec=noisy(seed), blocks=2, returns=True) for seed in range(CLIENTS)]
    with Crowd(address(impatient), plans, 1, within=network.within) as crowd:
        crowd.begin()
        visits = crowd.visits()

    assert mistakes(visits) == []
    assert {visit.digest for visit in visits} == whole


@forms("seconds", 4, 30)
def test_who_hears_nothing_for_a_while_comes_back_and_ends_as_without(
    impatient: Service, whole: set[str], seconds: int
) -> None:
    with relayed(impatient.server.port, 0.0) as relay:
        healed, visits = cut_off(relay.url, seconds, relay.die, relay.revive)

    came_back(visits, healed, whole)


@needs_network
@forms("seconds", 4, 30)
def test_who_pulls_the_cable_comes_back_and_ends_as_without(
    impatient: Service, network: faulty.Faulty, whole: set[str], seconds: int
) -> None:
    healed, visits = cut_off(
        address(impatient), seconds, network.pull, network.plug_in, network.within
    )

    came_back(visits, healed, whole)


def address(impatient: Service) -> str:
    return f"http://{faulty.HERE}:{impatient.server.port}"


def cut_off(
    url: str,
    seconds: int,
    begin: Callable[[], None],
    end: Callable[[], None],
    within: Sequence[str] = (),
) -> tuple[float, list[Visit]]:
    """Races with a network that is gone for so long: when it was there again, and what was met."""
    plans = [
        Plan(spec=noisy(seed), blocks=1, pace=0.1, returns=True, heartbeat=1.0)
        for seed in range(CLIENTS)
    ]
    with Crowd(url, plans, 1, within=within) as crowd:
        crowd.begin()
        crowd.wait_until_under_way()
        begin()
        time.sleep(seconds)
        healed = time.monotonic()
        end()
        return healed, crowd.visits()


def came_back(visits: list[Visit], healed: float, whole: set[str]) -> None:
    """Everybody was cut off, went on afterwards, and has the trajectory to the last bit."""
    assert mistakes(visits) == []
    assert all(visit.back for visit in visits), "nobody was cut off"
    assert all(visit.resumed[-1] > healed for visit in visits)
    assert {visit.digest for visit in visits} == whole
