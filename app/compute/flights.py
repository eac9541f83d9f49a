"""Races under way, each computed once for all who want it, and those that are kept finished.

All of it may be called from any thread and any event loop.
"""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from itertools import count
from threading import RLock
from typing import Any, TypeVar

from app import metrics
from app.compute.busy import Busy
from app.compute.courses import Opened, Part, go_on, together
from app.compute.pool import Pool, pool
from app.compute.room import Room
from app.compute.turns import Account, Batch, Job
from app.settings import settings
from app.spec import NetworkSpec, RaceSpec, SurfaceSpec

OBJECT = 4_000  # bytes of what is known of a run, or of a change, beside its blocks
SHORT = 1_000  # steps of races that are computed together with others
AHEAD = 8  # blocks of a short race that are computed as soon as anyone wants the first
MANY = "as many races are under way as there may be; try again in a few seconds"
CROWDED = "as much is computed and kept for others as there is room for; try again in a minute"

T = TypeVar("T")


class Flight:
    """One race, computed as far as any of its users wants it."""

    def __init__(self, flights: "Flights", spec: RaceSpec, text: str, number: int) -> None:
        self.spec = spec
        self.text = text
        self.key = key_of(text)
        self.home = f"race {number}"
        self.trains = isinstance(spec.problem, NetworkSpec)
        self.opened: Future[Opened] = _future()
        self.ends: Future[list[dict[str, Any]]] = _future()
        self.users = 0
        self.points = 0  # taken for it
        self.account = Account()
        self.blocks: list[bytes] = []
        self.before: Flight | None = None  # what it may go on from
        self.instead_of: Flight | None = None  # what its first user leaves for it
        self.job: Job | None = None
        self.closed = False
        self._flights = flights
        self._wanted = 0
        self._waiting: dict[int, Future[bytes]] = {}

    @property
    def finished(self) -> bool:
        """Whether all of it is computed."""
        return self.ends.done() and self.ends.exception() is None

    @property
    def _all_there(self) -> bool:
        """Whether nothing is left to compute but how its runs ended."""
        return self.opened.done() and len(self.blocks) == len(self.opened.result().lengths)

    @property
    def size(self) -> int:
        """The bytes that it takes while it is kept, about."""
        spec = self.spec
        objects = OBJECT * (2 + len(spec.runs) + len(spec.changes))
        return sum(map(len, self.blocks)) + 2 * len(self.text) + objects

    def begin(self) -> None:
        """Make the race, without a block of it."""
        self._compute()

    def want(self, blocks: int) -> None:
        """Let so many blocks be computed, counted from the first."""
        with self._flights.lock:
            self._wanted = max(self._wanted, blocks)
            self._compute()

    def block(self, number: int) -> "Future[bytes]":
        """A block, which comes when it is computed; it must be wanted."""
        with self._flights.lock:
            if self.closed and not self.finished:
                return _failure(self.ends.exception() if self.ends.done() else Busy(CROWDED, 2))
            if number < len(self.blocks):
                answer = _future()
                answer.set_result(self.blocks[number])
                return answer
            if number not in self._waiting:
                self._waiting[number] = _future()
                self._compute()
            return self._waiting[number]

    def place(self) -> int:
        """How many pieces of work are before its next one, itself counted; 0 if none waits."""
        job = self.job
        return self._flights.pool.place(job) if job is not None else 0

    def stop(self) -> None:
        """Compute no more of it. For its owner."""
        self.closed = True
        if self.job is not None:
            self._flights.pool.drop(self.job)
            self.job = None
        self._flights.pool.forget(self.home)

    def _compute(self) -> None:
        """Let the next blocks be computed, where some are wanted and none are under way."""
        if self.job is not None or self.closed or self.finished:
            return
        missing = max(self._wanted, max(self._waiting, default=-1) + 1) - len(self.blocks)
        if self.opened.done() and missing <= 0 and not self._all_there:
            return
        if not self.trains:
            missing = max(missing, AHEAD if self.spec.steps <= SHORT else 1)
        elif not self.opened.done():
            missing = 0  # whether there is room for a training is known before its first step
        before = self.before.home if self.before is not None else None
        arguments = (self.home, self.text, len(self.blocks), missing, before)
        try:
            self.job = self._flights.pool.submit(
                go_on,
                *arguments,
                account=self.account,
                home=self.home,
                near=before,
                batch=None if self.blocks else self._batch(),
                goes_on=self.opened.done(),
            )
        except Busy as error:
            self._fail(error)
            return
        self.job.answer.add_done_callback(self._made)

    def _batch(self) -> Batch | None:
        """With which other races it can be computed in one: short ones on the same surface."""
        spec = self.spec
        if not isinstance(spec.problem, SurfaceSpec) or spec.changes or spec.steps > SHORT:
            return None
        surface = (spec.problem.name, tuple(sorted(spec.problem.parameters.items())))
        return Batch((surface, spec.steps, spec.seed), together, len(spec.runs))

    def _made(self, answer: "Future[Part]") -> None:
        """Blocks have come: hand them out, and go on."""
        told: list[Callable[[], None]] = []
        with self._flights.lock:
            if self.closed:
                return
            self.job = None
            error = answer.exception()
            if error is None and not self.opened.done():
                error = self._flights.make_room(self, answer.result().opened)
            if error is not None:
                self._fail(error)
                return
            told = self._take(answer.result())
        for tell in told:
            tell()
        with self._flights.lock:
            self._compute()

    def _take(self, part: Part) -> list[Callable[[], None]]:
        """What is to be told of new blocks, once the lock is free."""
        told: list[Callable[[], None]] = []
        if not self.opened.done():
            self.before = self.instead_of = None
            told.append(lambda: self.opened.set_result(part.opened))
        for block in part.blocks:
            waiting = self._waiting.pop(len(self.blocks), None)
            self.blocks.append(block)
            if waiting is not None:
                told.append(_teller(waiting, block))
        ends = part.ends
        if ends is not None:
            self.ends.set_result(ends)
            self._flights.over(self)
        return told

    def _fail(self, error: BaseException) -> None:
        """Tell all who wait; nobody can join it any more."""
        self._flights.failed(self)
        waiting: list[Future[Any]] = [self.opened, self.ends, *self._waiting.values()]
        self._waiting.clear()
        for future in waiting:
            if not future.done():
                future.set_exception(error)


