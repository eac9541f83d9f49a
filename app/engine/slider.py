"""One number a person may set: its bound, its scale and its words."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

Scale = Literal["linear", "log", "one_minus_log"]


@dataclass(frozen=True)
class Slider:
    """What is accepted for one number, and how its control looks.

    `minimum` and `maximum` are what the server accepts. `track` is the narrower part that the
    slider covers; the number field beside it takes the whole range. `one_minus_log` gives room
    to values just below 1: the track is linear in -log(1 - value). With `zero`, 0 is accepted
    although it lies outside a log scale.
    """

    symbol: str
    label: str
    minimum: float
    maximum: float
    scale: Scale = "linear"
    zero: bool = False
    integer: bool = False
    track: tuple[float, float] | None = None
    ticks: tuple[float, ...] = ()
    help: str = ""

    def accepts(self, value: float) -> bool:
        """Whether `value` is inside the bound (NaN and infinities never are)."""
        if self.integer and value != int(value):
            return False
        return self.minimum <= value <= self.maximum or (self.zero and value == 0.0)

    def bound(self) -> str:
        """The bound in words, for an error message."""
        kind = "a whole number in " if self.integer else "in "
        also = " or 0" if self.zero and self.minimum > 0 else ""
        return f"{kind}[{self.minimum:g}, {self.maximum:g}]{also}"


# Reading annotations takes longer than everything else that is done to check a race.
_known: dict[type[Any], tuple[tuple[str, Slider], ...]] = {}


def sliders_of(kind: type[Any]) -> tuple[tuple[str, Slider], ...]:
    """The annotated fields of a dataclass with their sliders, in order of declaration."""
    if kind not in _known:
        _known[kind] = tuple(_found(kind))
    return _known[kind]


def _found(kind: type[Any]) -> Iterator[tuple[str, Slider]]:
    hints = get_type_hints(kind, include_extras=True)
    for field in fields(kind):
        if get_origin(hints[field.name]) is Annotated:
            for extra in get_args(hints[field.name])[1:]:
                if isinstance(extra, Slider):
                    yield field.name, extra


LR = Slider(
    "η",
    "learning rate",
    1e-8,
    10.0,
    "log",
    track=(1e-6, 10.0),
    ticks=(1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0, 10.0),
    help="The size of a step. Too small crawls, too large overshoots and may diverge.",
)


def _beta(symbol: str, label: str, words: str) -> Slider:
    ticks = (0.0, 0.5, 0.9, 0.99, 0.999, 0.9999)
    return Slider(symbol, label, 0.0, 0.9999, "one_minus_log", ticks=ticks, help=words)


BETA = _beta(
    "β",
    "decay",
    "How much of the past is kept at each step. 0 keeps none; 0.99 remembers about 100 steps.",
)
MOMENTUM = _beta(
    "β", "momentum", "How much of the velocity survives a step. 0 is plain gradient descent."
)
BETA1 = _beta(
    "β₁",
    "first-moment decay",
    "How much of the running mean of the gradient is kept at each step.",
)
BETA2 = _beta(
    "β₂",
    "second-moment decay",
    "How much of the running mean of the squared gradient is kept at each step.",
)
EPS = Slider(
    "ε",
    "stabilizer",
    1e-16,
    10.0,
    "log",
    zero=True,
    track=(1e-16, 1.0),
    ticks=(1e-16, 1e-12, 1e-8, 1e-4, 1.0),
    help="Keeps the division away from zero. Large values make the rule less adaptive.",
)
WEIGHT_DECAY = Slider(
    "λ",
    "weight decay",
    1e-6,
    1.0,
    "log",
    zero=True,
    ticks=(1e-6, 1e-4, 1e-2, 1.0),
    help="Pulls every coordinate towards zero at each step. 0 turns it off.",
)
SAMPLES = Slider(
    "N",
    "samples",
    10,
    5000,
    "log",
    integer=True,
    track=(20, 2000),
    ticks=(20, 100, 500, 2000),
    help="How many rows there are, for training and for testing together.",
)
SCATTER = Slider(
    "σ",
    "noise",
    0.0,
    10.0,
    track=(0.0, 0.5),
    ticks=(0.0, 0.1, 0.2, 0.3, 0.4, 0.5),
    help="How far points are moved off their place, as a standard deviation. 0 is exact.",
)

# Of schedules.
FACTOR = Slider("γ", "factor of each drop", 1e-3, 1.0, track=(0.1, 1.0))
TOTAL = Slider("T", "steps to the floor", 1, 10_000, "log", integer=True, track=(10, 10_000))
FLOOR = Slider("f", "floor", 0.0, 1.0, help="What is left at the end, as a fraction.")
