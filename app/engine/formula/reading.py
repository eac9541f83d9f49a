"""LaTeX read as expressions: the few commands that rules are written in, and no others."""

import re
from dataclasses import dataclass
from functools import cached_property

from app.engine.formula.tree import (
    FUNCTIONS,
    HATS,
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
    everything,
    mentions,
)

GREEK = dict(
    zip(
        r"\alpha \beta \gamma \delta \epsilon \varepsilon \zeta \eta \theta \kappa \lambda \mu"
        r" \nu \xi \rho \sigma \tau \phi \varphi \chi \psi \omega \Delta \Sigma".split(),
        "αβγδεεζηθκλμνξρστφφχψωΔΣ",
        strict=True,
    )
)
TOKEN = re.compile(r"\\[A-Za-z]+|\\[,;!: ]|\d+(?:\.\d+)?|[A-Za-z]|[-+*/^_(){}|,=]|\s+|(.)")
SPACES = re.compile(r"\\[,;!: ]|\s+|\\left|\\right|\\quad")
TIMES = (r"\cdot", r"\times", "*")
ENDS = {"", ")", "}", ",", "+", "-", "/", r"\leftarrow", "="}


class Unreadable(ValueError):
    """A line of a formula that is written in more LaTeX than is understood here."""


@dataclass(frozen=True)
class Line:
    """What its right side comes to is from then on what its left side stands for."""

    target: Symbol | Indexed
    expression: Expression

    @property
    def symbol(self) -> str:
        """The left side in plain characters; a letter with an index without it."""
        return self.target.letter if isinstance(self.target, Indexed) else self.target.text

    @cached_property
    def symbols(self) -> frozenset[str]:
        """The symbols on the right side, in plain characters."""
        found = everything(self.expression)
        return frozenset(each.text for each in found if isinstance(each, Symbol))


def line_from(latex: str) -> Line:
    r"""Read `symbol \leftarrow expression`. Raises Unreadable."""
    reader = _Reader(latex)
    target = reader.atom()
    if not isinstance(target, Symbol | Indexed):
        raise reader.stuck("a symbol was expected on the left")
    reader.take(r"\leftarrow")
    expression = reader.sum()
    if reader.next:
        raise reader.stuck(f"{reader.next!r} was not expected")
    return Line(target, expression)


