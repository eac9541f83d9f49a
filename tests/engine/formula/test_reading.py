"""What is read of LaTeX, what is not, and what lines come to by hand."""

import re

import numpy as np
import pytest

from app.engine.formula import Scope, Unreadable, line_from, plain, value


def come_to(latex: str, **values: float) -> float:
    """The right side of a line with numbers for its symbols."""
    line = line_from(rf"\theta \leftarrow {latex}")
    scope = Scope({name: np.asarray(float(number)) for name, number in values.items()})
    return float(value(line.expression, scope))


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("2 a + b", 10.0),
        ("-a + 2", -1.0),
        ("a - b - a", -4.0),
        ("a b^2", 48.0),
        ("a / b", 0.75),
        ("2 a^{b - 2} / 3", 6.0),
        (r"\frac{a + 1}{2 b}", 0.5),
        (r"\frac{a}{2} \frac{b}{3}", 2.0),
        (r"\sqrt{a^2 + b^2}", 5.0),
        (r"(1 - a) b", -8.0),
        (r"|1 - a| b", 8.0),
        (r"\max(a, b, 3.5)", 4.0),
        (r"\max(1 - a, |2 - b|)", 2.0),
        (r"a \cdot b", 12.0),
        (r"0.5\,a \mathrm{sign}(1 - b)", -1.5),
        (r"\operatorname{min}(a, b)", 3.0),
        (r"\left( a + b \right) a", 21.0),
        (r"|a - b| |b - a| a", 3.0),
    ],
)
def test_expressions_come_to_what_they_do_by_hand(latex, expected):
    assert come_to(latex, a=3.0, b=4.0) == pytest.approx(expected, rel=1e-15)


def test_symbols_keep_apart_what_is_above_and_below_them():
    values = {"v": 1.0, "v̂": 2.0, "v_max": 3.0, "v₁": 4.0, "θ_before": 5.0, "μ̂": 6.0}
    latex = r"v + 10 \hat v + 100 v_{\max} + 1000 v_1 + 10000 \theta_{\mathrm{before}}"
    assert come_to(rf"{latex} + 100000 \hat{{\mu}}", **values) == 654321.0


def test_a_letter_with_an_index_is_a_value_of_its_step():
    line = line_from(r"\mu_t \leftarrow 0.5 + t / 10")
    scope = Scope({"t": np.asarray(2.0)}, {line.symbol: line.expression})
    ahead = line_from(r"\theta \leftarrow \mu_{t+1} - \mu_t")
    product = line_from(r"\theta \leftarrow \prod_{i=1}^{t+1} \mu_i")
    assert float(value(ahead.expression, scope)) == pytest.approx(0.1)
    assert float(value(product.expression, scope)) == pytest.approx(0.6 * 0.7 * 0.8)
    known = Scope(scope.values, scope.defined, product=np.asarray(10.0))
    assert float(value(product.expression, known)) == pytest.approx(10 * 0.7 * 0.8)


@pytest.mark.parametrize(
    ("latex", "why"),
    [
        ("m", "expected, not 'the end'"),
        (r"m \leftarrow", "expected, not 'the end'"),
        (r"m \leftarrow \log(g)", r"'\\log' is not understood"),
        (r"m \leftarrow \mathrm{clip}(g)", "there is no function 'clip'"),
        (r"m \leftarrow (g", "')' was expected"),
        (r"m \leftarrow g)", "')' was not expected"),
        (r"m \leftarrow g & h", "'&' was not expected"),
        (r"m + v \leftarrow g", "was expected, not"),
        (r"(m) \leftarrow g", "a symbol was expected"),
        (r"m \leftarrow v_{a+b}", "what is below 'v' is not understood"),
        (r"m \leftarrow \frac{g}2", "'{' was expected"),
    ],
)
def test_what_is_not_understood_is_said_with_its_line(latex, why):
    with pytest.raises(Unreadable, match=re.escape(why)) as refusal:
        line_from(latex)
    assert repr(latex) in str(refusal.value)


def test_a_symbol_that_nothing_is_known_of_is_no_zero():
    with pytest.raises(KeyError, match="κ"):
        come_to(r"\kappa g", g=1.0)


@pytest.mark.parametrize(
    ("latex", "words"),
    [
        (r"\sqrt{\hat v}", "√v̂"),
        (r"\sqrt{G + \epsilon}", "√(G + ε)"),
        (r"|g| + \epsilon", "|g| + ε"),
        (r"\beta_2 u", "β₂ u"),
        (r"\frac{m}{1 - \beta_1^t}", "m/(1 − β₁ᵗ)"),
        (r"-g^2", "−g²"),
        (r"\max(v_{\max}, v)", "max(v_max, v)"),
        (r"(1 - \beta) \prod_{i=1}^{t} \mu_i", "(1 − β) ∏μ"),
    ],
)
def test_expressions_can_be_said_in_a_sentence(latex, words):
    assert plain(line_from(rf"m \leftarrow {latex}").expression) == words
