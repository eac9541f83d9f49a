"""The formula in the docstring and the one on the page, worked out without the engine."""

import math
import re
from dataclasses import fields

import numpy as np
import pytest

from app.engine.catalogue import SURFACES
from app.engine.contracts import Surface
from app.engine.slider import sliders_of

FUNCTIONS = {"max": max, "abs": abs, **{n: getattr(math, n) for n in ("sin", "cos", "exp", "sqrt")}}
GREEK = {r"\kappa": "condition", r"\varphi": "rotation", r"\pi": "pi"}
every = pytest.mark.parametrize("kind", SURFACES.values(), ids=list(SURFACES))


def evaluated(text: str, known: dict[str, float]) -> float:
    """The value of a formula in which a space, or nothing, may stand for `times`."""
    parts: list[str] = []
    for part in re.findall(r"\d+\.?\d*|[a-z]+|\*\*|[-+*/(),]", text.replace("^", " ** ")):
        before = parts[-1] if parts else "+"
        if re.match(r"[\d.a-z(]", part) and re.match(r"[\d.a-z)]", before):
            parts += [] if before in FUNCTIONS else ["*"]
        parts.append(part)
    return float(eval(" ".join(parts), {"__builtins__": {}}, {**FUNCTIONS, **known}))  # noqa: S307


def assembled(text: str, known: dict[str, float]) -> float:
    """f from `f(x, y) = ...` and what it names: `u = ...` after it, in any order."""
    named = re.compile(r"(f\(x, y\)|\b[a-z]) = (.*?)(?=,? *(?:\b[a-z]|f\(x, y\)) = |$)")
    formulas = dict(named.findall(text))
    main = formulas.pop("f(x, y)")
    return evaluated(main, known | {name: evaluated(it, known) for name, it in formulas.items()})


def from_docstring(kind: type[Surface]) -> str:
    """The paragraph that starts with `f(x, y) =`, its `with` and `and` taken for commas."""
    paragraph = next(p for p in (kind.__doc__ or "").split("\n\n") if "f(x, y) =" in p)
    return re.sub(r"\s+(with|and)\s+", ", ", paragraph).strip()


def from_latex(kind: type[Surface]) -> str:
    """The page's formula in the words of the docstring."""
    text = kind.formula
    for name, slider in sliders_of(kind):
        text = re.sub(rf"(?<![a-z\\]){slider.symbol}(?![a-z])", f" {name} ", text)
    for letter, name in GREEK.items():
        text = text.replace(letter, f" {name} ")
    text = re.sub(r"\\(left|right)", "", text).replace("[", "(").replace("]", ")")
    text = re.sub(r"\\(,|quad)", " ", text)
    text = text.replace(r"\tfrac12", "(1/2)")
    text = re.sub(r"\\t?frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))", text)
    text = re.sub(r"\\sqrt\{([^{}]*)\}", r"sqrt(\1)", text)
    text = re.sub(r"\\(sin|cos) ([^-+,})]*)", r"\1(\2)", text).replace("\\", "")
    text = re.sub(r"\|([^|]*)\|", r"abs(\1)", text)
    text = re.sub(r"e\^\{([^{}]*)\}", r"exp(\1)", text)
    return text.replace("xy", "x y")


@every
@pytest.mark.parametrize("read", [from_docstring, from_latex])
def test_formula_gives_the_value(kind, read):
    low, high = np.transpose(kind.domain)
    for point in np.random.default_rng(1).uniform(low, high, size=(5, 2)):
        surface = kind()
        known = {field.name: getattr(surface, field.name) for field in fields(surface)}
        if "rotation" in known:
            known["rotation"] = math.radians(known["rotation"])
        known |= {"x": point[0], "y": point[1], "pi": math.pi, "e": math.e}

        assert assembled(read(kind), known) == pytest.approx(surface.value(point), rel=1e-11)
