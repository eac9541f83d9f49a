"""The error function against the standard library's."""

import math

import numpy as np
import pytest

from app.engine.erf import erf

EVERYWHERE = np.concatenate([
    np.linspace(-7, 7, 200_001),
    np.logspace(-300, 0.8, 5_001),
    -np.logspace(-20, 0.8, 5_001),
    (np.arange(-385, 386) + 0.5) / 64,  # as far from the grid as can be
])


def test_is_the_standard_librarys_to_the_last_digits_everywhere() -> None:
    exact = np.array([math.erf(x) for x in EVERYWHERE])

    np.testing.assert_allclose(erf(EVERYWHERE), exact, rtol=5e-16, atol=0)


def test_is_odd_to_the_last_bit() -> None:
    np.testing.assert_array_equal(erf(-EVERYWHERE), -erf(EVERYWHERE))


@pytest.mark.parametrize(
    ("x", "value"), [(0.0, 0.0), (-0.0, -0.0), (np.inf, 1.0), (-np.inf, -1.0), (1e300, 1.0)]
)
def test_ends_are_exact(x: float, value: float) -> None:
    found = erf(np.array([x]))[0]

    assert found == value
    assert np.signbit(found) == np.signbit(value)


@np.errstate(invalid="ignore")
def test_what_is_not_a_number_stays_so() -> None:
    assert np.isnan(erf(np.array([np.nan, 0.5]))).tolist() == [True, False]


def test_keeps_type_and_shape() -> None:
    x = np.linspace(-3, 3, 24, dtype=np.float32).reshape(2, 3, 4)

    found = erf(x)

    assert found.dtype == np.float32
    assert found.shape == x.shape
    np.testing.assert_allclose(found, erf(x.astype(np.float64)), rtol=1e-7)
