"""Write docs/conventions.md: what equals what, to how many digits, and every formula.

The page is made from the menu itself and from the frozen numbers of the libraries; a test holds
the committed page against what this script would write.

    python -m scripts.write_conventions
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from app.engine.catalogue import OPTIMIZERS, SCHEDULES
from app.engine.contracts import Convention, Floats, Optimizer, Point
from app.engine.descend import Lanes, descend
from tests.engine.parity import PLACES, STEPS, Probe, frozen

PAGE = Path(__file__).parents[1] / "docs" / "conventions.md"
TITLES = {"pytorch": "PyTorch", "optax": "Optax", "keras": "Keras"}
DECAYS = {
    "none": "—",
    "coupled": "added to the gradient",
    "decoupled": "apart, scaled by the rate",
    "decoupled_by_schedule": "apart, scaled by the schedule alone",
}

# One run on which the forms of a rule are told apart: a bent bowl, a falling rate, a large epsilon.
COMPARED_STEPS = 100
COMPARED = {"beta": 0.9, "beta1": 0.9, "beta2": 0.9, "eps": 1e-2, "weight_decay": 0.0}
COMPARED_RATE = {"adadelta": 1.0}  # of every other rule: 0.05
FALLING = {"decay": 0.02}


def main() -> None:
    """Write the page."""
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join([*_head(), *_evidence(), *_exceptions(), *_optimizers(), *_schedules()]) + "\n"


def _head() -> Iterator[str]:
    yield "# Conventions"
    yield ""
    yield "<!-- Made by scripts/write_conventions.py; change the rules, not this page. -->"
    yield ""
    yield (
        "Papers and libraries mean different formulas by the same name. A *convention* is one of "
        "these forms, with its own hyperparameters and defaults; the first of each list below is "
        "the default. Conventions with the same formula run the same code here."
    )
    yield ""


def _evidence() -> Iterator[str]:
    files = frozen()
    versions = {
        name: number for file in files.values() for name, number in file["versions"].items()
    }
    made_with = ", ".join(f"{name} {number}" for name, number in versions.items())
    names = {"probe": "a bent bowl"}
    places = ", ".join(
        names.get(place, place.replace("_", " ").title()) for place in PLACES if place != "pushes"
    )
    yield "## How close we are to the libraries"
    yield ""
    yield (
        f"The largest |Δ| / (1 + |x|) between our next point and the library's, over {STEPS} "
        f"steps on {places}, and on a list of gradients from 1e-8 to 1e4 with zeros and "
        "changes of sign. At each step the library starts from our own point and keeps its own "
        "state. ε is 1e-8 and 1e-2, the rate steady, warmed up along a cosine, and falling, with "
        f"and without weight decay. Libraries, all in float64: {made_with}; Keras runs on torch."
    )
    yield ""
    yield f"| rule | {' | '.join(TITLES.values())} |"
    yield "| --- | --- | --- | --- |"
    for name, entry in OPTIMIZERS.items():
        worst = [_worst(files[library]["cases"], name) for library in TITLES]
        yield f"| {entry.label} | {' | '.join(worst)} |"
    yield ""
    yield (
        "The forms called textbook and paper, and the two more of Adam, are held to plain loops "
        "written from their sources, within 1e-12."
    )
    yield ""


def _worst(cases: dict[str, dict[str, float]], optimizer: str) -> str:
    found = [case["worst"] for name, case in cases.items() if name.startswith(f"{optimizer} /")]
    return f"{max(found):.0e}" if found else "—"


def _exceptions() -> Iterator[str]:
    yield "## Where the libraries surprise"
    yield ""
    yield "| library | rule | it | so |"
    yield "| --- | --- | --- | --- |"
    for library, file in frozen().items():
        for rule, what, remedy in file["exceptions"]:
            label = OPTIMIZERS[rule].label if rule in OPTIMIZERS else rule
            yield f"| {TITLES[library]} | {label} | {what} | {remedy} |"
    yield ""


def _points(points: Sequence[Point]) -> str:
    told = (f"{p.says} ([lesson](../templates/lessons/{p.lesson}.md))" for p in points)
    return " ".join(told)


def _optimizers() -> Iterator[str]:
    yield "## The rules"
    yield ""
    yield (
        "*Apart* is how far a convention's path gets from the default one's within "
        f"{COMPARED_STEPS} steps on a bent bowl, both with the same hyperparameters: ε 0.01, "
        "every β 0.9, a falling rate. *Same code* means not one bit."
    )
    for entry in OPTIMIZERS.values():
        yield ""
        yield f"### {entry.label}"
        yield ""
        yield f"{entry.summary()} Source: {entry.source}."
        yield ""
        yield f"Good at: {_points(entry.good_at)} Weak at: {_points(entry.weak_at)}"
        yield ""
        yield "| convention | formula | defaults | weight decay | apart |"
        yield "| --- | --- | --- | --- | --- |"
        letters = _letters(entry)
        for convention in entry.conventions:
            yield _row(entry, convention, letters[convention.rule.__name__])
        for rule, letter in letters.items():
            kind = next(c.rule for c in entry.conventions if c.rule.__name__ == rule)
            yield ""
            yield f"({letter}) {' '.join((kind.__doc__ or '').split())}"
            yield ""
            yield "```math"
            yield from _lines(kind.formula)
            yield "```"
        for convention in entry.conventions:
            if convention.note:
                yield ""
                yield f"*{convention.label}:* {convention.note}"


def _letters(entry: type[Optimizer]) -> dict[str, str]:
    rules = list(dict.fromkeys(convention.rule.__name__ for convention in entry.conventions))
    return dict(zip(rules, "abcdefgh", strict=False))


def _row(entry: type[Optimizer], convention: Convention, letter: str) -> str:
    defaults = ", ".join(f"`{name}` {value:g}" for name, value in convention.defaults.items())
    first = entry.conventions[0]
    if convention is first:
        apart = "default"
    elif convention.rule is first.rule:
        apart = "same code"
    else:
        apart = f"{np.abs(_path(entry, convention) - _path(entry, first)).max():.1e}"
    cells = (convention.label, f"({letter})", defaults, DECAYS[convention.decay], apart)
    return f"| {' | '.join(cells)} |"


def _path(entry: type[Optimizer], convention: Convention) -> Floats:
    known = {"lr": COMPARED_RATE.get(entry.name, 0.05), **COMPARED}
    numbers = {name: known[name] for name in convention.defaults}
    falling = SCHEDULES.build("exponential", FALLING)
    lanes = Lanes(convention, numbers, falling, np.array([[1.0, -0.7]]))
    blocks = [block.point for block in descend(Probe(), [lanes], COMPARED_STEPS)]
    return np.concatenate(blocks)


def _lines(formula: tuple[str, ...]) -> Iterator[str]:
    yield r"\begin{aligned}"
    yield " \\\\\n".join(line.replace(r"\leftarrow", r"&\leftarrow", 1) for line in formula)
    yield r"\end{aligned}"


def _schedules() -> Iterator[str]:
    yield ""
    yield "## The schedules"
    yield ""
    yield (
        "Step t counts from 0, the first move. The rates are held to PyTorch's own schedulers, "
        "within 1e-12."
    )
    for entry in SCHEDULES.values():
        yield ""
        yield f"**{entry.label}.** {entry.summary()} Source: {entry.source.rstrip('.')}."
        yield ""
        yield "```math"
        yield entry.formula
        yield "```"


if __name__ == "__main__":
    main()
