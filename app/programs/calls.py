"""Which optimizer of a library a leg of a run is, or why none."""

import ast
from dataclasses import dataclass, replace

from app.engine.contracts import Convention, Optimizer
from app.programs.legs import Leg
from app.programs.numbers import number

TITLES = {"numpy": "NumPy", "pytorch": "PyTorch", "optax": "Optax", "keras": "Keras"}


@dataclass(frozen=True)
class Call:
    """A call in our names: `function`, what is given by place, and what by name."""

    function: str
    given: tuple[str, ...]
    named: tuple[tuple[str, str], ...]

    def text(self, leg: Leg, *first: str, kept: frozenset[str] = frozenset()) -> str:
        """The call with this leg's numbers in place, names that are `kept` as they are."""
        values = {name: name for name in kept}
        given = [*first, *(_filled(part, leg, values) for part in self.given)]
        named = [f"{name}={_filled(part, leg, values)}" for name, part in self.named]
        return f"{self.function}({', '.join([*given, *named])})"

    def settings(self, names: set[str], numbers: dict[str, float]) -> list[tuple[str, str]]:
        """What a library's own names are set to when some of ours have changed."""
        leg_numbers = {**numbers}
        return [
            (name, _with(part, leg_numbers))
            for name, part in self.named
            if _names(part) & names
        ]

    @property
    def takes(self) -> set[str]:
        """Our names that the call has a place for."""
        return {name for part in (*self.given, *dict(self.named).values()) for name in _names(part)}


def call_of(leg: Leg, language: str) -> Call | None:
    """The library's own optimizer for this leg, if it has one of the same formula."""
    text = _spelled(leg, language)
    if text is None or guarded(leg) or _takes_up_memory(leg):
        return None
    call = _parsed(text)
    sibling = _sibling(leg.optimizer, language)
    unasked = bool(sibling and sibling.defaults.get("weight_decay"))  # decays unless told not to
    if native(leg, language) and (unasked or decays(leg)):
        return call
    named = [
        (name, "0.0" if name == "weight_decay" else part)
        for name, part in call.named
        if unasked or name != "weight_decay"
    ]
    return replace(call, named=tuple(named))


def native(leg: Leg, language: str) -> bool:
    """Whether the library's own weight decay is that of this leg."""
    text = _spelled(leg, language)
    if text is None or "weight_decay" not in _parsed(text).takes:
        return False
    sibling = _sibling(leg.optimizer, language)
    return sibling is not None and sibling.decay == leg.convention.decay


def reason(leg: Leg, language: str) -> str:
    """Why the rule of a leg is written out by hand; in NumPy it needs no reason."""
    title, label = TITLES[language], leg.optimizer.label
    if language == "numpy":
        return ""
    sibling = _sibling(leg.optimizer, language)
    if _spelled(leg, language) is None:
        if sibling is None:
            return f"{title} has no {label}, so the rule is written out."
        missing = leg.convention.missing.get(language, "")
        return (
            f"{title} has another form of {label}: “{_doc(sibling)}” This one is: "
            f"“{_doc(leg.convention)}” {missing} So the rule is written out."
        ).replace("  ", " ")
    if guarded(leg):
        return (
            f"With ε = 0, {title} makes 0 / 0 of a coordinate that had no gradient yet; here it "
            "does not move. So the rule is written out."
        )
    return (
        f"β is changed from or to 0. {title} keeps no velocity for β = 0 and would begin it "
        "anew, so the rule is written out."
    )


def _doc(convention: Convention) -> str:
    return " ".join((convention.rule.__doc__ or "").split())


def _sibling(optimizer: type[Optimizer], language: str) -> Convention | None:
    """The form that is named after the library."""
    return next((c for c in optimizer.conventions if c.name == language), None)


def _spelled(leg: Leg, language: str) -> str | None:
    """How the library spells the leg's formula."""
    if language in leg.convention.calls:
        return leg.convention.calls[language]
    sibling = _sibling(leg.optimizer, language)
    if sibling is None or sibling.rule is not leg.convention.rule:
        return None
    return sibling.calls.get(language)


def guarded(leg: Leg) -> bool:
    """Whether 0 / 0 may come up on this leg, and is 0 to its rule."""
    return leg.convention.rule.rests and 0.0 in leg.ever("eps")


def decays(leg: Leg) -> bool:
    """Whether there ever is weight decay on a leg."""
    return leg.ever("weight_decay") != {0.0}


def _takes_up_memory(leg: Leg) -> bool:
    """Whether a β is changed from or to 0."""
    betas = {name for name in leg.changed() if name.startswith("beta")}
    return any(0.0 in leg.ever(name) for name in betas)


def _parsed(text: str) -> Call:
    tree = ast.parse(text, mode="eval").body
    assert isinstance(tree, ast.Call)  # noqa: S101 - what a convention's calls are
    named = [(word.arg or "", ast.unparse(word.value)) for word in tree.keywords]
    given = [ast.unparse(argument) for argument in tree.args]
    return Call(ast.unparse(tree.func), tuple(given), tuple(named))


def _names(part: str) -> set[str]:
    tree = ast.parse(part, mode="eval")
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return found - {"optax", "torch", "keras"}


def _filled(part: str, leg: Leg, kept: dict[str, str]) -> str:
    numbers = {"lr": 1.0, **leg.numbers}
    return _with(part, {name: value for name, value in numbers.items() if name not in kept})


def _with(part: str, numbers: dict[str, float]) -> str:
    """The expression with numbers for names; a comparison of numbers is made at once."""
    tree = ast.parse(part, mode="eval")
    done = _Filled(numbers).visit(tree)
    text = ast.unparse(ast.fix_missing_locations(done))
    for name, value in numbers.items():
        text = text.replace(f"__{name}__", number(value))
    return text


class _Filled(ast.NodeTransformer):
    def __init__(self, numbers: dict[str, float]) -> None:
        self._numbers = numbers

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Name(f"__{node.id}__") if node.id in self._numbers else node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        left, right = ast.unparse(node.left), node.comparators[0]
        if left in self._numbers and isinstance(right, ast.Constant):
            return ast.Constant(self._numbers[left] > float(str(right.value)))
        return self.generic_visit(node)
