"""The compute processes of this process: what they are given, and what happens when one dies.

All of it may be called from any thread and any event loop; answers are `concurrent.futures`
futures. What is kept in a process is only a shortcut: work that was lost with one is begun again
in another, from what it was given, and comes to the same numbers.
"""

import logging
import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import (
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from threading import RLock, Thread, Timer
from time import monotonic, sleep
from typing import Any

from app import metrics
from app.compute.busy import Busy
from app.compute.process import Errand, Turned, begin, ready, turn
from app.compute.turns import Account, Batch, Job, Turns
from app.settings import settings

logger = logging.getLogger(__name__)

SLICE = 0.02  # seconds that a turn takes, about
HOPELESS = 3  # deaths in a row, without anything done between them
PATIENCE = 0.5  # seconds that processes have to end, once nobody needs them
REST = 1.0  # seconds before a process that keeps dying is made again
LOST = "the process that computed this died twice; try again, or ask for less"
FULL = "as much is waiting to be computed as may wait; try again in a few seconds"
STOPPING = "the server is stopping; try again in a few seconds"


class _Process:
    """One compute process after the other, in one place."""

    def __init__(self, place: int) -> None:
        self.place = place
        self.executor: Executor | None = None
        self.pid: int | None = None  # once it has answered
        self.job: Job | None = None  # whose turn it is
        self.deaths = 0  # since anything was done
        self.unwanted: list[int] = []
        self.forgotten: list[str] = []

    @property
    def idle(self) -> bool:
        """Whether it waits for work."""
        return self.pid is not None and self.job is None


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
        self._dropped: set[int] = set()
        self._answers: SimpleQueue[tuple[Job, Turned] | None] = SimpleQueue()
        self._started = False

    def start(self) -> None:
        """Make the processes, without waiting for them."""
        with self._lock:
            if self._started:
                return
            self._started = True
        Thread(target=self._answer_all, name="answer", daemon=True).start()
        Thread(target=self._make_all, name="make-processes", daemon=True).start()

    def stop(self) -> None:
        """End all processes. What waits is refused; who submits more makes them anew."""
        with self._lock:
            waiting = self._turns.all()
            for job in waiting:
                self._turns.drop(job)
            ended = self._processes
            self._processes = [_Process(process.place) for process in self._processes]
            self._homes.clear()
            self._dropped.clear()
            started, self._started = self._started, False
        for job in waiting:
            self._answer(job, Turned(True, None, Busy(STOPPING, 2), 0.0))
        if started:
            self._answers.put(None)
        for process in ended:
            if process.executor is not None:
                process.executor.shutdown(wait=False, cancel_futures=True)
        if not self._here:
            _see_off([process.pid for process in ended if process.pid is not None])

    def submit(
        self,
        work: Callable[..., Any],
        *arguments: Any,
        account: Account | None = None,
        home: str | None = None,
        near: str | None = None,
        batch: Batch | None = None,
    ) -> Job:
        """Let `work(heed, *arguments)` be done when its turn comes. Raises Busy.

        A home that is new is made `near` another one, if that is known.
        """
        job = Job(work, arguments, account or Account(), home, batch=batch)
        job.answer.set_running_or_notify_cancel()  # who stops waiting stops nobody else
        with self._lock:
            if len(self._turns) >= self._most:
                metrics.REFUSALS.labels("queue").inc()
                raise Busy(FULL, 3)
            if home is not None and home not in self._homes and near in self._homes:
                self._homes[home] = self._homes[near]
            self._turns.add(job)
            for process in sorted(self._processes, key=self._load):
                self._give(process)
            metrics.WAITING.set(len(self._turns))
        self.start()
        return job

    def drop(self, job: Job) -> None:
        """Nobody wants the answer of a job any more, which may never come then."""
        with self._lock:
            begun = job.process
            if not job.with_it and self._turns.drop(job):
                if begun is not None:
                    self._tidy(self._processes[begun], unwanted=job.number)
            elif not job.answer.done():
                self._dropped.add(job.number)

    def forget(self, home: str) -> None:
        """Nobody wants what is kept under a name any more."""
        with self._lock:
            place = self._homes.pop(home, None)
            if place is not None:
                self._tidy(self._processes[place], forgotten=home)

    def place(self, job: Job) -> int:
        """How many are before a job, itself counted: 1 is next, or in hand. 0 when it is over."""
        with self._lock:
            return self._turns.place(job) or int(not job.answer.done())

    def trouble(self) -> str | None:
        """Why nothing can be computed, in a sentence; None where all is well."""
        with self._lock:
            if any(process.deaths >= HOPELESS for process in self._processes):
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

    def _make_all(self) -> None:
        for process in self._processes:
            self._make(process)

    def _make(self, process: _Process) -> None:
        """Make a process anew; it is given work when it answers."""
        with self._lock:
            if process not in self._processes:  # it was stopped meanwhile
                return
            executor = ThreadPoolExecutor(1) if self._here else _executor()
            process.executor = executor
            process.pid = None
        try:
            answer = executor.submit(ready)
        except OSError as error:  # no memory, no folder for what processes share, no more files
            logger.error("a compute process cannot be made: %s", error)
            answer = Future()
            answer.set_exception(BrokenProcessPool(str(error)))
        answer.add_done_callback(partial(self._made, process, executor))

    def _made(self, process: _Process, executor: Executor, answer: Future[int]) -> None:
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
        try:
            answer = executor.submit(turn, errand)
        except (BrokenProcessPool, RuntimeError) as error:
            answer = Future()
            answer.set_exception(error)
        answer.add_done_callback(partial(self._turned, process, executor, job))

    def _begin(
        self, process: _Process, job: Job
    ) -> tuple[Callable[..., Any] | None, tuple[Any, ...]]:
        """What a process has to be told of a job: nothing where it has begun it already."""
        if job.process is not None:
            return None, ()
        job.with_it = self._turns.fitting(job, partial(self._fits, process))
        for each in (job, *job.with_it):
            each.process = process.place
            if each.home is not None:
                self._homes[each.home] = process.place
        if job.batch is not None and job.with_it:
            return job.batch.work, ([each.arguments for each in (job, *job.with_it)],)
        return job.work, job.arguments

    def _fits(self, process: _Process, job: Job) -> bool:
        """Whether a job may be done by a process."""
        if job.process is not None:
            return job.process == process.place
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
        turned = Turned(True, None, error, 0.0) if error else answer.result()
        with self._lock:
            if process not in self._processes and not turned.over:
                turned = Turned(True, None, Busy(STOPPING, 2), turned.seconds)
            over = turned.over
            if job is not None:
                process.job = None
                process.deaths = 0
                all_of_it = [job, *job.with_it]
                for each in all_of_it:
                    each.account.spent += turned.seconds / len(all_of_it)
                metrics.TURN_SECONDS.observe(turned.seconds)
                numbers = {each.number for each in all_of_it}
                dropped = numbers <= self._dropped
                if over or dropped:
                    self._dropped -= numbers
                if not over and dropped:
                    process.unwanted.append(job.number)
                elif not over:
                    job.back()
                    self._turns.add(job)
            self._give(process)
            metrics.WAITING.set(len(self._turns))
        if job is not None and over:
            self._answer(job, turned)

    def _lose(self, process: _Process, executor: Executor) -> None:
        """A process died: begin again what was lost with it, once, and make another."""
        with self._lock:
            if process.executor is not executor or process not in self._processes:
                return
            metrics.REBUILDS.inc()
            process.executor = None
            process.pid = None
            process.deaths += 1
            process.unwanted, process.forgotten = [], []
            begun = self._turns.taken_from(process.place)
            if process.job is not None:
                begun.append(process.job)
                process.job = None
            lost = [each for job in begun for each in (job, *job.with_it)]
            here = [home for home, place in self._homes.items() if place == process.place]
            for home in here:
                del self._homes[home]
            given_up = []
            for job in lost:
                job.process, job.with_it = None, []
                if job.number in self._dropped:
                    self._dropped.discard(job.number)
                elif job.again > 0:
                    job.again -= 1
                    self._turns.add(job)
                else:
                    given_up.append(job)
            hopeless = process.deaths >= HOPELESS
            for other in self._processes:
                self._give(other)
        executor.shutdown(wait=False, cancel_futures=True)
        for job in given_up:
            self._answer(job, Turned(True, None, Busy(LOST, 2), 0.0))
        if hopeless:
            later = Timer(REST, self._make, [process])
            later.daemon = True
            later.start()
        else:
            Thread(target=self._make, args=[process], daemon=True).start()

    def _answer(self, job: Job, turned: Turned) -> None:
        """Let an answer be heard: in a thread that holds no lock, for who hears it may want one."""
        self._answers.put((job, turned))

    def _answer_all(self) -> None:
        while (told := self._answers.get()) is not None:
            job, turned = told
            jobs = [job, *job.with_it]
            answers = turned.answer if job.with_it and turned.error is None else [turned.answer]
            for place, each in enumerate(jobs):
                error = turned.error
                if error is None and isinstance(answers[place], BaseException):
                    error = answers[place]
                if error is not None:
                    each.answer.set_exception(error)
                else:
                    each.answer.set_result(answers[place])

    def _tidy(
        self, process: _Process, unwanted: int | None = None, forgotten: str | None = None
    ) -> None:
        """Let a process hear, with its next turn, what nobody wants any more."""
        if unwanted is not None:
            process.unwanted.append(unwanted)
        if forgotten is not None:
            process.forgotten.append(forgotten)
        self._give(process)


def _died(answer: "Future[Any]") -> bool:
    """Whether a process died before it answered."""
    if answer.cancelled():
        return True
    return isinstance(answer.exception(), BrokenProcessPool | CancelledError | RuntimeError)


def _see_off(pids: Sequence[int]) -> None:
    """Let processes end their turn, if that is short; they keep nothing that matters."""
    until = monotonic() + PATIENCE
    while pids and monotonic() < until:
        sleep(PATIENCE / 50)
        pids = [pid for pid in pids if _is_there(pid)]
    for pid in pids:
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def _executor() -> Executor:
    return ProcessPoolExecutor(1, multiprocessing.get_context(_method()), begin)


def _method() -> str:
    """How processes are made: from one that has everything imported, where the system can."""
    methods = multiprocessing.get_all_start_methods()
    if "forkserver" not in methods:
        return "spawn"
    multiprocessing.get_context("forkserver").set_forkserver_preload(["app.compute.everything"])
    return "forkserver"


pool = Pool(settings.compute_processes, settings.max_queue)
