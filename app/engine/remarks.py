"""What decides a step, in words: each sentence is found in the step's own numbers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from app.engine.contracts import Floats, Surface
from app.engine.curvature import Curvature
from app.engine.descend import Opening
from app.engine.formula import (
    DECAY,
    GRADIENT,
    POINT,
    Expression,
    Step,
    carried_out,
    momentum_kept,
    plain,
    share_kept,
    signed,
    sums_of_squares,
    value,
    velocities,
)
from app.engine.formula.tree import (
    Call,
    Fraction,
    Running,
    Sum,
    Symbol,
    everything,
    mentions,
    parts,
)
from app.engine.words import number

MOST = 3  # sentences
EPSILON = "ε"
LARGE, SMALL = 3.0, 0.1  # times as much, or of it: from there on it is worth a word
FOREVER = 1e9  # moves: no bias is left then


@dataclass(frozen=True)
class Sight:
    """A step with all that is said of it. `names` are those of its coordinates.

    `rates` are the effective ones, `first_rates` those of the first move of the run where they
    are known. `memory` is the part of the move that does not come from this gradient.
    """

    opening: Opening
    steps: Sequence[Step]
    names: Sequence[str]
    rates: Floats
    memory: Floats | None
    first_rates: Floats | None = None
    surface: Surface | None = None
    curvature: Curvature | None = None

    @cached_property
    def by_rule(self) -> Floats:
        """The change without decoupled weight decay, (D,)."""
        change = np.zeros_like(self.opening.x)
        for step in self.steps:
            if step.line.symbol == POINT and not _decays(step):
                change = change + (step.after - step.scope.values[POINT])
        return change

    @property
    def moves(self) -> int:
        """Which move of the rule this is: 1 is the first."""
        return int(self.steps[0].scope.values["t"])

    def where(self, places: Floats) -> str:
        """In which coordinates, as it follows a verb; nothing where there is only one."""
        if len(self.names) == 1:
            return ""
        return " in " + " and ".join(np.array(self.names)[places])

    def at(self, numbers: Floats, places: Floats) -> float:
        """A number at the first of some coordinates."""
        return float(np.broadcast_to(numbers, len(self.names))[places][0])


class Remark(NamedTuple):
    """A sentence, and how much it tells: the larger, the more."""

    weight: float
    words: str


@np.errstate(all="ignore")
def remarks(sight: Sight) -> list[str]:
    """One to three sentences on what decides this step, the most telling first."""
    found = [remark for looked in _LOOKS for remark in looked(sight)]
    found.sort(key=lambda remark: -remark.weight)
    return [remark.words for remark in found[:MOST]] or [_nothing_special(sight)]


def _zero(sight: Sight) -> Iterator[Remark]:
    used, change = sight.opening.used, sight.opening.change
    if not used.any():
        if not change.any():
            yield Remark(10, "The gradient is zero and nothing is remembered: nothing moves.")
        elif sight.memory is not None and sight.memory.any():
            yield Remark(10, "The gradient is zero: memory alone moves the point.")
        else:
            yield Remark(10, "The gradient is zero: weight decay alone moves the point.")
    elif not used.all():
        yield Remark(2.5, f"There is no slope{sight.where(used == 0)}.")


def _noise(sight: Sight) -> Iterator[Remark]:
    opening = sight.opening
    added, slope = _length(opening.used - opening.gradient), _length(opening.gradient)
    if not added > slope:
        return
    surface = sight.surface
    if surface is not None and surface.push(np.array([opening.step])) is not None:
        most = np.abs(opening.used - opening.gradient).argmax()
        yield Remark(
            7,
            f"At this step the gradient is {number(opening.used[most])} in {sight.names[most]}, "
            f"while the mean slope is {number(opening.gradient[most])}.",
        )
    elif slope == 0:
        yield Remark(8, "The slope is zero: noise alone pushes.")
    else:
        times = _times(added / slope)
        words = f"The noise is {times} as large as the gradient: chance decides the direction."
        yield Remark(6 + np.log10(added / slope), words)


def _steepness(sight: Sight) -> Iterator[Remark]:
    bent = sight.curvature
    if bent is None or not bent.theorem:
        return
    product = number(float(bent.product))
    if bent.product > bent.limit:
        yield Remark(
            9,
            f"η·λ = {product} is above {number(float(bent.limit))} in the steepest direction: "
            "swings that way grow.",
        )
    elif bent.product > 1 and not velocities(sight.steps):
        yield Remark(
            3.5,
            f"η·λ = {product} is above 1 in the steepest direction: the move goes past the "
            "lowest place there, and back again.",
        )


def _climb(sight: Sight) -> Iterator[Remark]:
    if sight.surface is None:
        return
    before = sight.opening.value
    after = float(sight.surface.value(sight.opening.x + sight.opening.change))
    if after > before + 1e-9 * abs(before):
        yield Remark(5.5, f"The move climbs: f rises from {number(before)} to {number(after)}.")


def _epsilon(sight: Sight) -> Iterator[Remark]:
    pushed = (sight.opening.used != 0) & (sight.by_rule != 0)
    for step in sight.steps:
        for sums, above in _with_epsilon(step.line.expression):
            (rest,) = (term for _, term in sums.terms if not _is_epsilon(term))
            (eps,) = (term for _, term in sums.terms if _is_epsilon(term))
            size, least = value(rest, step.scope), float(value(eps, step.scope))
            bound = LARGE if above else 1 - SMALL
            places = np.broadcast_to(size < bound * least, pushed.shape) & pushed
            if not places.any():
                continue
            where, small = sight.where(places), sight.at(size, places)
            compared = "below" if small < (1 - SMALL) * least else "of the size of"
            words = f"{plain(rest)} = {number(small)} is {compared} ε = {number(least)}"
            if above:
                yield Remark(5.5, f"ε sets the pace{where}: {words}.")
            else:
                yield Remark(7.5 + places.mean(), f"ε decides{where}: {words}.")


def _decay(sight: Sight) -> Iterator[Remark]:
    for step in sight.steps:
        if not _decays(step):
            continue
        before = step.scope.values[step.line.symbol]
        share = _share(step.after - before, _of_gradient(sight, step, before))
        if share > SMALL:
            whole = "the gradient that the rule sees" if _is_gradient(step) else "the move"
            yield Remark(3 + 5 * share, f"Weight decay is {100 * share:.0f} % of {whole}.")


def _of_gradient(sight: Sight, step: Step, before: Floats) -> Floats:
    return before if _is_gradient(step) else sight.by_rule


def _momentum(sight: Sight) -> Iterator[Remark]:
    if sight.memory is None or not sight.opening.used.any():
        return
    old, fresh = sight.memory, sight.by_rule - sight.memory
    if not old.any():
        yield Remark(1, "Nothing is remembered yet: this gradient decides alone.")
        return
    matters = np.abs(old) + np.abs(fresh) > SMALL * _length(sight.by_rule)
    against = (old * fresh < 0) & matters
    wins = against & (np.abs(old) > np.abs(fresh))
    if wins.any():
        words = f"Momentum wins over this gradient{sight.where(wins)}: the velocity still goes "
        yield Remark(6 + wins.mean(), f"{words}the other way.")
    turned = against & ~wins
    if turned.any():
        yield Remark(5, f"This gradient turns the velocity round{sight.where(turned)}.")
    if not against.any() and _length(old) > LARGE * _length(fresh) > 0:
        ratio, kept = _length(old) / _length(fresh), float(momentum_kept(sight.steps).max())
        usual = kept / (1 - kept)  # on a steady slope
        words = f"Momentum carries the move: it is {_times(ratio)} what this gradient adds."
        yield Remark(4 if ratio > 2 * usual else 1.5, words)


def _bias(sight: Sight) -> Iterator[Remark]:
    """What corrects the means that started at zero, or what nothing corrects."""
    lines = [step.line for step in sight.steps]
    everywhere = [each for line in lines for each in everything(line.expression)]
    if any(isinstance(each, Running) for each in everywhere):
        return
    t = f"t = {sight.moves}"
    if any("t" in line.symbols for line in lines):
        later = Sight(
            sight.opening,
            carried_out(lines, sight.steps[0].scope.at("t", np.asarray(FOREVER))),
            sight.names,
            sight.rates,
            None,
        )
        moved = sight.by_rule != 0
        fold = sight.at(sight.by_rule / later.by_rule, moved) if moved.any() else 1.0
        yield from _folded(fold, f"Bias correction at {t}: {_corrections(sight, fold)}.")
    elif "t" in getattr(sight.opening.before, "_fields", ()):
        fold = _lean(sight)
        words = f"Nothing corrects the bias at {t}: the move is {number(fold)} times that of "
        yield from _folded(fold, f"{words}corrected means.")


def _folded(fold: float, words: str) -> Iterator[Remark]:
    if np.isfinite(fold) and abs(fold - 1) > SMALL:
        yield Remark(3 + 4 * abs(np.log10(fold)), words)


def _corrections(sight: Sight, fold: float) -> str:
    """What is corrected, and what that makes of the move where nothing else enters."""
    hats = dict(_corrected(sight.steps))
    longer = f"the move is {number(fold)} times as long"
    if not hats:
        return longer
    alone, turning = 1.0, signed(sight.steps)
    for step in sight.steps:
        alone *= hats.get(step.line.symbol, 1.0) ** (1 if step.line.symbol in turning else -0.5)
    told = " and ".join(
        f"{step.line.symbol} = {number(hats[step.line.symbol])} {plain(above)}"
        for step in sight.steps
        if step.line.symbol in hats and hats[step.line.symbol] > 1 + SMALL
        for above in parts(step.line.expression)[:1]
    )
    return f"{told}, so {longer}" if abs(fold - alone) < SMALL * alone else told


def _corrected(steps: Sequence[Step]) -> Iterator[tuple[str, float]]:
    """Each corrected mean, and how often the mean itself goes into it."""
    for step in steps:
        expression = step.line.expression
        if (
            isinstance(expression, Fraction)
            and isinstance(expression.above, Symbol)
            and mentions(expression.below, {"t"})
        ):
            yield step.line.symbol, float(1 / value(expression.below, step.scope))


def _lean(sight: Sight) -> float:
    """How much longer the move is than with means that are rid of their start at zero."""
    fold, turning = 1.0, signed(sight.steps)
    for step in sight.steps:
        if step.before is None or step.line.symbol in (POINT, GRADIENT):
            continue
        if any(isinstance(each, Call) for each in everything(step.line.expression)):
            continue
        reached = 1 - float(share_kept(step, turning).max()) ** sight.moves
        if reached > 0:
            fold *= reached if step.line.symbol in turning else reached**-0.5
    return fold


def _added_up(sight: Sight) -> Iterator[Remark]:
    if sight.first_rates is None or not sums_of_squares(sight.steps):
        return
    shares = sight.rates / sight.first_rates
    cut = (shares < 0.5) & (shares > 0)
    if cut.any():
        worst = float(shares[cut].min())
        words = f"The squares added up so far have cut the rate{sight.where(shares == worst)} to "
        yield Remark(4 - np.log10(worst), f"{words}{number(worst)} of the first.")


def _peak(sight: Sight) -> Iterator[Remark]:
    for step in sight.steps:
        call = step.line.expression
        if step.before is None or not (isinstance(call, Call) and call.name == "max"):
            continue
        old, new = sorted(call.arguments, key=lambda a: not mentions(a, {step.line.symbol}))
        was, now = value(old, step.scope), value(new, step.scope)
        places = (was > LARGE * now) & (sight.opening.used != 0) & (now > 0)
        if places.any():
            times = sight.at(was / now, places)
            words = f"{step.line.symbol} is an old peak{sight.where(places)}: {plain(new)} is "
            yield Remark(5 + np.log10(times) / 2, f"{words}{_times(times)} smaller now.")


def _unequal(sight: Sight) -> Iterator[Remark]:
    rates = sight.rates
    if len(rates) < 2 or not (np.isfinite(rates).all() and (rates > 0).all()):
        return
    most, least = int(rates.argmax()), int(rates.argmin())
    times = float(rates[most] / rates[least])
    if times > LARGE:
        words = f"The effective rate in {sight.names[most]} is {_times(times)} that in "
        sizes = next(_sizes(sight), None)
        larger = sizes is not None and sizes[least] > sizes[most]
        why = ", where gradients have been larger" if larger else ""
        yield Remark(3 + np.log10(times), f"{words}{sight.names[least]}{why}.")


def _sizes(sight: Sight) -> Iterator[Floats]:
    """What is remembered of how large gradients were, (D,) each; the first is theirs alone."""
    turning = {POINT, *signed(sight.steps)}
    for step in sight.steps:
        if step.before is not None and step.line.symbol not in turning:
            yield np.broadcast_to(step.after, sight.rates.shape)


def _schedule(sight: Sight) -> Iterator[Remark]:
    rate, lr = sight.opening.rate, sight.opening.lr
    factor = rate / lr
    if factor == 0:
        yield Remark(9.5, "The schedule has brought the rate to 0.")
    elif abs(factor - 1) > SMALL:
        of = f" of η₀ = {number(lr)}" if "lr" in sight.opening.hyperparameters else ""
        words = f"The schedule has the rate at {number(factor)}{of}."
        yield Remark(2.5 + abs(np.log10(factor)), words)


def _agreement(sight: Sight) -> Iterator[Remark]:
    """How long the move is in steps of η, for rules that divide by the size of gradients."""
    opening = sight.opening
    if "lr" not in opening.hyperparameters or not _divides(sight) or opening.rate == 0:
        return
    lengths = np.abs(sight.by_rule) / opening.rate
    pushed = opening.used != 0
    if sums_of_squares(sight.steps) or not pushed.any():
        return
    if velocities(sight.steps) and (lengths[pushed] < SMALL).all():
        most = 100 * float(lengths[pushed].max())
        yield Remark(4, f"Gradients of late cancel out: the move is {number(most, 2)} % of η.")
    elif (far := pushed & (lengths > 1.5)).any():
        length = f"the move is {number(sight.at(lengths, far), 2)} η{sight.where(far)}."
        if not _begun_at_zero(sight):
            yield Remark(3.5, f"Gradients have been smaller before: {length}")
        elif "t" not in getattr(opening.before, "_fields", ()):
            yield Remark(3.5, f"The mean of squares still shows its start at zero: {length}")
    elif (np.abs(lengths[pushed] - 1) < SMALL).all():
        yield Remark(2, f"The move is about η = {number(opening.rate)} in each coordinate.")


def _begun_at_zero(sight: Sight) -> bool:
    """Whether means that are used as they are have not forgotten where they began."""
    if any("t" in step.line.symbols for step in sight.steps):
        return False
    return abs(_lean(sight) - 1) > SMALL


def _divides(sight: Sight) -> bool:
    """Whether the move is divided by something that is remembered."""
    known = {s.line.symbol for s in sight.steps if s.before is not None} - {POINT, GRADIENT}
    known |= {s.line.symbol for s in sight.steps if s.line.symbols & known} - {POINT}
    return any(
        isinstance(each, Fraction) and mentions(each.below, known)
        for step in sight.steps
        for each in everything(step.line.expression)
    )


def _nothing_special(sight: Sight) -> str:
    if velocities(sight.steps):
        return "No term stands out: momentum and this gradient are of a size."
    if _divides(sight):
        return "No term stands out: each coordinate is scaled by its own gradients."
    return f"The gradient decides alone: it is scaled by η = {number(sight.opening.rate)}."


_LOOKS: tuple[Callable[[Sight], Iterator[Remark]], ...] = (
    _zero,
    _noise,
    _steepness,
    _climb,
    _epsilon,
    _decay,
    _momentum,
    _bias,
    _added_up,
    _peak,
    _unequal,
    _schedule,
    _agreement,
)


def _with_epsilon(expression: Expression, above: bool = False) -> Iterator[tuple[Sum, bool]]:
    """The sums of ε and one other term, and whether they are over something."""
    if isinstance(expression, Sum) and len(expression.terms) == 2 and _adds_epsilon(expression):
        yield expression, above
    if isinstance(expression, Fraction):
        yield from _with_epsilon(expression.above, above=True)
        yield from _with_epsilon(expression.below)
        return
    for part in parts(expression):
        yield from _with_epsilon(part, above)


def _adds_epsilon(expression: Sum) -> bool:
    return any(_is_epsilon(term) for _, term in expression.terms)


def _is_epsilon(expression: Expression) -> bool:
    return isinstance(expression, Symbol) and expression.text == EPSILON


def _decays(step: Step) -> bool:
    return DECAY in step.line.symbols


def _is_gradient(step: Step) -> bool:
    return step.line.symbol == GRADIENT


def _length(vector: Floats) -> float:
    return float(np.sqrt(np.square(vector).sum()))


def _share(part: Floats, rest: Floats) -> float:
    whole = _length(part) + _length(rest)
    return _length(part) / whole if whole > 0 else 0.0


def _times(ratio: float) -> str:
    """How often, for a sentence.

    >>> _times(12.34), _times(2.0)
    ('12 times', 'twice')
    """
    shown = number(ratio, 2)
    return "twice" if shown == "2" else f"{shown} times"
