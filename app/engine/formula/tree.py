"""Expressions: what the lines of a rule are made of, and what they come to."""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from app.engine.contracts import Floats

SMALL = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
HATS = {r"\hat": "\u0302", r"\tilde": "\u0303", r"\bar": "\u0304"}


@dataclass(frozen=True)
class Constant:
    """A number that the formula itself has, as it is written there."""

    text: str


@dataclass(frozen=True)
class Symbol:
    """A letter with what is above and below it: `letter` is θ, `accent` \\hat, `below` max or 1."""

    letter: str
    accent: str = ""
    below: str = ""

    @property
    def text(self) -> str:
        """In plain characters; by this it is looked up.

        >>> Symbol("β", below="1").text, Symbol("v", below="max").text
        ('β₁', 'v_max')
        """
        small = self.below.translate(SMALL) if self.below.isdigit() else f"_{self.below}"
        return self.letter + HATS.get(self.accent, "") + (small if self.below else "")


@dataclass(frozen=True)
class Indexed:
    """A letter that has a value at each step: `index` says at which."""

    letter: str
    index: "Expression"


@dataclass(frozen=True)
class Sum:
    """Terms, each with its sign, +1 or -1."""

    terms: "tuple[tuple[int, Expression], ...]"


@dataclass(frozen=True)
class Product:
    """Factors side by side."""

    factors: "tuple[Expression, ...]"


@dataclass(frozen=True)
class Fraction:
    """One over the other; `inline` with a slash."""

    above: "Expression"
    below: "Expression"
    inline: bool = False


@dataclass(frozen=True)
class Power:
    """A base and its exponent."""

    base: "Expression"
    exponent: "Expression"


@dataclass(frozen=True)
class Root:
    """A square root."""

    inside: "Expression"


@dataclass(frozen=True)
class Absolute:
    """What is between bars."""

    inside: "Expression"


@dataclass(frozen=True)
class Call:
    """A function of one or more arguments: max, min, sign."""

    name: str
    arguments: "tuple[Expression, ...]"


@dataclass(frozen=True)
class Running:
    """The product of a `term` with an index, from its first value on; `last` is its last."""

    index: str
    first: "Expression"
    last: "Expression"
    term: "Expression"


@dataclass(frozen=True)
class Group:
    """What is in parentheses."""

    inside: "Expression"


Expression: TypeAlias = (
    Constant
    | Symbol
    | Indexed
    | Sum
    | Product
    | Fraction
    | Power
    | Root
    | Absolute
    | Call
    | Running
    | Group
)

FUNCTIONS: Mapping[str, Callable[..., Floats]] = {
    "max": lambda *numbers: np.maximum.reduce(np.broadcast_arrays(*numbers)),
    "min": lambda *numbers: np.minimum.reduce(np.broadcast_arrays(*numbers)),
    "sign": np.sign,
}


@dataclass
class Scope:
    """What symbols stand for while lines are carried out.

    `defined` holds what a letter with an index is made of. `product` is that of its terms
    before this step. With `rests`, 0 over anything is 0.
    """

    values: MutableMapping[str, Floats]
    defined: MutableMapping[str, Expression] = field(default_factory=dict)
    product: Floats | None = None
    rests: bool = False

    def copy(self) -> "Scope":
        """The same, on its own from here on."""
        return Scope(dict(self.values), dict(self.defined), self.product, self.rests)

    def at(self, index: str, number: Floats) -> "Scope":
        """The same with one symbol set."""
        return Scope({**self.values, index: number}, self.defined, self.product, self.rests)


def value(expression: Expression, scope: Scope) -> Floats:
    """What an expression comes to. Raises KeyError for a symbol that nothing is known of."""
    match expression:
        case Constant(text):
            return np.asarray(float(text))
        case Symbol():
            return np.asarray(scope.values[expression.text])
        case Indexed(letter, index):
            return value(scope.defined[letter], scope.at("t", value(index, scope)))
        case Sum(terms):
            return sum(  # type: ignore[return-value]
                sign * value(term, scope) for sign, term in terms
            )
        case Product(factors):
            return _multiplied(value(factor, scope) for factor in factors)
        case Fraction(above, below):
            return _divided(value(above, scope), value(below, scope), scope.rests)
        case Power(base, exponent):
            return np.power(value(base, scope), value(exponent, scope))
        case Root(inside):
            return np.sqrt(value(inside, scope))
        case Absolute(inside):
            return np.abs(value(inside, scope))
        case Call(name, arguments):
            return FUNCTIONS[name](*(value(argument, scope) for argument in arguments))
        case Running():
            return _gone_on(expression, scope)
        case Group(inside):
            return value(inside, scope)