class Flights:
    """All races under way or kept, by what they are."""

    _numbers = count(1)  # of all there ever were: homes have them in their names

    def __init__(self, pool: Pool, most: int, points: int, races: int) -> None:
        """Keep so many bytes of finished races; so many `points` of so many `races` at a time."""
        self.lock = RLock()
        self.pool = pool
        self._most = most
        self._races = races
        self._under_way = 0
        self._room = Room(points)
        self._flying: dict[str, Flight] = {}
        self._kept: OrderedDict[str, Flight] = OrderedDict()  # finished, wanted by nobody now
        self._size = 0

    def join(self, spec: RaceSpec, instead_of: Flight | None = None) -> Flight:
        """The race of a spec, which has one user more. Raises Refused, and Busy for a new one.

        A training goes on, where it can, from the one that its user leaves for it.
        """
        text = canonical(spec)
        key = key_of(text)
        if key not in self._flying:  # what was checked once need not be checked for a whole class
            spec.check()
        with self.lock:
            flight = self._flying.get(key)
            if flight is None:
                self._may_begin(instead_of)
                flight = Flight(self, spec, text, next(self._numbers))
                flight.instead_of = instead_of
                flight.before = instead_of if _may_go_on(instead_of, spec) else None
                self._flying[key] = flight
                flight.users = 1
                self._count(1)
                metrics.RACES.labels("computed").inc()
                flight.begin()
            else:
                metrics.RACES.labels("kept" if flight.finished else "joined").inc()
                flight.users += 1
                if self._kept.pop(key, None) is not None:
                    self._size -= flight.size
            return flight

    def leave(self, flight: Flight) -> None:
        """One user less. Without any, only a finished race on surfaces is kept."""
        with self.lock:
            flight.users -= 1
            if flight.users > 0:
                return
            if flight.closed:
                self.pool.forget(flight.home)  # a look may have brought it back
                return
            if flight.finished and not flight.trains:
                self._kept[flight.key] = flight
                self._size += flight.size
                while self._size > self._most:
                    self._let_go()
            else:
                self._close(flight)
            metrics.CACHE_BYTES.set(self._size)

    @property
    def free(self) -> int:
        """The points that there is room for."""
        return self._room.free

    def make_room(self, flight: Flight, opened: Opened) -> Busy | None:
        """Take the room that a race needs; None, or why there is none."""
        before = flight.instead_of
        given = before.points if before and before.trains and before.users == 1 else 0
        while self._kept and self._room.free + given < opened.points:
            self._let_go()
        if not self._room.take(opened.points, given):
            metrics.REFUSALS.labels("room").inc()
            return Busy(CROWDED, 30)
        flight.points = opened.points
        return None

    def over(self, flight: Flight) -> None:
        """All blocks are here: of a race on surfaces nothing else is needed."""
        self._count(-1)
        if not flight.trains:
            self.pool.forget(flight.home)

    def failed(self, flight: Flight) -> None:
        """Let nobody join a race that came to nothing."""
        with self.lock:
            self._close(flight)

    def _may_begin(self, instead_of: Flight | None) -> None:
        """Whether there is room for one race more, or in place of another. Raises Busy."""
        ends = instead_of is not None and not (instead_of.finished or instead_of.closed)
        if self._under_way >= self._races and not ends:
            metrics.REFUSALS.labels("races").inc()
            raise Busy(MANY, 3)

    def _count(self, more: int) -> None:
        self._under_way += more
        metrics.UNDER_WAY.set(self._under_way)

    def _let_go(self) -> None:
        """Keep the oldest finished race no longer."""
        _, oldest = self._kept.popitem(last=False)
        self._size -= oldest.size
        self._close(oldest)

    def _close(self, flight: Flight) -> None:
        if flight.closed:
            return
        if not flight.finished:
            self._count(-1)
        flight.stop()
        if self._flying.get(flight.key) is flight:
            del self._flying[flight.key]
        self._room.give_back(flight.points)
        flight.points = 0


def _may_go_on(before: Flight | None, spec: RaceSpec) -> bool:
    """Whether a training may have a past in common with another one."""
    if before is None or not before.trains:
        return False
    return (before.spec.problem, before.spec.seed) == (spec.problem, spec.seed)


def canonical(spec: RaceSpec) -> str:
    """The same text for the same race, and one that it can be read from."""
    given = spec.model_dump(mode="json", exclude={"parameters"}, exclude_unset=True)
    return json.dumps(given, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def key_of(text: str) -> str:
    """What a race is known by."""
    return hashlib.sha256(text.encode()).hexdigest()


def _future() -> "Future[Any]":
    """A future that cannot be cancelled: others may wait for it too."""
    future: Future[Any] = Future()
    future.set_running_or_notify_cancel()
    return future


def _failure(error: BaseException | None) -> "Future[Any]":
    future = _future()
    future.set_exception(error or Busy(CROWDED, 2))
    return future


def _teller(future: "Future[T]", result: T) -> Callable[[], None]:
    return lambda: future.set_result(result)


flights = Flights(pool, settings.cache_bytes, settings.max_kept_points, settings.max_races)
