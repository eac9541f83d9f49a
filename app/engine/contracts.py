"""The vocabulary of the engine: problems, rules, schedules, data, and what networks are made of.

Shapes are promised here once. `P` lanes are computed at the same time, each a point of `D`
coordinates; arrays of points are `(..., D)`, arrays of one number per lane `(...)`. Points of a
surface are kept coordinate by coordinate in memory (see `join`), so `x[..., 0]` is contiguous.
Surfaces and their parameters have no units. Engine functions raise nothing for numbers:
overflow and 0/0 become infinities and NaN, which are data.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from app.engine.slider import LR, WEIGHT_DECAY, Slider, sliders_of

Floats = NDArray[Any]
Number = float | Floats
State = Any
Task = Literal["classification", "regression"]
Decay = Literal["none", "coupled", "decoupled", "decoupled_by_schedule"]
Answers = Literal["logits", "margins", "numbers"]


class Entry:
    """Something on a menu. `name` is its module's file name, set by the catalogue."""

    name: ClassVar[str] = ""
    label: ClassVar[str] = ""
    formula: ClassVar[str] = ""
    source: ClassVar[str] = ""

    @classmethod
    def summary(cls) -> str:
        """The first paragraph of the docstring, on one line."""
        return " ".join((cls.__doc__ or "").split("\n\n")[0].split())

    @classmethod
    def notice(cls) -> str:
        """What a person should notice: the last paragraph of the docstring, on one line."""
        return " ".join((cls.__doc__ or "").split("\n\n")[-1].split())


class Problem(ABC):
    """Anything with values and gradients on points `(..., D)`."""

    @abstractmethod
    def value_and_gradient(self, x: Floats, step: int) -> tuple[Floats, Floats]:
        """The value `(...)` and the gradient `(..., D)` at each point, as seen at `step`."""


Matrix = NDArray[Any]
Pair = tuple[float, float]


class Surface(Entry, Problem):
    """A problem in the plane, D = 2, that can be drawn.

    `minima` holds every known minimum as (x, y, value), global ones first, then local ones.
    Where minima move with the parameters, a surface overrides `minima_here`. A surface is
    `smooth` if differentiating `value` step by step gives `gradient` at every point.
    """

    domain: ClassVar[tuple[Pair, Pair]]
    start: ClassVar[Pair]
    minima: ClassVar[tuple[tuple[float, float, float], ...]] = ()
    smooth: ClassVar[bool] = True

    @abstractmethod
    def value(self, x: Floats) -> Floats:
        """f at each point, (..., 2) -> (...)."""

    @abstractmethod
    def gradient(self, x: Floats) -> Floats:
        """The gradient of f at each point, (..., 2) -> (..., 2)."""

    @abstractmethod
    def hessian(self, x: Floats) -> Floats:
        """The second derivatives of f at each point, (..., 2) -> (..., 2, 2)."""

    def minima_here(self) -> tuple[tuple[float, float, float], ...]:
        """The minima with this surface's parameters."""
        return self.minima

    def lowest(self) -> float | None:
        """The value at the global minimum; None where the surface has none."""
        return min((value for _, _, value in self.minima_here()), default=None)

    def push(self, t: Floats) -> Floats | None:
        """What the gradient of each step t (K,) has beside the slope, (K, D); usually nothing.

        Rules see the slope with it; what is recorded is the slope alone, as with noise.
        """
        return None

    def value_and_gradient(self, x: Floats, step: int) -> tuple[Floats, Floats]:
        """The same at every step: a surface has no mini-batches."""
        return self.value(x), self.gradient(x)


def join(first: Floats, second: Floats) -> Floats:
    """Two coordinates (...) as points (..., 2), kept coordinate by coordinate in memory.

    >>> join(np.array([1.0, 2.0]), np.array([3.0, 4.0])).tolist()
    [[1.0, 3.0], [2.0, 4.0]]
    """
    both = np.empty((2, *np.shape(first)), np.result_type(first, second))
    both[0] = first
    both[1] = second
    return both.transpose(*range(1, both.ndim), 0)


def symmetric(xx: Floats, xy: Floats, yy: Floats) -> Matrix:
    """Second derivatives (...) as matrices (..., 2, 2)."""
    xx, xy, yy = np.broadcast_arrays(xx, xy, yy)
    return np.stack((np.stack((xx, xy), axis=-1), np.stack((xy, yy), axis=-1)), axis=-2)