class _Reader:
    """Goes through the tokens of one line."""

    def __init__(self, latex: str) -> None:
        self._latex = latex
        self._tokens = []
        for found in TOKEN.finditer(latex):
            if found[1]:
                raise self.stuck(f"{found[1]!r} was not expected")
            if not SPACES.fullmatch(found[0]):
                self._tokens.append(found[0])
        self._at = 0
        self._bars = 0
        self._indices = {"t"}

    @property
    def next(self) -> str:
        """The token ahead; nothing at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def stuck(self, why: str) -> Unreadable:
        """What is wrong with the line."""
        return Unreadable(f"cannot read the formula {self._latex!r}: {why}")

    def take(self, wanted: str = "") -> str:
        """Step over a token."""
        token = self.next
        if not token or (wanted and token != wanted):
            raise self.stuck(f"{wanted or 'something'!r} was expected, not {token or 'the end'!r}")
        self._at += 1
        return token

    def sum(self) -> Expression:
        """Terms with signs between them."""
        terms = []
        sign = 1
        if self.next in ("+", "-"):
            sign = 1 if self.take() == "+" else -1
        terms.append((sign, self._term()))
        while self.next in ("+", "-"):
            sign = 1 if self.take() == "+" else -1
            terms.append((sign, self._term()))
        return terms[0][1] if len(terms) == 1 and terms[0][0] > 0 else Sum(tuple(terms))

    def _term(self) -> Expression:
        factors = [self._factor()]
        while self.next not in ENDS and not (self._bars and self.next == "|"):
            if self.next in TIMES:
                self.take()
            factors.append(self._factor())
        whole = factors[0] if len(factors) == 1 else Product(tuple(factors))
        while self.next == "/":
            self.take()
            whole = Fraction(whole, self._factor(), inline=True)
        return whole

    def _factor(self) -> Expression:
        base = self.atom()
        if self.next != "^":
            return base
        self.take()
        return Power(base, self._braced() if self.next == "{" else self.atom())

    def atom(self) -> Expression:
        """What is no sum, product or power."""
        mark = self.take()
        if mark[0].isdigit():
            return Constant(mark)
        if mark == "(":
            inside = self._until(")")
            return Group(inside)
        if mark == "{":
            self._at -= 1
            return self._braced()
        if mark == "|":
            return self._between_bars()
        if mark == r"\frac":
            return Fraction(self._braced(), self._braced())
        if mark == r"\sqrt":
            return Root(self._braced())
        if mark == r"\prod":
            return self._running()
        if mark in (r"\mathrm", r"\operatorname"):
            return self._call(self._word())
        if mark.removeprefix("\\") in FUNCTIONS:
            return self._call(mark.removeprefix("\\"))
        return self._symbol(mark)

    def _until(self, end: str) -> Expression:
        bars, self._bars = self._bars, 0
        inside = self.sum()
        self.take(end)
        self._bars = bars
        return inside

    def _braced(self) -> Expression:
        self.take("{")
        return self._until("}")

    def _between_bars(self) -> Expression:
        self._bars += 1
        inside = self.sum()
        self.take("|")
        self._bars -= 1
        return Absolute(inside)

    def _call(self, name: str) -> Expression:
        if name not in FUNCTIONS:
            raise self.stuck(f"there is no function {name!r}; there are {', '.join(FUNCTIONS)}")
        self.take("(")
        bars, self._bars = self._bars, 0
        arguments = [self.sum()]
        while self.next == ",":
            self.take()
            arguments.append(self.sum())
        self.take(")")
        self._bars = bars
        return Call(name, tuple(arguments))

    def _running(self) -> Expression:
        self.take("_")
        self.take("{")
        index = self.take()
        self.take("=")
        first = self._until("}")
        self.take("^")
        last = self._braced() if self.next == "{" else self.atom()
        self._indices.add(index)
        term = self._factor()
        self._indices.discard(index)
        return Running(index, first, last, term)

    def _symbol(self, token: str) -> Symbol | Indexed:
        accent = ""
        if token in HATS:
            accent = token
            bare = self.next != "{"
            token = self.take() if bare else (self.take(), self.take(), self.take("}"))[1]
        letter = GREEK.get(token, token)
        if not (len(letter) == 1 and letter.isalpha()):
            raise self.stuck(f"{token!r} is not understood")
        if self.next != "_":
            return Symbol(letter, accent)
        self.take()
        return self._below(letter, accent)

    def _below(self, letter: str, accent: str) -> Symbol | Indexed:
        """A letter with what is below it: an index that moves with the steps, or a name."""
        start = self._at
        if self.next == "{" and self._tokens[start + 1].removeprefix("\\").isalpha():
            word = self._word() if self._tokens[start + 2] in ("}", "{") else ""
            if word and word not in self._indices:
                return Symbol(letter, accent, word)
            self._at = start
        index = self._braced() if self.next == "{" else self.atom()
        if mentions(index, self._indices):
            return Indexed(letter, index)
        if isinstance(index, Constant | Symbol):
            below = index.text
            return Symbol(letter, accent, below)
        raise self.stuck(f"what is below {letter!r} is not understood")

    def _word(self) -> str:
        r"""The letters in braces, `{\mathrm{before}}` and `{\max}` included."""
        self.take("{")
        letters = ""
        while self.next != "}":
            if self.next == r"\mathrm":
                self.take()
                letters += self._word()
            else:
                letters += self.take().removeprefix("\\")
        self.take("}")
        return letters