def _multiplied(numbers: Iterator[Floats]) -> Floats:
    product = next(numbers)
    for number in numbers:
        product = product * number
    return product


def _divided(above: Floats, below: Floats, rests: bool) -> Floats:
    quotient = above / below
    return np.where(above == 0, 0.0, quotient) if rests else quotient


def _gone_on(running: Running, scope: Scope) -> Floats:
    """The product up to the last index, gone on with from the one before this step."""
    number, last = value(running.first, scope), value(running.last, scope)
    product = np.asarray(1.0)
    if scope.product is not None:
        number, product = scope.values["t"], np.asarray(scope.product)
    for _ in range(int(np.max(last - number)) + 1):
        product = product * value(running.term, scope.at(running.index, number))
        number = number + 1
    return product


def parts(expression: Expression) -> "tuple[Expression, ...]":
    """What an expression is directly made of."""
    match expression:
        case Constant() | Symbol():
            return ()
        case Indexed(_, index):
            return (index,)
        case Sum(terms):
            return tuple(term for _, term in terms)
        case Product(factors):
            return factors
        case Fraction(above, below):
            return (above, below)
        case Power(base, exponent):
            return (base, exponent)
        case Root(inside) | Absolute(inside) | Group(inside):
            return (inside,)
        case Call(_, arguments):
            return arguments
        case Running(_, first, last, term):
            return (first, last, term)


def everything(expression: Expression) -> Iterator[Expression]:
    """An expression and all that it is made of."""
    yield expression
    for part in parts(expression):
        yield from everything(part)


def mentions(expression: Expression, names: "set[str] | frozenset[str]") -> bool:
    """Whether a symbol of these names is anywhere in it."""
    return any(isinstance(e, Symbol) and e.text in names for e in everything(expression))


def is_linear(expression: Expression, names: "set[str] | frozenset[str]") -> bool:
    """Whether the names, taken together, enter it as what may be scaled: alone or as a factor."""
    match expression:
        case Sum(terms):
            return all(is_linear(term, names) for _, term in terms)
        case Product(factors):
            touched = [factor for factor in factors if mentions(factor, names)]
            return len(touched) <= 1 and all(is_linear(factor, names) for factor in touched)
        case Fraction(above, below):
            return is_linear(above, names) and not mentions(below, names)
        case Group(inside):
            return is_linear(inside, names)
        case Constant() | Symbol():
            return True
        case _:
            return not mentions(expression, names)


def plain(expression: Expression) -> str:
    """An expression in plain characters, for a sentence.

    >>> plain(Sum(((1, Root(Symbol("v", r"\\hat"))), (-1, Constant("2")))))
    '√v̂ − 2'
    """
    match expression:
        case Constant(text):
            return text
        case Symbol():
            return expression.text
        case Indexed(letter, _):
            return letter
        case Sum(terms):
            return _signed([(sign, plain(term)) for sign, term in terms])
        case Product(factors):
            return " ".join(plain(factor) for factor in factors)
        case Fraction(above, below):
            return f"{_bracketed(above)}/{_bracketed(below)}"
        case Power(base, exponent):
            small = {"2": "²", "t": "ᵗ"}.get(plain(exponent), f"^{plain(exponent)}")
            return f"{_bracketed(base)}{small}"
        case Root(inside):
            return f"√{_bracketed(inside)}"
        case Absolute(inside):
            return f"|{plain(inside)}|"
        case Call(name, arguments):
            return f"{name}({', '.join(plain(argument) for argument in arguments)})"
        case Running(_, _, _, term):
            return f"∏{plain(term)}"
        case Group(inside):
            return f"({plain(inside)})"


def _signed(terms: "list[tuple[int, str]]") -> str:
    (sign, first), *others = terms
    text = first if sign > 0 else f"−{first}"
    return text + "".join(f" {'+' if sign > 0 else '−'} {term}" for sign, term in others)


def _bracketed(expression: Any) -> str:
    text = plain(expression)
    return f"({text})" if isinstance(expression, Sum | Product | Fraction) else text
