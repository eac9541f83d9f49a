"""The lines of a rule, read: what they compute, and how they are written with numbers in place."""

from app.engine.formula.lines import Step, carried_out, first_scope, lines_of
from app.engine.formula.mathml import in_numbers, in_symbols
from app.engine.formula.names import name_of
from app.engine.formula.parts import effective_rate, from_memory
from app.engine.formula.reading import Line, Unreadable, line_from
from app.engine.formula.tree import Expression, Scope, Symbol, plain, value

__all__ = [
    "Expression",
    "Line",
    "Scope",
    "Step",
    "Symbol",
    "Unreadable",
    "carried_out",
    "effective_rate",
    "first_scope",
    "from_memory",
    "in_numbers",
    "in_symbols",
    "line_from",
    "lines_of",
    "name_of",
    "plain",
    "value",
]
