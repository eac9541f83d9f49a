"""The numbers of a training so far, in pieces of any length."""

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np

from app.engine.contracts import Floats
from app.engine.training import Progress


class History:
    """All steps that were computed. Points are not in it."""

    def __init__(self, parts: Sequence[Progress] = ()) -> None:
        self._parts = list(parts)

    def add(self, parts: Sequence[Progress]) -> None:
        """Go on with what came after."""
        if parts:
            self._parts.append(_joined(parts))

    def before(self, step: int) -> "History":
        """What came before a step, for a race that goes on otherwise from there."""
        return History([_kept(part, step) for part in self._parts if part.first < step])

    def recast(self, runs: Sequence[int], layers: int) -> "History":
        """The same steps with some of the runs, in this order; they have so many layers."""
        return History([_picked(part, runs, layers) for part in self._parts])

    def between(self, first: int, end: int) -> Progress:
        """The steps from `first` to before `end`, which were computed."""
        place = bisect_right(self._parts, first, key=lambda part: part.first) - 1
        found = []
        while place < len(self._parts) and self._parts[place].first < end:
            found.append(_cut(self._parts[place], first, end))
            place += 1
        return _joined(found)


def _cut(part: Progress, first: int, end: int) -> Progress:
    """What lies in both."""
    first = max(first, part.first)
    inside = slice(first - part.first, end - part.first)
    scored = [(step, scores) for step, scores in part.evaluations if first <= step < end]
    value, norm, rate, moved, flow = (column[inside] for column in _columns(part))
    return Progress(first, value, norm, rate, moved, flow, scored)


def _kept(part: Progress, step: int) -> Progress:
    """What came before a step; of its own where something is left out, which is then forgotten."""
    if part.first + len(part.value) <= step:
        return part
    value, norm, rate, moved, flow = (
        column.copy() for column in _columns(_cut(part, part.first, step))
    )
    scored = [(at, scores) for at, scores in part.evaluations if at < step]
    return Progress(part.first, value, norm, rate, moved, flow, scored)


def _picked(part: Progress, runs: Sequence[int], layers: int) -> Progress:
    """Some of the runs."""
    value, norm, rate, moved, flow = (column[:, runs] for column in _columns(part))
    scored = [(step, scores[runs]) for step, scores in part.evaluations]
    return Progress(part.first, value, norm, rate, moved, flow[..., :layers], scored)


def _joined(parts: Sequence[Progress]) -> Progress:
    """Consecutive parts as one."""
    if len(parts) == 1:
        return parts[0]
    columns = zip(*(_columns(part) for part in parts), strict=True)
    value, norm, rate, moved, flow = (np.concatenate(column) for column in columns)
    scored = [each for part in parts for each in part.evaluations]
    return Progress(parts[0].first, value, norm, rate, moved, flow, scored)


def _columns(part: Progress) -> tuple[Floats, ...]:
    return part.value, part.gradient_norm, part.rate, part.moved, part.flow