@dataclass(frozen=True)
class Rule(ABC):
    """One formula. Its hyperparameters are fields: numbers, or arrays against (..., D).

    `formula` holds the lines of LaTeX in the order in which the code runs them, with `\\eta` for
    the rate of this step. Two conventions with the same formula share one rule. What it remembers
    has the names of the formula: `v_max` for v_{\\max}; beside these there may be `t`, the moves
    made so far, and `product`, that of a \\prod. `called` says in words what symbols stand for
    where that is not the usual. A rule that `rests` takes 0 over anything as 0.
    """

    formula: ClassVar[tuple[str, ...]]
    called: ClassVar[Mapping[str, str]] = {}
    rests: ClassVar[bool] = False

    @abstractmethod
    def start(self, x: Floats) -> State:
        """The memory before the first move, as a NamedTuple of arrays shaped like `x`."""

    @abstractmethod
    def move(self, x: Floats, gradient: Floats, state: State, rate: Number) -> tuple[Floats, State]:
        """The change of `x`, and the memory after it. Nothing is changed in place."""

    def stability(self) -> Number | None:
        """The largest stable product of rate and curvature on a quadratic; None without theory."""
        return None


@dataclass(frozen=True)
class Convention:
    """A published form of a rule: its formula, which hyperparameters there are, and defaults.

    The keys of `defaults` are exactly the hyperparameters that the convention takes. `decay`
    says what `weight_decay` means here: added to the gradient (coupled), taken off the point at
    the current rate (decoupled), or taken off at the schedule's factor alone, as the AdamW paper
    has it (decoupled_by_schedule). `calls` is how a library spells exactly this form, by library:
    Python, with our names in place of numbers. `missing` is why a library cannot spell it, where
    the formulas alone do not say so.
    """

    name: str
    label: str
    rule: type[Rule]
    defaults: Mapping[str, float]
    decay: Decay = "none"
    note: str = ""
    calls: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    sliders: Mapping[str, Slider] = field(init=False)

    def __post_init__(self) -> None:
        known = {"lr": LR, **dict(sliders_of(self.rule)), "weight_decay": WEIGHT_DECAY}
        object.__setattr__(self, "sliders", {name: known[name] for name in self.defaults})

    def lines(self, scaled: bool = False) -> list[str]:
        """The whole rule in LaTeX, weight decay included, line by line in the order of the code.

        A form without a learning rate has one here only when its moves are `scaled`.
        """
        lines = list(self.rule.formula)
        if self.decay == "coupled":
            lines.insert(0, r"g \leftarrow g + \lambda \theta")
        elif self.decay == "decoupled":
            lines.append(r"\theta \leftarrow \theta - \eta \lambda \theta_{\mathrm{before}}")
        elif self.decay == "decoupled_by_schedule":
            lines.append(
                r"\theta \leftarrow \theta - \frac{\eta}{\eta_0} \lambda \theta_{\mathrm{before}}"
            )
        if "lr" not in self.defaults and not scaled:
            lines = [line.replace(r"\eta ", "") for line in lines]
        return lines

    def formula(self) -> str:
        """The whole rule as one piece of LaTeX, the lines under one another."""
        lines = [line.replace(r"\leftarrow", r"&\leftarrow", 1) for line in self.lines()]
        return r"\begin{aligned}" + r" \\ ".join(lines) + r"\end{aligned}"


@dataclass(frozen=True)
class Point:
    """Something that a rule is good or weak at, and the name of the lesson that shows it."""

    says: str
    lesson: str


class Optimizer(Entry):
    """A rule on the menu, with its conventions; the first is the default."""

    conventions: ClassVar[tuple[Convention, ...]]
    good_at: ClassVar[tuple[Point, ...]] = ()
    weak_at: ClassVar[tuple[Point, ...]] = ()

    @classmethod
    def convention(cls, name: str) -> Convention:
        """The convention of that name. Raises KeyError where there is none."""
        return {convention.name: convention for convention in cls.conventions}[name]


class Schedule(Entry):
    """What multiplies the learning rate at step t (t = 0 for the first move)."""

    @abstractmethod
    def scale(self, t: Floats) -> Floats:
        """The factor at each step number, (K,) -> (K,)."""


