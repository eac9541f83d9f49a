"""A rule written out in a library's arrays, line by line as its formula has it."""

import ast
from dataclasses import dataclass

from app.programs.calls import decays, guarded
from app.programs.formulas import Line, lines_of, names_in, remembered
from app.programs.legs import Leg
from app.programs.numbers import number
from app.programs.sources import python


@dataclass(frozen=True)
class WrittenRule:
    """What a leg needs before its loop, and what its loop does once `g` is known."""

    before: list[str]
    inside: list[str]


def written(
    leg: Leg, module: str, zeros: str, rate: str | None, factor: str | None
) -> WrittenRule:
    """The rule of a leg. `module` stands for NumPy, `zeros` for a memory of nothing; `rate` and
    `factor` are the names of the rate and of the schedule's factor, None where there is none.
    """
    return _Writer(leg, module, zeros, rate, factor).whole()


class _Writer:
    def __init__(
        self, leg: Leg, module: str, zeros: str, rate: str | None, factor: str | None
    ) -> None:
        self._leg = leg
        self._module = module
        self._zeros = zeros
        self._rate = rate
        self._factor = factor
        self._lines = lines_of(leg.convention)
        self._memory = remembered(self._lines)
        self._arrays = {"x", "g", *(ln.target for ln in self._lines if not ln.depends_on_step)}
        self._guarded = guarded(leg)

    def whole(self) -> WrittenRule:
        return WrittenRule(self._numbers() + self._functions() + self._starts(), self._moves())

    def _numbers(self) -> list[str]:
        used = set().union(*(names_in(line.expression) for line in self._lines))
        return [
            f"{name} = {number(value)}"
            for name, value in self._leg.numbers.items()
            if name in used or name == "lr" or (name == "weight_decay" and decays(self._leg))
        ]

    def _functions(self) -> list[str]:
        found = []
        for line in self._lines:
            if line.depends_on_step:
                body = f"    return {self._text(line.expression)}"
                found += ["", "", f"def {line.target}(t):", body, "", ""]
                found += [f"{line.target}_product = 1.0"]
        return found

    def _starts(self) -> list[str]:
        begun = {line.target: line.expression for line in self._lines if line.first}
        return [f"{name} = {self._start(begun.get(name))}" for name in self._memory]

    def _start(self, value: ast.expr | None) -> str:
        if value is None:
            return f"{self._module}.{self._zeros}"
        return f"{self._module}.{self._zeros} + {ast.unparse(value)}"

    def _moves(self) -> list[str]:
        moves = [*self._decay()]
        if any("t" in names_in(line.expression) for line in self._lines):
            moves.append(f"t = step + 1{f' - {self._leg.first}' if self._leg.first else ''}")
        for line in self._lines:
            if line.depends_on_step:
                moves.append(f"{line.target}_product = {line.target}_product * {line.target}(t)")
            elif not line.first:
                moves += self._move(line)
        return moves

    def _decay(self) -> list[str]:
        if not decays(self._leg):
            return []
        kind = self._leg.convention.decay
        if kind == "coupled":
            return ["g = g + weight_decay * x"]
        scale = self._rate if kind == "decoupled" else self._factor
        share = "weight_decay" if scale is None else f"{scale} * weight_decay"
        return [f"x = x - {share} * x  # weight decay, apart from the gradient"]

    def _move(self, line: Line) -> list[str]:
        expression = line.expression
        comment = ""
        if line.target == "x":
            if self._guarded:
                expression = _Guard().visit(expression)
                comment = "  # where nothing was seen, 0 / 0 is 0"
            expression = self._paced(expression)
        return [f"{line.target} = {self._text(expression)}{comment}"]

    def _paced(self, expression: ast.expr) -> ast.expr:
        if self._rate is None:
            done: ast.expr = _Unpaced().visit(expression)
            return done
        return expression

    def _text(self, expression: ast.expr) -> str:
        named = _Named(self._module, self._arrays, self._rate).visit(expression)
        return python(named)


class _Named(ast.NodeTransformer):
    """The module's own name for NumPy, math for what is no array, and the name of the rate."""

    def __init__(self, module: str, arrays: set[str], rate: str | None) -> None:
        self._module = module
        self._arrays = arrays
        self._rate = rate

    def visit_Call(self, node: ast.Call) -> ast.AST:
        plain = not any(names_in(argument) & self._arrays for argument in node.args)
        if isinstance(node.func, ast.Attribute):
            module = "math" if plain else self._module
            arguments = [self.visit(argument) for argument in node.args]
            if (self._module, node.func.attr) == ("keras.ops", "maximum"):
                return _larger(*arguments)
            return ast.Call(ast.Attribute(ast.Name(module), node.func.attr), arguments, [])
        return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Name(self._rate or "rate") if node.id == "rate" else node


def _larger(left: ast.expr, right: ast.expr) -> ast.expr:
    """The larger of two arrays, without keras.ops.maximum, which computes in float32."""
    where = ast.Attribute(ast.Name("keras.ops"), "where")
    return ast.Call(where, [ast.Compare(left, [ast.Gt()], [right]), left, right], [])


class _Unpaced(ast.NodeTransformer):
    """Without a rate: rate * a is a, and rate / a is 1 / a."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        if isinstance(node.left, ast.Name) and node.left.id == "rate":
            rest = self.visit(node.right)
            return rest if isinstance(node.op, ast.Mult) else ast.BinOp(
                ast.Constant(1), node.op, rest
            )
        return self.generic_visit(node)


class _Guard(ast.NodeTransformer):
    """Let 0 / 0 be 0, in the quotient whose denominator has epsilon."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        if isinstance(node.op, ast.Div) and "eps" in names_in(node.right):
            above = _last_factor(node.left)
            nothing = ast.Compare(above, [ast.Eq()], [ast.Constant(0)])
            return ast.BinOp(node.left, node.op, ast.BinOp(node.right, ast.Add(), nothing))
        return self.generic_visit(node)


def _last_factor(expression: ast.expr) -> ast.expr:
    """The array of rate * m, which is m."""
    return expression.right if isinstance(expression, ast.BinOp) else expression
