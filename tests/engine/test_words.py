"""Numbers as a person reads them."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.words import number, printed


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (1.0, "1"), (0.04, "0.04"), (0.00123456, "0.00123"),
        (100.0, "100"), (1234.5, "1230"), (99_990.0, "10⁵"), (123_456.0, "1.23×10⁵"),
        (-2508.4, "−2510"), (3e-9, "3×10⁻⁹"), (1e-6, "10⁻⁶"), (-1e-6, "−10⁻⁶"), (9.999, "10"),
        (1e300, "10³⁰⁰"), (1.797e308, "1.8×10³⁰⁸"), (-1.5, "−1.5"),
        (math.inf, "∞"), (-math.inf, "−∞"), (math.nan, "not a number"),
    ],
)  # fmt: skip
def test_three_digits_are_shown_and_powers_of_ten_where_they_are_shorter(value, text):
    assert number(value) == text


@given(st.floats(-1e307, 1e307, allow_subnormal=False))
def test_what_is_read_is_within_half_a_percent_of_the_number(value: float):
    assert math.isclose(understood(number(value)), value, rel_tol=0.005)


def understood(text: str) -> float:
    """The number that a person reads."""
    power = re.fullmatch("(−?)(?:([0-9.]+)×)?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", text)
    if power is None:
        return float(text.replace("−", "-"))
    sign, mantissa, exponent = power.groups()
    exponent = exponent.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return float(f"{sign and '-'}{mantissa or 1}e{exponent}")


@pytest.mark.parametrize(
    ("plain", "page"),
    [
        ("the slope is 3 r^2", "the slope is 3 r²"),
        ("at (0, -1) it is -0.27", "at (0, −1) it is −0.27"),
        ("y by 1 + 2 * rate, pi higher", "y by 1 + 2 · rate, π higher"),
        ("3-D, a log-log plot, 10-20, spin", "3-D, a log-log plot, 10-20, spin"),
    ],
)
def test_plain_mathematics_is_printed_as_mathematics(plain: str, page: str) -> None:
    assert printed(plain) == page
