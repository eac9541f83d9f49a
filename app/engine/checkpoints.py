"""What is kept of the past of a race, so that any step of it can be computed again."""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import NamedTuple

from app.engine.descend import Descent
from app.engine.race import Change

BUDGET = 64 * 1024 * 1024  # bytes of points and memories that one race keeps
CLOSEST = 5  # steps between two checkpoints, at least
PIECE = 5  # steps that are walked without asking whether they are still wanted
AT_FIRST = 200  # checkpoints are planned for; memory may allow fewer


class Checkpoint(NamedTuple):
    """All descents of a race before the move away from `step`, and before its changes."""

    step: int
    descents: tuple[Descent, ...]


class Checkpoints:
    """Checkpoints at multiples of a stride, 5, 10, 20, ... steps. Those taken are never changed.

    When they would take more than BUDGET bytes every second one is dropped and the stride
    doubles; the start is kept in any case. Threads may share them.
    """

    def __init__(self, steps: int) -> None:
        self.stride = CLOSEST
        while self.stride * 2 * AT_FIRST <= steps:
            self.stride *= 2
        self._kept: list[Checkpoint] = []
        self._sizes: dict[int, int] = {}
        self._lock = Lock()

    @property
    def size(self) -> int:
        """The bytes of all arrays that are kept, each counted once."""
        return sum(self._sizes.values())

    def due(self, step: int) -> bool:
        """Whether this step is to be kept."""
        return step % self.stride == 0 and (not self._kept or self._kept[-1].step < step)

    def after(self, step: int) -> int:
        """The next step that may be due."""
        return (step // self.stride + 1) * self.stride

    def keep(self, step: int, descents: Sequence[Descent]) -> None:
        """Keep the descents as they are now."""
        checkpoint = Checkpoint(step, tuple(descent.copy() for descent in descents))
        with self._lock:
            self._kept.append(checkpoint)
            self._sizes |= _sizes(checkpoint)
            while self.size > BUDGET and len(self._kept) > 1:
                self._thin()

    def all(self) -> list[Checkpoint]:
        """The checkpoints so far, in order."""
        with self._lock:
            return list(self._kept)

    def before(self, step: int) -> Checkpoint | None:
        """The last checkpoint at or before a step."""
        return next((kept for kept in reversed(self.all()) if kept.step <= step), None)

    def share(self, other: "Checkpoints", until: int) -> None:
        """Begin with what another race kept up to a step, at the wider stride of both."""
        self.take([kept for kept in other.all() if kept.step <= until], other.stride)

    def take(self, kept: Sequence[Checkpoint], stride: int) -> None:
        """Begin with these, taken at such a stride."""
        self.stride = max(self.stride, stride)
        self._kept = list(kept)
        self._sizes = _sizes(*self._kept)
        while self.size > BUDGET and len(self._kept) > 1:
            self._thin()

    def _thin(self) -> None:
        self.stride *= 2
        self._kept = [kept for kept in self._kept if kept.step % self.stride == 0]
        self._sizes = _sizes(*self._kept)


def _sizes(*checkpoints: Checkpoint) -> dict[int, int]:
    """The bytes of each array by its identity: many are shared from one checkpoint to the next."""
    return {
        id(array): array.nbytes
        for checkpoint in checkpoints
        for descent in checkpoint.descents
        for array in descent.arrays()
    }


def apply(changes: Sequence[Change], descent: Descent, order: Sequence[int]) -> None:
    """Make the changes of the step at which a descent is; lane i of it is run `order[i]`."""
    for change in changes:
        if change.step == descent.step and change.run in order:
            change.made_on(descent, order.index(change.run))


def patiently() -> None:
    """What a walk that nobody ends on the way heeds: nothing."""


def walk(
    descent: Descent,
    order: Sequence[int],
    changes: Sequence[Change],
    step: int,
    heed: Callable[[], None] = patiently,
) -> None:
    """Take a descent on to a step, with the changes on the way but not those at its end.

    `heed` is called every few steps. Where it raises, the descent stays at the step it came to.
    """
    while descent.step < step:
        heed()
        apply(changes, descent, order)
        stops = [change.step for change in changes if descent.step < change.step < step]
        descent.skip(min([step, descent.step + PIECE, *stops]) - descent.step)
