"""What runs in a compute process: jobs that go on in turns, and what they keep between them.

A job is a function of a `heed` and its arguments. Now and then it calls `heed()`, at moments when
it holds no lock: there it may have to wait while others compute, or learn that it is unwanted.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from threading import Semaphore, Thread
from time import monotonic
from typing import Any, NamedTuple

Heed = Callable[[], None]

POLITE = 5  # added to the niceness: who talks to browsers comes first

kept: dict[str, Any] = {}  # what jobs keep, by the name of their home
_begun: dict[int, "_Job"] = {}


class Unwanted(BaseException):
    """Nobody waits for the answer any more: raised out of `heed`. No error to be caught."""


class Turned(NamedTuple):
    """What a turn came to. Without an `answer` and an `error` the job is to go on."""

    over: bool
    answer: Any
    error: BaseException | None
    seconds: float


class Errand(NamedTuple):
    """What the web process says with a turn."""

    job: int
    work: Callable[..., Any] | None  # None goes on with a job
    arguments: tuple[Any, ...]
    seconds: float
    unwanted: Sequence[int]  # jobs
    forgotten: Sequence[str]  # homes


def begin() -> None:
    """Make a compute process: it ends with the one that made it, and by its word alone."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    os.nice(POLITE)
    Thread(target=_end_with_parent, daemon=True).start()


def ready() -> int:
    """The number of this process, once it answers."""
    import app.compute.everything  # noqa: F401 -- so that no first question waits for it

    return os.getpid()


def turn(errand: Errand) -> Turned:
    """Give a job its turn."""
    for number in errand.unwanted:
        _give_up(number)
    for home in errand.forgotten:
        close = getattr(kept.pop(home, None), "close", None)
        if close is not None:
            close()
    job = _begun.pop(errand.job, None)
    if job is None:
        if errand.work is None:
            return Turned(True, None, None, 0.0)
        job = _Job(errand.work, errand.arguments)
    began = monotonic()
    job.go_on(errand.seconds)
    if not job.over:
        _begun[errand.job] = job
    return Turned(job.over, job.answer, job.error, monotonic() - began)


class _Job:
    """Work in a thread of its own, of which one runs at a time."""

    def __init__(self, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        self.over = False
        self.answer: Any = None
        self.error: BaseException | None = None
        self._work = work
        self._arguments = arguments
        self._until = 0.0
        self._unwanted = False
        self._turn = Semaphore(0)
        self._pause = Semaphore(0)
        self._thread = Thread(target=self._run, daemon=True)

    def go_on(self, seconds: float) -> None:
        """Compute for about so long; return when the job waits or is over."""
        self._until = monotonic() + seconds
        if self._thread.ident is None:
            self._thread.start()
        else:
            self._turn.release()
        self._pause.acquire()

    def give_up(self) -> None:
        """Let the job end at its next `heed`, where it waits."""
        self._unwanted = True
        self._turn.release()
        self._thread.join()

    def _heed(self) -> None:
        if self._unwanted:
            raise Unwanted
        if monotonic() >= self._until:
            self._pause.release()
            self._turn.acquire()
            if self._unwanted:
                raise Unwanted

    def _run(self) -> None:
        try:
            self.answer = self._work(self._heed, *self._arguments)
        except Unwanted:
            pass
        except Exception as error:
            self.error = error
        except BaseException as error:  # a panic inside a library: its process must go on
            self.error = RuntimeError(repr(error))
        finally:
            self.over = True
            self._pause.release()


def _give_up(number: int) -> None:
    job = _begun.pop(number, None)
    if job is not None:
        job.give_up()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
