"""Lines as MathML: their structure, signs, brackets and figures."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from app.engine.catalogue import OPTIMIZERS
from app.engine.formula import carried_out, first_scope, in_numbers, in_symbols, lines_of
from app.engine.formula.lines import Step
from app.engine.formula.reading import line_from
from app.engine.formula.tree import Scope, value

NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
EVERY = [c for entry in OPTIMIZERS.values() for c in entry.conventions]
TOKENS = {"mi", "mn", "mo", "mtext"}
CHILDREN = {"mfrac": 2, "msub": 2, "msup": 2, "msubsup": 3, "munderover": 3, "mover": 2}


def step_of(latex: str, **values: float) -> Step:
    line = line_from(latex)
    scope = Scope({name: np.asarray(float(number)) for name, number in values.items()})
    return Step(line, scope, scope.values.get(line.symbol), value(line.expression, scope))


def parsed(mathml: str) -> ElementTree.Element:
    return ElementTree.fromstring(mathml)  # noqa: S314 - our own


def read(mathml: str) -> str:
    """What is printed, on one line: powers with ^, fractions with a slash."""
    return re.sub(r"\s+", " ", _read(parsed(mathml))).strip()


def _read(element) -> str:
    kind = element.tag.removeprefix(NAMESPACE)
    inside = [_read(child) for child in element]
    if kind in TOKENS:
        sign = element.text.replace("\u2062", "")
        return f" {sign} " if kind == "mo" and sign in "+−=←⋅×" else sign
    if kind in ("mfrac", "msup"):
        return f"{{{inside[0]}}}{'/' if kind == 'mfrac' else '^'}{{{inside[1]}}}"
    if kind == "msqrt":
        return f"√{{{''.join(inside)}}}"
    return "".join(inside)


@pytest.mark.parametrize(
    ("latex", "values", "printed"),
    [
        (
            r"m \leftarrow \beta_1 m + (1 - \beta_1) g",
            {"m": -0.5, "β₁": 0.9, "g": -2.0},
            "m = 0.9 ⋅ ( − 0.5) + (1 − 0.9) ⋅ ( − 2) = − 0.65",
        ),
        (
            r"\theta \leftarrow \theta - \eta g",
            {"θ": -1.0, "η": 0.25, "g": 2.0},
            "θ = − 1 − 0.25 ⋅ 2 = − 1.5",
        ),
        (r"v \leftarrow g^2", {"g": -3.0}, "v = {( − 3)}^{2} = 9"),
        (r"v \leftarrow g^2", {"g": 1e-7}, "v = {({10}^{ − 7})}^{2} = {10}^{ − 14}"),
        (
            r"v \leftarrow v + g^2",
            {"g": -3e-7, "v": 0.0},
            "v = 0 + {( − 3 × {10}^{ − 7})}^{2} = 9 × {10}^{ − 14}",
        ),
        (
            r"u \leftarrow \max(\beta u, |g| + \epsilon)",
            {"β": 0.5, "u": 4.0, "g": -1.0, "ε": 1e-8},
            "u = max(0.5 ⋅ 4,| − 1| + {10}^{ − 8}) = 2",
        ),
        (
            r"\delta \leftarrow \frac{g}{\sqrt{G} + \epsilon}",
            {"g": 12345.678, "G": 4.0, "ε": 0.5},
            "δ = {12350}/{√{4} + 0.5} = 4938",
        ),
        (r"v \leftarrow -g", {"g": -1.0}, "v = − ( − 1) = 1"),
        (r"G_0 \leftarrow 0.1", {}, "G0 = 0.1"),
        (r"m \leftarrow g", {"g": np.inf}, "m = ∞"),
        (r"m \leftarrow 2 g", {"g": np.nan}, "m = 2 ⋅ not a number = not a number"),
    ],
)
def test_numbers_stand_in_the_place_of_symbols(latex, values, printed):
    assert read(in_numbers(step_of(latex, **values), 0)) == printed


@pytest.mark.parametrize(
    ("move", "digits"), [(0.5, "1.735"), (1e-5, "1.23456"), (1e-12, "1.23456789"), (0.0, "1.235")]
)
def test_a_point_has_as_many_digits_as_show_its_move(move, digits):
    printed = read(in_numbers(step_of(r"\theta \leftarrow \theta + g", θ=1.23456789, g=move), 0))
    before, after = printed.split(" = ")[1].split(" + ")[0], printed.split(" = ")[-1]
    assert after.startswith(digits[:6])
    assert (before != after) == (move > 1e-9)


@pytest.mark.parametrize("convention", EVERY, ids=lambda c: f"{c.rule.__name__} {c.name}")
def test_every_rule_is_written_in_well_formed_mathml(convention):
    memory = convention.rule(**{
        k: v for k, v in convention.defaults.items() if k not in ("lr", "weight_decay")
    }).start(np.zeros(2))
    x, gradient = np.array([-1.2, 1.0]), np.array([3e-7, -4.0])
    scope = first_scope(convention, convention.defaults, (0.1, 0.1), x, gradient, memory, 0)
    for step in carried_out(lines_of(convention), scope):
        written = [in_symbols(step.line), in_numbers(step, 0), in_numbers(step, 1)]
        for mathml in written:
            for element in parsed(mathml).iter():
                kind = element.tag.removeprefix(NAMESPACE)
                assert (len(element) == 0) == (kind in TOKENS)
                assert kind not in CHILDREN or len(element) == CHILDREN[kind]
        assert "←" in written[0]
        letters = re.findall(r"[ηβλεμ]", "".join(read(each) for each in written[1:]))
        assert letters == ["μ"] * 2 * (step.line.symbol == "μ")


def test_symbols_look_as_they_are_written_in_papers():
    hat = in_symbols(line_from(r"\hat m \leftarrow \frac{m}{1 - \beta_1^t}"))
    assert '<mover accent="true"><mi>m</mi><mo stretchy="false">^</mo></mover>' in hat
    assert "<msubsup><mi>β</mi><mn>1</mn><mrow><mi>t</mi></mrow></msubsup>" in hat
    peak = in_symbols(line_from(r"v_{\max} \leftarrow \max(v_{\max}, v)"))
    assert '<msub><mi>v</mi><mi mathvariant="normal">max</mi></msub>' in peak
    running = in_symbols(line_from(r"m \leftarrow \prod_{i=1}^{t+1} \mu_i"))
    assert "<munderover><mo>∏</mo>" in running
