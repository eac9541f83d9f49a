"""Lines of a rule as MathML: in symbols, or with the numbers of one step in their place."""

import math
from collections.abc import Callable
from functools import cache
from html import escape

import numpy as np

from app.engine.contracts import Floats
from app.engine.formula.lines import POINT, Step
from app.engine.formula.reading import Line
from app.engine.formula.tree import (
    Absolute,
    Call,
    Constant,
    Expression,
    Fraction,
    Group,
    Indexed,
    Power,
    Product,
    Root,
    Running,
    Sum,
    Symbol,
    value,
)
from app.engine.words import number

DIGITS = 4  # significant ones
MOST = 9  # of a point, where a short move would not show otherwise
POINTS = (POINT, "θ_before")
ACCENTS = {r"\hat": "^", r"\tilde": "~", r"\bar": "¯"}
POWERS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
TIMES, NO_SIGN = "<mo>⋅</mo>", "<mo>&#x2062;</mo>"  # a dot; a product without a sign

Figure = Callable[[Expression], float]


@cache
def alone(symbol: Symbol | Indexed) -> str:
    """A symbol by itself."""
    return _whole(_Writer().written(symbol))


@cache
def in_symbols(line: Line) -> str:
    """A line of the rule."""
    return _whole(f"{_left(line)}<mo>←</mo>{_Writer().written(line.expression)}")


@np.errstate(all="ignore")
def in_numbers(step: Step, coordinate: int) -> str:
    """A line with the numbers of one coordinate for its symbols, and what it comes to."""

    def figure(expression: Expression) -> float:
        return _at(value(expression, step.scope), coordinate)

    after = _at(step.after, coordinate)
    digits = DIGITS
    if step.line.symbol == POINT:
        digits = _telling(_at(step.scope.values[POINT], coordinate), after)
    writer = _Writer(figure, digits)
    written = writer.written(step.line.expression)
    result = _number(after, digits if step.line.symbol == POINT else DIGITS)
    if written == result:
        return _whole(f"{_left(step.line)}<mo>=</mo>{result}")
    return _whole(f"{_left(step.line)}<mo>=</mo>{written}<mo>=</mo>{result}")


def _at(numbers: Floats, coordinate: int) -> float:
    return float(np.asarray(numbers)[coordinate] if np.ndim(numbers) else numbers)


def _telling(before: float, after: float) -> int:
    """As many digits as show that a point has moved."""
    moved = abs(after - before)
    size = max(abs(before), abs(after))
    if not (math.isfinite(moved) and moved > 0 and math.isfinite(size)):
        return DIGITS
    return min(MOST, max(DIGITS, math.ceil(math.log10(size / moved)) + 2))


class _Writer:
    """Writes expressions; with a `figure`, numbers for symbols."""

    def __init__(self, figure: Figure | None = None, digits: int = DIGITS) -> None:
        self._figure = figure
        self._digits = digits

    def written(self, expression: Expression, inner: bool = False) -> str:
        """An expression; what is `inner` gets parentheses if it begins with a minus."""
        match expression:
            case Constant(text):
                return f"<mn>{text}</mn>"
            case Symbol() | Indexed() | Running():
                return self._symbol(expression, inner)
            case Sum(terms):
                return self._sum(terms)
            case Product(factors):
                return self._product(factors, inner)
            case Fraction(above, below, inline):
                parts = self.written(above, inline), self.written(below, inline)
                if inline:
                    return f"<mrow>{parts[0]}<mo>/</mo>{parts[1]}</mrow>"
                return f"<mfrac>{_row(parts[0])}{_row(parts[1])}</mfrac>"
            case Power(base, exponent):
                return self._power(base, exponent)
            case Root(inside):
                return f"<msqrt>{self.written(inside)}</msqrt>"
            case Absolute(inside):
                return _between("|", self.written(inside), "|")
            case Call(name, arguments):
                listed = "<mo>,</mo>".join(self.written(argument) for argument in arguments)
                return f"<mrow><mi>{name}</mi>{_between('(', listed, ')')}</mrow>"
            case Group(inside):
                return _between("(", self.written(inside), ")")

    def _symbol(self, expression: Symbol | Indexed | Running, inner: bool) -> str:
        if self._figure is not None:
            is_point = isinstance(expression, Symbol) and expression.text in POINTS
            figure = self._figure(expression)
            written = _number(figure, self._digits if is_point else DIGITS)
            return _between("(", written, ")") if inner and _is_negative(figure) else written
        if isinstance(expression, Running):
            return self._running(expression)
        if isinstance(expression, Indexed):
            index = _row(self.written(expression.index))
            return f"<msub><mi>{expression.letter}</mi>{index}</msub>"
        return _letters(expression)

    def _sum(self, terms: tuple[tuple[int, Expression], ...]) -> str:
        (sign, first), *others = terms
        text = f"{'' if sign > 0 else '<mo>−</mo>'}{self.written(first, sign < 0)}"
        for sign, term in others:
            text += f"<mo>{'+' if sign > 0 else '−'}</mo>{self.written(term, inner=True)}"
        return f"<mrow>{text}</mrow>"

    def _product(self, factors: tuple[Expression, ...], inner: bool) -> str:
        first, *others = factors
        between = NO_SIGN if self._figure is None else TIMES
        rest = "".join(f"{between}{self.written(factor, inner=True)}" for factor in others)
        return f"<mrow>{self.written(first, inner)}{rest}</mrow>"

    def _power(self, base: Expression, exponent: Expression) -> str:
        raised = _row(self.written(exponent))
        if self._figure is None:
            if isinstance(base, Symbol) and base.below and not base.accent:
                return f"<msubsup>{_letter(base)}{_below(base)}{raised}</msubsup>"
            return f"<msup>{_row(self.written(base))}{raised}</msup>"
        written = self.written(base)
        if not isinstance(base, Group | Constant) and not written.startswith("<mn>"):
            written = _between("(", written, ")")
        return f"<msup>{_row(written)}{raised}</msup>"

    def _running(self, running: Running) -> str:
        first = f"<mi>{running.index}</mi><mo>=</mo>{self.written(running.first)}"
        last = _row(self.written(running.last))
        sign = f"<munderover><mo>∏</mo>{_row(first)}{last}</munderover>"
        return f"<mrow>{sign}{self.written(running.term)}</mrow>"


