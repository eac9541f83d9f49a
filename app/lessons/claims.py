"""Claims: short expressions over the computed races of a lesson, held against the numbers.

    status(three_rates.large) == 'diverged' and loss(three_rates.good) < 1e-6

Names are races and their runs, the measures of measures.py, abs, min and max, inf, and END for
the last step; there are numbers, texts, arithmetic, comparisons, and, or, not. Nothing else is
evaluated.
"""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.engine.catalogue import nearest
from app.lessons.head import Claim
from app.lessons.lesson import Lesson
from app.lessons.measures import MEASURES, Value
from app.lessons.ran import Races, Ran, Unmeasurable
from app.spec import Refused

PLAIN: Mapping[str, Callable[..., Any]] = {"abs": abs, "min": min, "max": max}
_ARITHMETIC: Mapping[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_COMPARISONS: Mapping[type[ast.AST], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


class BadClaim(ValueError):
    """A claim that cannot be computed, in a sentence that names it and what is wrong."""


@dataclass(frozen=True)
class Finding:
    """What came of a claim: whether it holds, and the value of each measure in it."""

    claim: Claim
    holds: bool
    parts: Mapping[str, Value]


class Examiner:
    """Holds the claims of one lesson against its races, which are computed once."""

    def __init__(self, lesson: Lesson) -> None:
        self._lesson = lesson
        self._races = Races(lesson.races)

    def examine(self, claim: Claim) -> Finding:
        """Compute one claim. Raises BadClaim."""
        parts: dict[str, Value] = {}
        found = self.value(claim.holds, parts)
        if not isinstance(found, bool):
            words = f"it is {found!r}, neither true nor false; compare it with something"
            raise self._bad(claim.holds, words)
        return Finding(claim, found, parts)

    def value(self, expression: str, parts: dict[str, Value] | None = None) -> Value:
        """Compute an expression; the value of each measure goes into `parts`. Raises BadClaim."""
        try:
            tree = ast.parse(expression.strip(), mode="eval")
            found = _Reading(self._races, {} if parts is None else parts).of(tree.body)
        except SyntaxError as error:
            raise self._bad(expression, f"it is no expression: {error.msg}") from None
        except (Refused, Unmeasurable, TypeError, ArithmeticError, IndexError) as error:
            raise self._bad(expression, str(error)) from None
        if not isinstance(found, bool | int | float | str):
            raise self._bad(expression, "it is no number; measure something on a run")
        return found

    def _bad(self, expression: str, words: str) -> BadClaim:
        return BadClaim(f"{self._lesson.name}: {expression!r}: {words}")


class _Reading:
    """One expression being read."""

    def __init__(self, races: Races, parts: dict[str, Value]) -> None:
        self._races = races
        self._parts = parts

    def of(self, node: ast.expr) -> Any:
        """The value of one node. Raises Unmeasurable where it is none that claims may have."""
        match node:
            case ast.Constant(value=bool() | int() | float() | str()):
                return node.value
            case ast.Name(id="inf"):
                return math.inf
            case ast.Name(id="END"):
                return None
            case ast.Attribute(value=ast.Name(id=race), attr=run):
                return self._run(race, run)
            case ast.Call(func=ast.Name(id=name)):
                return self._call(node, name)
            case ast.UnaryOp(op=ast.USub()):
                return -self.of(node.operand)
            case ast.UnaryOp(op=ast.Not()):
                return not self.of(node.operand)
            case ast.BinOp() if type(node.op) in _ARITHMETIC:
                return _ARITHMETIC[type(node.op)](self.of(node.left), self.of(node.right))
            case ast.BoolOp(op=op):
                parts = [self.of(part) for part in node.values]
                return all(parts) if isinstance(op, ast.And) else any(parts)
            case ast.Compare() if all(type(op) in _COMPARISONS for op in node.ops):
                return self._comparison(node)
        raise Unmeasurable(f"{ast.unparse(node)!r} is nothing that a claim may say")

    def _run(self, race: str, run: str) -> Ran:
        if race not in self._races.names:
            known = dict.fromkeys(self._races.names)
            raise Unmeasurable(f"there is no race {race!r}{nearest(race, known)}")
        runs = self._races.runs(race)
        if run not in runs:
            raise Unmeasurable(f"race {race!r} has no run {run!r}{nearest(run, runs)}")
        return runs[run]

    def _call(self, node: ast.Call, name: str) -> Value:
        known = {**PLAIN, **MEASURES}
        if name not in known:
            raise Unmeasurable(f"there is no measure {name!r}{nearest(name, known)}")
        given = [self.of(argument) for argument in node.args]
        named = {word.arg: self.of(word.value) for word in node.keywords if word.arg}
        if name in MEASURES and not (given and isinstance(given[0], Ran)):
            raise Unmeasurable(f"{name} must be given a run first, written race.run")
        found: Value = known[name](*given, **named)
        if name in MEASURES:
            self._parts[ast.unparse(node)] = found
        return found

    def _comparison(self, node: ast.Compare) -> bool:
        """A chain such as 0 < a < b: every link is computed, so that all parts are told."""
        values = [self.of(part) for part in [node.left, *node.comparators]]
        links = zip(node.ops, values, values[1:], strict=False)
        return all(_COMPARISONS[type(link)](left, right) for link, left, right in links)
