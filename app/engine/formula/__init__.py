"""The lines of a rule, read: what they compute, and how they are written with numbers in place."""

from app.engine.formula.lines import POINT, Step, carried_out, first_scope, lines_of
from app.engine.formula.mathml import alone, in_numbers, in_symbols
from app.engine.formula.names import name_of
from app.engine.formula.parts import (
    DECAY,
    GRADIENT,
    effective_rate,
    from_memory,
    momentum_kept,
    share_kept,
    signed,
    sums_of_squares,
    velocities,
)
from app.engine.formula.reading import Line, Unreadable, line_from
from app.engine.formula.tree import Expression, Scope, Symbol, plain, value

__all__ = [
    "DECAY",
    "GRADIENT",
    "POINT",
    "Expression",
    "Line",
    "Scope",
    "Step",
    "Symbol",
    "Unreadable",
    "alone",
    "carried_out",
    "effective_rate",
    "first_scope",
    "from_memory",
    "in_numbers",
    "in_symbols",
    "line_from",
    "lines_of",
    "momentum_kept",
    "name_of",
    "plain",
    "share_kept",
    "signed",
    "sums_of_squares",
    "value",
    "velocities",
]
