"""Methods of menu entries as plain functions of one point, from their own source.

A surface and a schedule say once what they compute. What a program needs of it is read there:
`self` goes, parameters become constants, and what is written for many points at once is written
for one.
"""

import ast
import inspect
import math
import re
import textwrap
from collections.abc import Iterator
from typing import Any, get_type_hints

# What a program calls its own things: functions of an entry get other names.
TAKEN = frozenset(
    "x f g m u v t lr eps beta rate step path noise push factor begin after gradient".split()
)

# What the engine brings to NumPy, and a program takes from the standard library.
WITHOUT_NUMPY = {"erf": "erf = np.vectorize(erf)"}


class Functions:
    """The functions and constants that some methods of an entry need, each before its use.

    `module` is what stands for NumPy. `imports` are names from the standard library. What is
    written for `points` is rewritten for one of them; other arrays are left as they are.
    """

    def __init__(self, entry: Any, module: str = "np", points: bool = True) -> None:
        self._entry = entry
        self._module = module
        self.points = points
        self._scope = vars(inspect.getmodule(type(entry)))
        self._taken = TAKEN | set(_assigned(ast.parse(inspect.getsource(type(entry)))))
        self._done: dict[str, str] = {}
        self.constants: dict[str, Any] = {}
        self.imports: dict[str, set[str]] = {}
        self.uses_arrays = False

    def add(self, method: str, name: str = "", notes: str = "") -> None:
        """Take in a method, under another name if one is given."""
        self._write(getattr(type(self._entry), method), name or method, notes)

    def text(self) -> list[str]:
        """The functions, two empty lines between them."""
        return list(self._done.values())

    def _write(self, function: Any, name: str, notes: str = "") -> None:
        function = function.fget if isinstance(function, property) else function
        tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
        assert isinstance(tree, ast.FunctionDef)  # noqa: S101 - what a function's source is
        plain = _Plain(self).plain(tree, name, notes)
        self._done[name] = python(plain)

    def of_self(self, name: str) -> ast.expr:
        """What `self.name` is in a program: a constant, or a function."""
        found = inspect.getattr_static(type(self._entry), name, None)
        if isinstance(found, property):
            return ast.Call(self.function(found.fget, name), [], [])
        if callable(found):
            return self.function(found, name)
        constant = name.upper()
        value = getattr(self._entry, name)
        whole = get_type_hints(type(self._entry)).get(name) is int
        self.constants[constant] = int(value) if whole else value
        return ast.Name(constant)

    def of_module(self, name: str) -> ast.expr:
        """What a name of the entry's module is in a program."""
        found = self._scope.get(name)
        if name == "np":
            self.uses_arrays = True
            return ast.Name(self._module)
        if inspect.isclass(found) and issubclass(found, tuple):
            names = " ".join(getattr(found, "_fields", ()))
            self.imports.setdefault("collections", set()).add("namedtuple")
            self._done.setdefault(name, f'{name} = namedtuple("{name}", "{names}")')
        elif inspect.isfunction(found) and found.__module__ == self._scope["__name__"]:
            return self.function(found, name)
        elif name in WITHOUT_NUMPY:
            self._done.setdefault(name, WITHOUT_NUMPY[name])
            self.imports.setdefault("math", set()).add(name)
        elif isinstance(found, int | float) and name.isupper():
            self.constants[name] = found
        elif (home := _home(name, found)) is not None:
            self.imports.setdefault(home, set()).add(name)
        return ast.Name(name)

    def function(self, found: Any, name: str) -> ast.Name:
        """The function's name in the program; its text comes before that of who calls it."""
        plain = name.lstrip("_")
        plain = f"{plain}_of" if plain in self._taken else plain
        if plain not in self._done:
            self._write(found, plain)
        return ast.Name(plain)


def python(tree: ast.AST) -> str:
    """The text of a tree, with powers and pairs written as people write them."""
    text = ast.unparse(ast.fix_missing_locations(tree))
    text = re.sub(r"(?<![\w.])([\w.]+) \*\* ([\w.]+)(?![\w.(\[])", r"\1**\2", text)
    return "\n".join(_without_brackets(line) for line in text.splitlines())


