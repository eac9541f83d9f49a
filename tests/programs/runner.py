"""Runs programs, as they are or one step at a time from points that are given.

    python -m tests.programs.runner < programs.json > paths.json

Read is [{"text", "points": [[x, y], ...] or null, "told": object or null}, ...], written are the
paths. With points, the program is put on the given point before each of its steps and keeps its
own memory. What is `told` is the answer to the only request that a program makes.
"""

import ast
import json
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from importlib import import_module
from io import BytesIO, StringIO
from typing import Any
from unittest.mock import patch

import numpy as np

Path = list[list[float]]
Points = Sequence[Sequence[float]]


def ran(text: str, points: Points | None = None, told: object = None) -> Path:
    """Where a program has been: at its start, and after each of its steps."""
    tree = ast.parse(text)
    for loop in ast.walk(tree):
        if isinstance(loop, ast.For) and ast.unparse(loop.target) == "step":
            loop.body.insert(0, ast.parse("x = _met(x, step)").body[0])
    path: Path = []

    def met(x: Any, step: int) -> Any:
        path.append(_numbers(x))
        return x if points is None else _moved(x, points[step])

    space: dict[str, Any] = {"__name__": "__main__", "_met": met}
    answer = BytesIO(json.dumps(told).encode())
    with redirect_stdout(StringIO()), patch("urllib.request.urlopen", return_value=answer):
        exec(compile(ast.fix_missing_locations(tree), "<program>", "exec"), space)  # noqa: S102
    return [*path, _numbers(space["x"])]


def _numbers(x: Any) -> list[float]:
    """A point as plain numbers."""
    if type(x).__module__.startswith("keras"):
        x = x.value
    if hasattr(x, "detach"):
        x = x.detach()
    return [float(number) for number in x.tolist()]


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
    json.dump([ran(each["text"], each["points"], each.get("told")) for each in asked], sys.stdout)
