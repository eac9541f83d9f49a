"""Races on surfaces that are walked to any step, and kept for who comes again."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from app.compute.process import Heed
from app.engine.checkpoints import patiently
from app.engine.descend import Frames, Opening
from app.engine.race import Race
from app.spec import MAX_STEPS, Refused

KEPT = 32  # races; some hundred kilobytes each
CLOSEST = 25  # steps between two places where a race is kept, at least
PLACES = 200  # where one race is kept, at most


class Walk:
    """A race with the places where it was kept on its way.

    Several may walk it by turns, which end at a `heed`: between two of these nobody interferes.
    """

    def __init__(self, race: Race) -> None:
        self.runs = race.runs
        self.changes = race.changes
        self._stride = max(CLOSEST, race.steps // PLACES)
        race.steps = MAX_STEPS  # how far it was to go makes no difference to its steps
        self._kept = [race]
        self._until = np.full(len(race.runs), MAX_STEPS)
        self._first: list[Opening] = []

    def opened(self, step: int, heed: Heed = patiently) -> list[tuple[Opening, Opening]]:
        """The step of each run, and its first one. Raises Refused after a divergence."""
        numbers = range(len(self.runs))
        if not self._first:
            self._first = [self._kept[0].opened(run) for run in numbers]
        race = self._at(step, heed)
        openings = [race.opened(run) for run in numbers]
        for run, opening in enumerate(openings):
            until = int(self._until[run])
            self._check(run, step, until if _is_finite(opening) else min(until, step - 1))
        return list(zip(openings, self._first, strict=True))

    def _check(self, run: int, step: int, until: int) -> None:
        if step > until:
            label = self.runs[run].optimizer.label
            words = (
                f"step = {step} is after the end of {label}, which diverged; its last finite step "
                f"is {until}"
            )
            raise Refused([(("step",), words)])

    def _at(self, step: int, heed: Heed) -> Race:
        """The race at a step; it is not to be moved."""
        place = min(step // self._stride, len(self._kept) - 1)
        race = self._kept[place]
        while race.step < step:
            heed()
            race = race.copy()
            following = (race.step // self._stride + 1) * self._stride
            self._note(race.advance(min(following, step) - race.step))
            if race.step == len(self._kept) * self._stride:  # nobody else was here meanwhile
                self._kept.append(race)
        return race

    def _note(self, frames: Frames) -> None:
        """Remember where runs left the finite numbers."""
        lost = ~np.isfinite(frames.value)
        last = frames.first + lost.argmax(0) - 1
        self._until = np.where(lost.any(0), np.minimum(self._until, last), self._until)


class Walks:
    """The latest races asked for."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[str, Walk] = OrderedDict()
        self._lock = Lock()

    def of(self, key: str, race: Race) -> Walk:
        """The walk of a race; `key` is the same for races that go the same way."""
        with self._lock:
            walk = self._kept.pop(key, None) or Walk(race)
            self._kept[key] = walk
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return walk


def along(race: Race, steps: Sequence[int], heed: Heed) -> list[Opening]:
    """The openings of the only run of a race at its steps, in order."""
    found = []
    for step in steps:
        heed()
        if step > race.step:
            race.advance(step - race.step)
        found.append(race.opened(0))
    return found


def last_finite(race: Race) -> int:
    """The last step of the only run whose numbers are finite."""
    race = race.copy()
    finite = np.isfinite(race.advance(race.steps + 1).value[:, 0])
    return int(finite.sum()) - 1


@np.errstate(all="ignore")
def _is_finite(opening: Opening) -> bool:
    return bool(
        np.isfinite(opening.x).all()
        and np.isfinite(opening.value)
        and np.isfinite(np.square(opening.gradient).sum())
    )
