"""What a server says of itself at /metrics."""

from collections.abc import Iterator
from urllib.request import urlopen

from prometheus_client.parser import text_string_to_metric_families


class Seen:
    """All its numbers at one moment."""

    def __init__(self, port: int) -> None:
        self._numbers: dict[str, list[tuple[dict[str, str], float]]] = {}
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            text = answer.read().decode()
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                self._numbers.setdefault(sample.name, []).append((sample.labels, sample.value))

    def number(self, name: str, **labels: str) -> float:
        """The sum over everything that has these labels; 0 where there is none."""
        return sum(
            value
            for found, value in self._numbers.get(f"descent_lab_{name}", ())
            if labels.items() <= found.items()
        )

    def buckets(self, name: str) -> dict[float, float]:
        """How many observations of a histogram were at most so large."""
        ends: dict[float, float] = {}
        for labels, value in self._numbers.get(f"descent_lab_{name}_bucket", ()):
            ends[float(labels["le"])] = ends.get(float(labels["le"]), 0) + value
        return ends


def between(before: Seen, after: Seen, name: str) -> dict[float, float]:
    """The buckets of what was observed from one moment to another."""
    then = before.buckets(name)
    return {end: count - then.get(end, 0) for end, count in after.buckets(name).items()}


def at_most(buckets: dict[float, float], share: float) -> float:
    """The end of the bucket that this share of all observations lies in or below."""
    count = max(buckets.values(), default=0)
    return next(_ends(buckets, share * count), float("nan"))


def _ends(buckets: dict[float, float], enough: float) -> Iterator[float]:
    for end in sorted(buckets):
        if buckets[end] >= enough > 0:
            yield end