class LossSchedule(Schedule):
    """A schedule that is driven by the run's own loss."""

    @abstractmethod
    def begin(self, lanes: int) -> State:
        """The memory before the first loss was seen."""

    @abstractmethod
    def after(self, loss: Floats, state: State) -> tuple[Floats, State]:
        """The factor (P,) for the *next* move once the loss (P,) of this step is known."""

    def scale(self, t: Floats) -> Floats:
        """Without a loss nothing is reduced."""
        return np.ones_like(t)


@dataclass(frozen=True, eq=False)
class Table:
    """Rows to learn from, in their own units. The arrays cannot be written to.

    `inputs` is (N, F) float64, a column for each of `features`. `targets` is (N,): for classes
    int64, the places of the rows' classes in `classes`; for regression float64, and `classes` is
    empty. `target` is what the targets are called.
    """

    inputs: Floats
    targets: Floats
    features: tuple[str, ...]
    classes: tuple[str, ...] = ()
    target: str = "y"

    def __post_init__(self) -> None:
        kind = np.int64 if self.classes else np.float64
        for name, values in (
            ("inputs", np.array(self.inputs, np.float64)),
            ("targets", np.array(self.targets, kind)),
        ):
            values.setflags(write=False)
            object.__setattr__(self, name, values)

    @property
    def task(self) -> Task:
        """Classes are told apart, numbers are predicted."""
        return "classification" if self.classes else "regression"


class Dataset(Entry):
    """Rows to learn from, drawn anew for each seed, or measured once and the same for all.

    `features` and `classes` are known before any row is drawn; without classes the targets are
    numbers. Data with two features can be drawn in the plane, with one as a curve.
    """

    target: ClassVar[str] = "y"

    @property
    @abstractmethod
    def features(self) -> tuple[str, ...]:
        """The names of the F inputs."""

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the K classes; none for regression."""
        return ()

    @property
    def task(self) -> Task:
        """Classes are told apart, numbers are predicted."""
        return "classification" if self.classes else "regression"

    @abstractmethod
    def rows(self, seed: int) -> tuple[Floats, Floats]:
        """Inputs (N, F) and targets (N,); the same seed gives the same rows to the last bit."""

    def table(self, seed: int) -> Table:
        """The rows with their names."""
        inputs, targets = self.rows(seed)
        return Table(inputs, targets, self.features, self.classes, self.target)


class Activation(Entry):
    """What a unit makes of its sum.

    A unit that `saturates` is flat on both sides, one that `dies` exactly so on one. `steepest`
    is the largest slope anywhere. `in_torch` and `in_jax` are how f(s) is written there.
    """

    steepest: ClassVar[float] = 1.0
    saturates: ClassVar[bool] = False
    dies: ClassVar[bool] = False
    in_torch: ClassVar[str]
    in_jax: ClassVar[str]

    @abstractmethod
    def value_and_slope(self, s: Floats) -> tuple[Floats, Floats]:
        """f(s) and its derivative f'(s), (...) -> (...), (...)."""

    def value(self, s: Floats) -> Floats:
        """f(s) alone."""
        return self.value_and_slope(s)[0]


class Initializer(Entry):
    """Where the weights of a layer start."""

    @abstractmethod
    def weights(self, inputs: int, outputs: int, rng: np.random.Generator) -> Floats:
        """A draw of the weights, (inputs, outputs)."""

    def biases(self, inputs: int, outputs: int, rng: np.random.Generator) -> Floats:
        """A draw of the biases, (outputs,), made after that of the weights."""
        return np.zeros(outputs)


class Loss(Entry):
    """What the outputs of a network cost, as a mean over examples.

    Outputs are (..., K, B), a column for each of B examples, targets (K, B). Classes are targets
    0 and 1: two classes are one output, K > 2 classes are K of which one is 1. Of two classes
    the second is chosen where the output is above `threshold`. Its `answers` say what outputs
    are: logits of probabilities, margins by which a class wins, or the targets themselves.
    `in_torch` and `in_jax` are how it is written there, of outputs s and targets t with a row for
    each example: for one output, and for several.
    """

    needs_classes: ClassVar[bool] = False
    threshold: ClassVar[float] = 0.0
    answers: ClassVar[Answers] = "numbers"
    in_torch: ClassVar[tuple[str, str]]
    in_jax: ClassVar[tuple[str, str]]

    @abstractmethod
    def value_and_slope(self, s: Floats, t: Floats) -> tuple[Floats, Floats]:
        """The loss (...) and its derivative by each output, (..., K, B)."""

    def value(self, s: Floats, t: Floats) -> Floats:
        """The loss alone."""
        return self.value_and_slope(s, t)[0]
