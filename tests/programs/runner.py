"""Runs programs, as they are or one step at a time from points that are given.

    python -m tests.programs.runner < programs.json > paths.json

Read is [{"text", "points": [[x, y], ...] or null}, ...], written are the paths. With points, the
program is put on the given point before each of its steps and keeps its own memory.
"""

import ast
import json
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO
from typing import Any

import numpy as np

Path = list[list[float]]


def ran(text: str, points: Sequence[Sequence[float]] | None = None) -> Path:
    """The path of a program."""
    tree = ast.parse(text)
    space: dict[str, Any] = {"__name__": "__main__"}
    if points is not None:
        for loop in ast.walk(tree):
            if isinstance(loop, ast.For) and ast.unparse(loop.target) == "step":
                loop.body.insert(0, ast.parse("x = _put(x, step)").body[0])
        space["_put"] = lambda x, step: _moved(x, points[step])
    with redirect_stdout(StringIO()):
        exec(compile(ast.fix_missing_locations(tree), "<program>", "exec"), space)  # noqa: S102
    return [[float(number) for number in point] for point in space["path"]]


def _moved(x: Any, point: Sequence[float]) -> Any:
    """The point, as the kind of array that x is."""
    kind = type(x).__module__.split(".")[0]
    if kind == "numpy":
        return np.array(point)
    if kind == "torch":
        torch: Any = import_module("torch")
        if not x.requires_grad:
            return torch.tensor(point, dtype=torch.float64)
        with torch.no_grad():
            return x.copy_(torch.tensor(point, dtype=torch.float64))
    if kind == "keras":
        x.assign(np.array(point))
        return x
    jnp: Any = import_module("jax.numpy")
    return jnp.array(point)


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    json.dump([ran(entry["text"], entry["points"]) for entry in asked], sys.stdout)
