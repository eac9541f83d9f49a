"""What many visits come to."""

import math
from collections.abc import Iterable, Iterator, Sequence

from benchmarks.load.plan import Visit
from benchmarks.report import Target


def share(values: Iterable[float], part: float) -> float:
    """The smallest value that this part of all values does not pass; NaN without values.

    >>> share([3, 1, 2, 4], 0.75)
    3
    """
    ordered = sorted(values)
    if not ordered:
        return float("nan")
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)]


def p95(values: Iterable[float]) -> float:
    """What 19 of 20 do not pass."""
    return share(values, 0.95)


def firsts(visits: Sequence[Visit]) -> list[float]:
    """Seconds from the click to the first block, connecting included.

    Who never got one waited for ever.
    """
    return [(visit.first or math.inf) - visit.wanted for visit in visits]


def all_done(visits: Sequence[Visit]) -> float:
    """Seconds from the first click until the last client was done."""
    return max(visit.done or math.inf for visit in visits) - min(visit.wanted for visit in visits)


def mistakes(visits: Iterable[Visit]) -> list[str]:
    """All that went wrong."""
    return [error for visit in visits for error in visit.errors]


def told(visits: Iterable[Visit], kinds: int = 3) -> Iterator[str]:
    """What went wrong, the most frequent first, for a reader."""
    wrong = mistakes(visits)
    for words in sorted(set(wrong), key=wrong.count, reverse=True)[:kinds]:
        yield f"{wrong.count(words)} × {words}"


def none_wrong(what: str, visits: Sequence[Visit]) -> Target:
    """That nothing went wrong."""
    count = len(mistakes(visits))
    return Target(what, "none", f"{count} of {len(visits)}", count == 0)


def settled(what: str, aim: str, figure: str, met: bool | None) -> Target:
    """A target that was met or not; None where it could not be measured."""
    return Target(what, aim, figure, met)
