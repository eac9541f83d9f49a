"""A race on surfaces as the stream needs it. Its blocks carry the number 0."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from app.compute.process import Heed
from app.compute.results import named
from app.compute.wire import Packer, lengths
from app.engine.descend import Frames
from app.engine.outcome import Outcome, outcomes
from app.engine.race import Race, joined, lanes_of, steps_of

HEED = 25  # steps between looks at whether the race is still wanted


class Racing:
    """A race with all of its points, which its outcome is judged by."""

    def __init__(self, race: Race, ahead: Frames | None = None) -> None:
        """With all of its points `ahead`, where they were computed together with others."""
        self.race = race
        self._ahead = ahead
        lowest = np.array([run.surface.lowest() or 0.0 for run in race.runs])
        self._packer = Packer(0, lowest)
        self._blocks: list[Frames] = []

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
            self._blocks.append(steps_of(self._ahead, first, count))
            return self._packer.pack(self._blocks[-1])
        parts: list[Frames] = []
        while count > 0:
            heed()
            parts.append(self.race.advance(min(HEED, count)))
            count -= HEED
        self._blocks.append(joined(parts))
        return self._packer.pack(self._blocks[-1])

    def ends(self) -> Sequence[Outcome]:
        """How every run ended."""
        return outcomes(self.race, self._blocks)


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
