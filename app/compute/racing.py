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
            frames = _advanced(self.race, count, heed)
        self._judge.see(frames)
        return self._packer.pack(frames)

    def ends(self, heed: Heed) -> Sequence[Outcome]:
        """How every run ended."""
        ways = self._ways_of_the_lost(heed)
        return self._judge.outcomes(lambda lane: ways[lane])

    def _ways_of_the_lost(self, heed: Heed) -> dict[int, Frames]:
        """The points of the runs that diverged, by their lanes.

        They are computed again, which costs less than to keep all points of all races for it.
        """
        lost = self._judge.lost
        if not lost:
            return {}
        if self._ahead is not None:
            ahead = [self._ahead]
            return {lane: path_of(ahead, lane) for lane in lost}
        points = max(lost.values()) + 2  # with the first that is not finite
        whole = [_advanced(self.race.again(list(lost), points - 1), points, heed)]
        return {lane: path_of(whole, place) for place, lane in enumerate(lost)}


def _advanced(race: Race, count: int, heed: Heed) -> Frames:
    """The next points of a race, computed so that others may have their turns."""
    parts: list[Frames] = []
    for first in range(0, count, HEED):
        heed()
        parts.append(race.advance(min(HEED, count - first)))
    return joined(parts)


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