def _whole(written: str) -> str:
    namespace = 'xmlns="http://www.w3.org/1998/Math/MathML"'
    return f'<math {namespace} display="block"><mrow>{written}</mrow></math>'


def _left(line: Line) -> str:
    return _Writer().written(line.target)


def _letters(symbol: Symbol) -> str:
    if not symbol.below:
        return _letter(symbol)
    return f"<msub>{_letter(symbol)}{_below(symbol)}</msub>"


def _letter(symbol: Symbol) -> str:
    letter = f"<mi>{escape(symbol.letter)}</mi>"
    if not symbol.accent:
        return letter
    accent = f'<mo stretchy="false">{ACCENTS[symbol.accent]}</mo>'
    return f'<mover accent="true">{letter}{accent}</mover>'


def _below(symbol: Symbol) -> str:
    if symbol.below.isdigit():
        return f"<mn>{symbol.below}</mn>"
    return f'<mi mathvariant="normal">{escape(symbol.below)}</mi>'


def _between(opening: str, written: str, closing: str) -> str:
    first, last = (
        f'<mo form="{form}" stretchy="false">{bracket}</mo>'
        for form, bracket in (("prefix", opening), ("postfix", closing))
    )
    return f"<mrow>{first}{written}{last}</mrow>"


def _row(written: str) -> str:
    """One element, whatever is in it."""
    return f"<mrow>{written}</mrow>"


def _is_negative(figure: float) -> bool:
    return figure < 0 and number(figure, DIGITS) != "0"


def _number(figure: float, digits: int) -> str:
    """A number as a person reads it.

    >>> _number(-0.25, 4)
    '<mrow><mo>−</mo><mn>0.25</mn></mrow>'
    """
    text = number(figure, digits)
    if not math.isfinite(figure):
        return f"<mtext>{text}</mtext>" if math.isnan(figure) else f"<mi>{text}</mi>"
    minus = text.startswith("−")
    mantissa, power, exponent = text.removeprefix("−").partition("10")
    if power and exponent and exponent[0] in "⁻⁰¹²³⁴⁵⁶⁷⁸⁹":
        written = _ten_to(mantissa.removesuffix("×"), exponent.translate(POWERS))
    else:
        written = f"<mn>{text.removeprefix('−')}</mn>"
    return f"<mrow><mo>−</mo>{written}</mrow>" if minus else written


def _ten_to(mantissa: str, exponent: str) -> str:
    sign = "<mo>−</mo>" if exponent.startswith("-") else ""
    power = f"<msup><mn>10</mn><mrow>{sign}<mn>{exponent.removeprefix('-')}</mn></mrow></msup>"
    return f"<mrow><mn>{mantissa}</mn><mo>×</mo>{power}</mrow>" if mantissa else power
