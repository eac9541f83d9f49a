"""A rule's formula as lines of Python, in the rule's own letters."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from app.engine.contracts import Convention
from app.engine.formula import Expression, Symbol, line_from
from app.engine.formula.tree import (
    Absolute,
    Call,
    Constant,
    Fraction,
    Group,
    Indexed,
    Power,
    Product,
    Root,
    Running,
    Sum,
)

FUNCTIONS = {"max": "maximum", "min": "minimum"}  # what NumPy calls differently
LETTERS = {
    "θ": "x", "η": "rate", "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "μ": "mu",
    "ρ": "rho", "σ": "sigma", "Δ": "difference",
}
HATS = {r"\hat": "_hat", r"\tilde": "_tilde", r"\bar": "_mean"}


@dataclass(frozen=True)
class Line:
    """One line of a formula: `target` becomes what `expression` says.

    A `first` line says where the target begins. A target that `depends_on_step`, such as mu_t,
    is a function of t.
    """

    target: str
    expression: ast.expr
    first: bool = False
    depends_on_step: bool = False


def lines_of(convention: Convention) -> list[Line]:
    """The lines of a rule, weight decay left out, in the order in which they are computed."""
    names = {slider.symbol: name for name, slider in convention.sliders.items() if name != "lr"}
    reader = _Reader({"η": "rate", **names})
    return [reader.line(text) for text in convention.rule.formula]


def names_in(expression: ast.AST) -> set[str]:
    """The names that an expression reads, those of NumPy's functions left out."""
    return {node.id for node in ast.walk(expression) if isinstance(node, ast.Name)} - {"np"}


def remembered(lines: Sequence[Line]) -> list[str]:
    """What is carried from step to step: targets that are read before they are assigned."""
    moving = [line for line in lines if not line.first and not line.depends_on_step]
    done: set[str] = set()
    found: set[str] = set()
    targets = [line.target for line in moving]
    for line in moving:
        found |= names_in(line.expression) & set(targets) - done - {"x"}
        done.add(line.target)
    return sorted(found, key=targets.index)


class _Reader:
    """Makes Python of what was read; `names` are those of hyperparameters, by symbol."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def line(self, text: str) -> Line:
        read = line_from(text)
        target = read.target
        expression = self.python(read.expression)
        if isinstance(target, Indexed):
            return Line(LETTERS[target.letter], expression, depends_on_step=True)
        begins = target.below == "0"
        name = self._name(Symbol(target.letter, target.accent) if begins else target)
        return Line(name, expression, first=begins)

    def python(self, expression: Expression) -> ast.expr:
        """An expression as Python; functions are NumPy's."""
        match expression:
            case Constant(text):
                return ast.Constant(float(text) if "." in text else int(text))
            case Symbol():
                return ast.Name(self._name(expression))
            case Indexed(letter, index):
                return ast.Call(ast.Name(LETTERS[letter]), [self.python(index)], [])
            case Sum(terms):
                return self._sum(terms)
            case Product(factors):
                return self._product([self.python(factor) for factor in factors])
            case Fraction(above, below):
                return ast.BinOp(self.python(above), ast.Div(), self.python(below))
            case Power(base, exponent):
                return ast.BinOp(self.python(base), ast.Pow(), self.python(exponent))
            case Root(inside):
                return _numpy("sqrt", self.python(inside))
            case Absolute(inside):
                return _numpy("abs", self.python(inside))
            case Call(name, arguments):
                return _numpy(FUNCTIONS.get(name, name), *map(self.python, arguments))
            case Running(_, _, last, Indexed(letter, _)):
                return self._running(LETTERS[letter], self.python(last))
            case Group(inside):
                return self.python(inside)
        raise ValueError(f"a program has no words for {expression}")

    def _name(self, symbol: Symbol) -> str:
        """A symbol as a name: beta1, m_hat, v_max."""
        if symbol.text in self._names:
            return self._names[symbol.text]
        below = f"_{symbol.below}" if symbol.below else ""
        return LETTERS.get(symbol.letter, symbol.letter) + HATS.get(symbol.accent, "") + below

    def _sum(self, terms: Sequence[tuple[int, Expression]]) -> ast.expr:
        (sign, first), *others = terms
        whole = self.python(first)
        if sign < 0:
            whole = ast.UnaryOp(ast.USub(), whole)
        for sign, term in others:
            operator = ast.Add() if sign > 0 else ast.Sub()
            whole = ast.BinOp(whole, operator, self.python(term))
        return whole

    def _product(self, factors: Sequence[ast.expr]) -> ast.expr:
        """a (b / c) is written a * b / c, which needs no brackets."""
        whole, *others = factors
        for factor in others:
            if isinstance(factor, ast.BinOp) and isinstance(factor.op, ast.Div):
                above = ast.BinOp(whole, ast.Mult(), factor.left)
                whole = ast.BinOp(above, ast.Div(), factor.right)
            else:
                whole = ast.BinOp(whole, ast.Mult(), factor)
        return whole

    def _running(self, name: str, last: ast.expr) -> ast.expr:
        """The product of mu_1 to mu_t is mu_product, and up to t + 1 that times mu(t + 1)."""
        product = ast.Name(f"{name}_product")
        if isinstance(last, ast.Name):
            return product
        return ast.BinOp(product, ast.Mult(), ast.Call(ast.Name(name), [last], []))


def _numpy(name: str, *arguments: ast.expr) -> ast.expr:
    return ast.Call(ast.Attribute(ast.Name("np"), name), list(arguments), [])