def _without_brackets(line: str) -> str:
    """return (a, b) as return a, b."""
    found = re.fullmatch(r"(\s*(?:return|[\w, ]+ =) )\((.*)\)", line)
    if found is None:
        return line
    try:
        inside = ast.parse(found[2], mode="eval").body
    except SyntaxError:
        return line
    return found[1] + found[2] if isinstance(inside, ast.Tuple) else line


def _home(name: str, found: Any) -> str | None:
    """The module of the standard library that a name comes from."""
    return "math" if found is not None and getattr(math, name, None) is found else None


class _Plain(ast.NodeTransformer):
    """One function, rewritten for a program."""

    def __init__(self, functions: Functions) -> None:
        self._functions = functions
        self._locals: set[str] = set()

    def plain(self, tree: ast.FunctionDef, name: str, notes: str) -> ast.FunctionDef:
        names = [a.arg for a in tree.args.args if a.arg not in ("self", "lanes")]
        self._locals = {*names, *_assigned(tree)}
        body = [statement for statement in tree.body if not _is_docstring(statement)]
        done = [self.visit(statement) for statement in body]
        done = list(_without_detour(done))
        if notes:
            done.insert(0, ast.Expr(ast.Constant(notes)))
        arguments = ast.arguments([], [ast.arg(a) for a in names], None, [], [], None, [])
        return ast.FunctionDef(name, arguments, done, [], None, None)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        assert node.value is not None  # noqa: S101 - a declaration without one says nothing
        return self.visit(ast.Assign([node.target], node.value))

    def visit_Assign(self, node: ast.Assign) -> Any:
        if _takes_apart(node):
            return ast.Assign(node.targets, ast.Name("x"))
        return self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        if isinstance(node.value, ast.Name) and node.value.id == "self":
            return self._functions.of_self(node.attr)
        if node.attr == "real":  # a point of a program is never complex
            return self.visit(node.value)
        return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> Any:
        return node if node.id in self._locals else self._functions.of_module(node.id)

    def visit_Subscript(self, node: ast.Subscript) -> Any:
        """x[..., 0] is x[0] of one point, and v[..., None] is v."""
        one = self._functions.points and isinstance(node.slice, ast.Tuple)
        if one and isinstance(node.slice, ast.Tuple) and _is(node.slice.elts[0], ...):
            place = node.slice.elts[1]
            if _is(place, None):
                return self.visit(node.value)
            return ast.Subscript(self.visit(node.value), place, node.ctx)
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> Any:
        name = ast.unparse(node.func)
        if name == "np.square" and self._functions.points:
            return ast.BinOp(self.visit(node.args[0]), ast.Pow(), ast.Constant(2))
        if name in ("np.full", "np.zeros", "np.ones") and ast.unparse(node.args[0]) == "lanes":
            value = {"np.zeros": ast.Constant(0), "np.ones": ast.Constant(1.0)}
            return self.visit(value.get(name) or node.args[1])
        if name == "join":
            pair = [self.visit(argument) for argument in node.args]
            self._functions.uses_arrays = True
            module = self.visit(ast.Name("np"))
            if ast.unparse(module) == "np":
                return ast.Call(ast.Attribute(module, "array"), [ast.List(pair)], [])
            return ast.Call(ast.Attribute(module, "stack"), [ast.Tuple(pair)], [])
        return self.generic_visit(node)


def _assigned(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _is(node: ast.expr, value: Any) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _takes_apart(node: ast.Assign) -> bool:
    """Whether this is px, py = x[..., 0], x[..., 1]."""
    return isinstance(node.targets[0], ast.Tuple) and ast.unparse(node.value) in (
        "(x[..., 0], x[..., 1])",
    )


def _without_detour(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """A name that is assigned only to be returned is not needed."""
    *before, last = body
    assigned = before[-1] if before else None
    if (
        isinstance(last, ast.Return)
        and isinstance(last.value, ast.Name)
        and isinstance(assigned, ast.Assign)
        and ast.unparse(assigned.targets[0]) == last.value.id
    ):
        yield from before[:-1]
        yield ast.Return(assigned.value)
    else:
        yield from body


def listed(names: list[str]) -> str:
    """Different names in a row."""
    return ", ".join(dict.fromkeys(names))
