"""Time several contestants in turns, so that a busy minute of the machine meets all of them."""

from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter

Contestants = Mapping[str, Callable[[], object]]
Seconds = dict[str, list[float]]


def in_turns(contestants: Contestants, rounds: int) -> Seconds:
    """How long each took, round by round. Whoever must warm up has done so before."""
    seconds: Seconds = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            begun = perf_counter()
            run()
            seconds[name].append(perf_counter() - begun)
    return seconds


def usual(seconds: Seconds, name: str) -> float:
    """The median over the rounds."""
    return median(seconds[name])


def times(seconds: Seconds, name: str, ours: str) -> float:
    """How often ours fits into another's time: the median of the rounds' own ratios."""
    return median(b / a for a, b in zip(seconds[ours], seconds[name], strict=True))
