"""A race on surfaces as the stream needs it. Its blocks carry the number 0."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from app.compute.process import Heed
from app.compute.results import named
from app.compute.wire import Packer, lengths
from app.engine.descend import Frames
from app.engine.outcome import Judge, Outcome
from app.engine.race import Race, joined, lanes_of, path_of, steps_of

HEED = 25  # steps between looks at whether the race is still wanted


class Racing:
    """A race whose points are not kept: its outcome is judged on the way."""

    def __init__(self, race: Race, ahead: Frames | None = None) -> None:
        """With all of its points `ahead`, where they were computed together with others."""
        self.race = race
        self._ahead = ahead
        lowest = np.array([run.surface.lowest() or 0.0 for run in race.runs])
        self._packer = Packer(0, lowest)
        self._judge = Judge(race)

    def introduced(self) -> dict[str, Any]:
        """Who runs, from where, and what values are measured from."""
        runs = [
            {**named(run), "lowest": run.surface.lowest(), "start": list(run.start)}
            for run in self.race.runs
        ]
        return {"runs": runs}

    def lengths(self) -> Iterator[int]:
        """How many steps each block has."""
        return lengths(self.race.steps + 1, len(self.race.runs))

    def block(self, first: int, count: int, heed: Heed) -> bytes:
        """Compute the next block and pack it."""
        if self._ahead is not None:
            frames = steps_of(self._ahead, first, count)
        else:
            frames = joined(list(_advanced(self.race, count, heed)))
        self._judge.see(frames)
        return self._packer.pack(frames)

    @property
    def judged(self) -> bool:
        """Whether it is known without more computing how the runs ended, once all are here."""
        return self._ahead is not None or not self._judge.lost

    def ends(self, heed: Heed) -> Sequence[Outcome]:
        """How every run ended."""
        if self._ahead is not None:
            ahead = [self._ahead]
            return self._judge.outcomes(lambda lane: path_of(ahead, lane))
        lost = list(self._judge.lost)
        ways = self._again(lost, heed)
        return self._judge.outcomes(lambda lane: path_of(ways, lost.index(lane)))

    def _again(self, lost: Sequence[int], heed: Heed) -> list[Frames]:
        """The ways of those that diverged: cheaper than to keep all points of all races."""
        if not lost:
            return []
        points = max(self._judge.lost.values()) + 2  # with the first that is not finite
        return list(_advanced(self.race.again(lost, points - 1), points, heed))


def _advanced(race: Race, count: int, heed: Heed) -> Iterator[Frames]:
    """The next points of a race, so that others may have their turns."""
    for first in range(0, count, HEED):
        heed()
        yield race.advance(min(HEED, count - first))


def side_by_side(races: Sequence[Race], heed: Heed) -> list[Frames]:
    """All points of races with equal steps and seeds, whose runs are lanes of one race."""
    if not races:
        return []
    runs = [run for race in races for run in race.runs]
    race = Race(runs, races[0].steps, races[0].seed)
    parts: list[Frames] = []
    while not race.over:
        heed()
        parts.append(race.advance(HEED))
    whole, first, found = joined(parts), 0, []
    for each in races:
        found.append(lanes_of(whole, slice(first, first + len(each.runs))))
        first += len(each.runs)
    return found
