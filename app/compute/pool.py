"""The compute processes of this process: what they are given, and what happens when one dies.

All of it may be called from any thread and any event loop; answers are `concurrent.futures`
futures. What is kept in a process is only a shortcut: work that was lost with one is begun again
in another, from what it was given, and comes to the same numbers.

What executors say is noted for the clerk, who does what follows: they say it under their own locks.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from threading import RLock, Thread, Timer
from time import monotonic
from typing import Any

from app import metrics
from app.compute.busy import Busy
from app.compute.clerk import Clerk
from app.compute.making import process_executor, see_off
from app.compute.process import Errand, Turned, ready, turn
from app.compute.turns import Account, Batch, Job, Turns
from app.settings import settings

logger = logging.getLogger(__name__)

SLICE = 0.02  # seconds that a turn takes, about
BEGUN = 100  # jobs that may be under way in a process, each with a thread and memory
HOPELESS = 3  # deaths in a row, without anything done between them
PROVEN = 10.0  # seconds after which a process that lives is trusted again
REST = 1.0  # seconds before a process that keeps dying is made again
FRESH = 0.25  # seconds that places in the line are told from memory
LOST = "the process that computed this died twice; try again, or ask for less"
FULL = "as much is waiting to be computed as may wait; try again in a few seconds"
STOPPING = "the server is stopping; try again in a few seconds"
OVER = "this is not computed any more; ask again"


class _Process:
    """One compute process after the other, in one place."""

    def __init__(self, place: int) -> None:
        self.place = place
        self.executor: Executor | None = None
        self.pid: int | None = None  # once it has answered
        self.job: Job | None = None  # whose turn it is
        self.begun = 0  # jobs under way, the one whose turn it is included
        self.deaths = 0  # since anything was done
        self.died = 0.0  # when that was last
        self.unwanted: list[int] = []
        self.forgotten: list[str] = []

    @property
    def idle(self) -> bool:
        """Whether it waits for work."""
        return self.pid is not None and self.job is None

    @property
    def hopeless(self) -> bool:
        """Whether it dies again and again."""
        recent = self.pid is None or monotonic() - self.died < PROVEN
        return self.deaths >= HOPELESS and recent


class Pool:
    """So many compute processes, made when they are first needed; up to `most` jobs may wait.

    With 0 processes this one computes, in a thread: for tests that look inside.
    """

    def __init__(self, processes: int, most: int) -> None:
        self._lock = RLock()
        self._turns = Turns()
        self._most = most
        self._here = processes == 0
        self._processes = [_Process(place) for place in range(max(1, processes))]
        self._homes: dict[str, int] = {}
        self._clerk = Clerk()
        self._places: dict[int, int] = {}
        self._placed = 0.0
        self._started = False

    def start(self) -> None:
        """Make the processes, without waiting for them."""
        with self._lock:
            if self._started:
                return
            self._started = True
            processes = self._processes
        self._clerk.start()
        making = partial(_each, self._make, processes)
        Thread(target=making, name="make-processes", daemon=True).start()

    def stop(self) -> None:
        """End all processes. What waits is refused; who submits more makes them anew."""
        with self._lock:
            waiting = self._turns.all()
            for job in waiting:
                self._turns.drop(job)
            ended = self._processes
            waiting += [process.job for process in ended if process.job is not None]
            self._processes = [_Process(process.place) for process in ended]
            self._homes.clear()
            self._started = False
            clerk, self._clerk = self._clerk, Clerk()
        for job in waiting:
            _tell(job, _failed(Busy(STOPPING, 2)))
        clerk.stop()
        for process in ended:
            if process.executor is not None:
                process.executor.shutdown(wait=False, cancel_futures=True)
        if not self._here:
            see_off([process.pid for process in ended if process.pid is not None])

    def submit(
        self,
        work: Callable[..., Any],
        *arguments: Any,
        account: Account | None = None,
        home: str | None = None,
        near: str | None = None,
        batch: Batch | None = None,
        goes_on: bool = False,
    ) -> Job:
        """Let `work(heed, *arguments)` be done when its turn comes. Raises Busy.

        A home that is new is made `near` another one, if that is known and no busier than others.
        What `goes_on` with something is never put off: that would waste what was done for it.
        """
        job = Job(work, arguments, account or Account(), home, batch=batch)
        job.answer.set_running_or_notify_cancel()  # who stops waiting stops nobody else
        with self._lock:
            if len(self._turns) >= self._most and not goes_on:
                metrics.REFUSALS.labels("queue").inc()
                raise Busy(FULL, 3)
            self._settle(home, near)
            self._turns.add(job)
            for process in sorted(self._processes, key=self._load):
                self._give(process)
            metrics.WAITING.set(len(self._turns))
        self.start()
        return job

    def drop(self, job: Job) -> None:
        """Nobody wants the answer of a job any more, which may never come then."""
        with self._lock:
            self._drop(job)

    def forget(self, home: str) -> None:
        """Nobody wants what is kept under a name any more, nor what is waiting to be done there."""
        with self._lock:
            gone = [job for job in self._turns.all() if job.home == home]
            for job in gone:
                self._drop(job)
            place = self._homes.pop(home, None)
            if place is not None:
                self._processes[place].forgotten.append(home)
                self._give(self._processes[place])
            for job in gone:
                if job.unwanted:
                    self._clerk.note(_tell, job, _failed(Busy(OVER)))

    def place(self, job: Job) -> int:
        """How many are before a job, itself counted: 1 is next, or in hand. 0 when it is over."""
        with self._lock:
            if monotonic() - self._placed > FRESH:
                self._places, self._placed = self._turns.places(), monotonic()
            return self._places.get(job.number) or int(not job.answer.done())

    def trouble(self) -> str | None:
        """Why nothing can be computed, in a sentence; None where all is well."""
        with self._lock:
            if any(process.hopeless for process in self._processes):
                return f"a compute process died {HOPELESS} times in a row"
            if any(process.pid is None for process in self._processes):
                return "compute processes are starting"
            return None

    def pids(self) -> list[int]:
        """The numbers of the processes that answer."""
        with self._lock:
            return [process.pid for process in self._processes if process.pid is not None]

    def _load(self, process: _Process) -> int:
        return sum(place == process.place for place in self._homes.values())

    def _settle(self, home: str | None, near: str | None) -> None:
        """Give a new home the process of another one, unless that has more homes than others."""
        if home is None or home in self._homes or near not in self._homes:
            return
        there = self._processes[self._homes[near]]
        if self._load(there) <= min(map(self._load, self._processes)) + 2:
            self._homes[home] = there.place

    def _drop(self, job: Job) -> None:
        job.dropped = True
        lead = job.lead or job
        if lead.unwanted and self._turns.drop(lead) and lead.process is not None:
            process = self._processes[lead.process]
            process.begun -= 1
            process.unwanted.append(lead.number)
            self._give(process)

    def _make(self, process: _Process) -> None:
        """Make a process anew; it is given work when it answers."""
        with self._lock:
            if process not in self._processes:  # it was stopped meanwhile
                return
            executor = ThreadPoolExecutor(1) if self._here else process_executor()
            process.executor = executor
            process.pid = None
            clerk = self._clerk
        answer: Future[Any]
        try:
            answer = executor.submit(ready)
        except (OSError, RuntimeError) as error:  # no memory, no threads, no place for files
            logger.error("a compute process cannot be made: %s", error)
            answer = _broken(error)
        clerk.when(answer, self._made, process, executor)

    def _made(self, process: _Process, executor: Executor, answer: "Future[int]") -> None:
        if _died(answer):
            self._lose(process, executor)
            return
        with self._lock:
            process.pid = answer.result()
            self._give(process)

    def _give(self, process: _Process) -> None:
        """Give an idle process its next turn, or the news that it must hear."""
        executor = process.executor
        if executor is None or not process.idle:
            return
        job = self._turns.next(partial(self._fits, process))
        if job is None and not (process.unwanted or process.forgotten):
            return
        unwanted, process.unwanted = process.unwanted, []
        forgotten, process.forgotten = process.forgotten, []
        if job is None:
            errand = Errand(-1, None, (), 0.0, unwanted, forgotten)
        else:
            errand = Errand(job.number, *self._begin(process, job), SLICE, unwanted, forgotten)
        process.job = job
        metrics.COMPUTING.inc()
        answer: Future[Any]
        try:
            answer = executor.submit(turn, errand)
        except (BrokenProcessPool, RuntimeError) as error:
            answer = _broken(error)
            for each in () if job is None else (job, *job.with_it):
                each.again += 1  # it was not even begun
        self._clerk.when(answer, self._turned, process, executor, job)

    def _begin(
        self, process: _Process, job: Job
    ) -> tuple[Callable[..., Any] | None, tuple[Any, ...]]:
        """What a process has to be told of a job: nothing where it has begun it already."""
        if job.process is not None:
            return None, ()
        process.begun += 1
        job.begin(process.place, self._turns.fitting(job, partial(self._fits, process)))
        together = [job, *job.with_it]
        self._homes |= {each.home: process.place for each in together if each.home is not None}
        if job.batch is not None and job.with_it:
            return job.batch.work, ([each.arguments for each in together],)
        return job.work, job.arguments

    def _fits(self, process: _Process, job: Job) -> bool:
        """Whether a job may be done by a process."""
        if job.process is not None:
            return job.process == process.place
        if process.begun >= BEGUN and job.batch is None:  # those with a batch are short
            return False
        return job.home is None or self._homes.get(job.home, process.place) == process.place

    def _turned(
        self,
        process: _Process,
        executor: Executor,
        job: Job | None,
        answer: "Future[Turned]",
    ) -> None:
        """After a turn: answer, or let the job wait for its next; then go on with others."""
        metrics.COMPUTING.dec()
        if _died(answer):
            self._lose(process, executor)
            return
        error = answer.exception()
        turned = _failed(error) if error is not None else answer.result()
        with self._lock:
            if process not in self._processes:  # stopped: whoever waits has been told
                return
            if job is not None:
                self._count(process, job, turned)
            self._give(process)
            metrics.WAITING.set(len(self._turns))
        if job is not None and turned.over:
            _tell(job, turned)

    def _count(self, process: _Process, job: Job, turned: Turned) -> None:
        """Note what a turn took, and what becomes of its job."""
        process.job = None
        process.deaths = 0
        together = [job, *job.with_it]
        for each in together:
            each.account.spent += turned.seconds / len(together)
        metrics.TURN_SECONDS.observe(turned.seconds)
        if turned.over or job.unwanted:
            process.begun -= 1
        if not turned.over and job.unwanted:
            process.unwanted.append(job.number)
        elif not turned.over:
            job.back()
            self._turns.add(job)

    def _lose(self, process: _Process, executor: Executor) -> None:
        """A process died: begin again what was lost with it, once, and make another."""
        with self._lock:
            if process.executor is not executor or process not in self._processes:
                return
            metrics.REBUILDS.inc()
            lost = self._turns.taken_from(process.place)
            if process.job is not None:
                lost.append(process.job)
            process.executor = process.pid = process.job = None
            process.begun = 0
            process.deaths += 1
            process.died = monotonic()
            process.unwanted, process.forgotten = [], []
            self._homes = {
                home: place for home, place in self._homes.items() if place != process.place
            }
            given_up = self._begin_again(lost)
            for other in self._processes:
                self._give(other)
        executor.shutdown(wait=False, cancel_futures=True)
        for job in given_up:
            _tell(job, _failed(Busy(LOST, 2)))
        later = Timer(REST if process.hopeless else 0.0, self._make, [process])
        later.daemon = True
        later.start()

    def _begin_again(self, lost: list[Job]) -> list[Job]:
        """Let lost jobs wait again; those that were lost before are given back."""
        given_up = []
        for job in [each for lead in lost for each in lead.lose()]:
            if job.dropped:
                continue
            if job.again > 0:
                job.again -= 1
                self._turns.add(job)
            else:
                given_up.append(job)
        return given_up


def _each(do: Callable[[_Process], None], processes: list[_Process]) -> None:
    for process in processes:
        do(process)


def _tell(job: Job, turned: Turned) -> None:
    """Let an answer be heard. Who holds a lock must not call this: who hears it may want one."""
    answers = turned.answer if job.with_it and turned.error is None else [turned.answer]
    for place, each in enumerate([job, *job.with_it]):
        if each.answer.done():
            continue
        found = turned.error or answers[place]
        if isinstance(found, BaseException):
            each.answer.set_exception(found)
        else:
            each.answer.set_result(found)


def _failed(error: BaseException) -> Turned:
    return Turned(True, None, error, 0.0)


def _broken(error: BaseException) -> "Future[Any]":
    answer: Future[Any] = Future()
    answer.set_exception(BrokenProcessPool(str(error)))
    return answer


def _died(answer: "Future[Any]") -> bool:
    """Whether a process died before it answered."""
    return answer.cancelled() or isinstance(answer.exception(), BrokenProcessPool)


pool = Pool(settings.compute_processes, settings.max_queue)
