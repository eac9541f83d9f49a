"""Who computes next: short work before long, and nobody is put off for ever."""

from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future
from itertools import count
from typing import Any, NamedTuple

LEVELS = (0.05, 0.25, 1.0, 5.0)  # seconds that somebody may have had before others come first
LANES = 256  # that are computed together: so many take about twice as long as eight
OLDEST = 5  # every so many turns go to whoever has waited longest


class Account:
    """The seconds that somebody has had: a race, or one question."""

    def __init__(self) -> None:
        self.spent = 0.0

    @property
    def level(self) -> int:
        """0 for who had little. A level holds several turns, so that equals take turns."""
        return sum(self.spent >= bound for bound in LEVELS)


class Batch(NamedTuple):
    """How jobs are done together: `work(heed, [arguments, ...])` gives an answer for each.

    An answer may be an exception. Jobs with equal keys fit; all together have so many `lanes`.
    """

    key: Hashable
    work: Callable[..., Any]
    lanes: int


class Job:
    """A piece of work: `work(heed, *arguments)` in a compute process.

    Jobs with the same `home` are computed by the same process, which may keep something under that
    name. `again` is how often the work may be begun once more after its process died. Those with
    a `batch` may be done `with_it`, if they wait at the same time.
    """

    _numbers = count()

    def __init__(
        self,
        work: Callable[..., Any],
        arguments: tuple[Any, ...],
        account: Account,
        home: str | None,
        again: int = 1,
        batch: Batch | None = None,
    ) -> None:
        self.number = next(self._numbers)
        self.work = work
        self.arguments = arguments
        self.account = account
        self.home = home
        self.again = again
        self.batch = batch
        self.with_it: list[Job] = []
        self.lead: Job | None = None  # the job that this one is done with
        self.dropped = False
        self.since = self.number  # grows each time that it goes back into the line
        self.process: int | None = None  # where it was begun
        self.answer: Future[Any] = Future()

    @property
    def unwanted(self) -> bool:
        """Whether nobody waits for it, nor for any that is done with it."""
        lead = self.lead or self
        return all(job.dropped for job in (lead, *lead.with_it))

    def begin(self, process: int, with_it: Sequence["Job"]) -> None:
        """Be begun in a process, together with others."""
        self.with_it = list(with_it)
        for job in (self, *with_it):
            job.process = process
        for job in with_it:
            job.lead = self

    def lose(self) -> list["Job"]:
        """Be as if it was never begun; all that were begun with it are given back."""
        jobs = [self, *self.with_it]
        for job in jobs:
            job.process, job.with_it, job.lead = None, [], None
        return jobs

    def back(self) -> None:
        """Go back into the line, behind those of the same level."""
        self.since = next(self._numbers)

    @property
    def _order(self) -> tuple[int, int]:
        return self.account.level, self.since


class Turns:
    """The line of jobs that wait for a process. Not for threads; its owner has a lock."""

    def __init__(self) -> None:
        self._waiting: dict[int, Job] = {}
        self._given = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, job: Job) -> None:
        """Let a job wait."""
        self._waiting[job.number] = job

    def all(self) -> list[Job]:
        """All jobs that wait."""
        return list(self._waiting.values())

    def drop(self, job: Job) -> bool:
        """Whether a job was waiting; it does not any more."""
        return self._waiting.pop(job.number, None) is not None

    def next(self, mine: Callable[[Job], bool]) -> Job | None:
        """Take the job that is next among those that are `mine`."""
        fitting = [job for job in self._waiting.values() if mine(job)]
        if not fitting:
            return None
        self._given += 1
        if self._given % OLDEST == 0:
            chosen = min(fitting, key=lambda job: job.number)
        else:
            chosen = min(fitting, key=lambda job: job._order)
        del self._waiting[chosen.number]
        return chosen

    def fitting(self, job: Job, mine: Callable[[Job], bool]) -> list[Job]:
        """Take those that are done together with a job that was not begun yet."""
        batch = job.batch
        if batch is None:
            return []
        lanes, found = batch.lanes, []
        for other in sorted(self._waiting.values(), key=lambda other: other._order):
            own = other.batch
            if own is None or own.key != batch.key or other.process is not None:
                continue
            if lanes + own.lanes <= LANES and mine(other):
                lanes += own.lanes
                found.append(other)
        for other in found:
            del self._waiting[other.number]
        return found

    def places(self) -> dict[int, int]:
        """For the number of each job that waits, how many are before it, itself counted."""
        in_order = sorted(self._waiting.values(), key=lambda job: job._order)
        return {job.number: place for place, job in enumerate(in_order, 1)}

    def taken_from(self, process: int) -> list[Job]:
        """Take out all jobs that were begun in a process."""
        found = [job for job in self._waiting.values() if job.process == process]
        for job in found:
            del self._waiting[job.number]
        return found
