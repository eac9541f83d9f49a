"""What a measurement found: its rows, the targets it was held against, and how both are shown."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Row:
    """One figure. `times` is how often ours fits into it, where that means something."""

    what: str
    figure: str
    times: float | None = None


@dataclass(frozen=True)
class Target:
    """A figure that was aimed at. `met` is None where it could not be measured."""

    what: str
    aim: str
    figure: str = "not measured"
    met: bool | None = None


@dataclass(frozen=True)
class Report:
    """One measurement."""

    title: str
    rows: list[Row]
    targets: list[Target] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """The same in lists and dicts, for JSON."""
        return asdict(self)


def report_from(plain: dict[str, Any]) -> Report:
    """The inverse of `plain`."""
    return Report(
        plain["title"],
        [Row(**row) for row in plain["rows"]],
        [Target(**target) for target in plain["targets"]],
        plain["notes"],
    )


def lines(report: Report) -> Iterator[str]:
    """A report as text."""
    yield report.title
    width = max((len(row.what) for row in report.rows), default=0)
    for row in report.rows:
        times = "" if row.times is None else f"{row.times:10.2f} × ours"
        yield f"  {row.what:<{width}}  {row.figure:>12}{times}"
    for note in report.notes:
        yield f"  ({note})"
    yield ""


def targets_table(reports: Sequence[Report]) -> Iterator[str]:
    """Every target on a line: what, aim, figure, met or missed."""
    targets = [target for report in reports for target in report.targets]
    width = max((len(target.what) for target in targets), default=0)
    yield f"{'TARGET':<{width}}  {'AIM':>12}  {'FIGURE':>14}"
    for target in targets:
        verdict = {True: "met", False: "MISSED", None: "-"}[target.met]
        yield f"{target.what:<{width}}  {target.aim:>12}  {target.figure:>14}  {verdict}"


def at_least(what: str, aim: float, figure: float | None, unit: str = "×") -> Target:
    """A target that a figure must reach."""
    if figure is None:
        return Target(what, f"≥ {aim:g} {unit}")
    return Target(what, f"≥ {aim:g} {unit}", f"{figure:.2f} {unit}", figure >= aim)


def at_most(what: str, aim: float, figure: float | None, unit: str) -> Target:
    """A target that a figure must not pass."""
    if figure is None:
        return Target(what, f"≤ {aim:g} {unit}")
    return Target(what, f"≤ {aim:g} {unit}", f"{figure:.2f} {unit}", figure <= aim)


def milliseconds(seconds: float) -> str:
    """A duration for a table.

    >>> milliseconds(0.03712)
    '37.1 ms'
    """
    return f"{seconds * 1e3:,.1f} ms"
