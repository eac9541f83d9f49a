"""Laws that every surface keeps, whatever its parameters."""

from collections.abc import Iterator
from dataclasses import fields

import numpy as np
import pytest

from app.engine.catalogue import SURFACES
from app.engine.contracts import Floats, Surface, join
from app.engine.slider import sliders_of


def _variants() -> Iterator[Surface]:
    """Every surface as it is, and with each parameter at its two bounds."""
    for kind in SURFACES.values():
        yield kind()
        for name, slider in sliders_of(kind):
            yield kind(**{name: slider.minimum})
            yield kind(**{name: slider.maximum})


VARIANTS = list(_variants())
NAMES = [
    surface.name
    + "".join(f" {field.name}={getattr(surface, field.name):g}" for field in fields(surface))
    for surface in VARIANTS
]
every = pytest.mark.parametrize("surface", VARIANTS, ids=NAMES)
every_with_minima = pytest.mark.parametrize(
    "surface", [surface for surface in VARIANTS if surface.minima_here()]
)


def scattered(surface: Surface, count: int, dtype: type = float) -> Floats:
    """Points all over the domain, kept as the engine keeps them."""
    low, high = np.transpose(surface.domain)
    points = np.random.default_rng(0).uniform(low, high, size=(count, 2)).astype(dtype)
    return join(points[:, 0], points[:, 1])


def lattice(surface: Surface, count: int) -> Floats:
    """Points in even rows over the domain, edges included."""
    x, y = np.meshgrid(*(np.linspace(low, high, count) for low, high in surface.domain))
    return join(x.ravel(), y.ravel())


def minima(surface: Surface) -> Floats:
    """The listed minima, (M, 3), M = 0 included."""
    return np.reshape(surface.minima_here(), (-1, 3))


def slope(surface: Surface, points: Floats) -> Floats:
    return np.linalg.norm(surface.gradient(points), axis=-1)


def test_there_are_seventeen():
    promised = (
        "rosenbrock beale saddle himmelblau rastrigin ackley booth matyas three_hump_camel"
        " six_hump_camel styblinski_tang goldstein_price mccormick monkey_saddle ravine"
        " double_well plateau"
    )
    assert set(promised.split()) <= set(SURFACES)


@every
def test_it_introduces_itself(surface: Surface):
    assert surface.label
    assert surface.formula.startswith("f(x, y) = ")
    assert "https://" in surface.source
    assert surface.summary().endswith((".", "?"))
    assert surface.notice() != surface.summary()


@every
def test_gradient_is_the_slope_of_value(surface: Surface):
    # An imaginary step has no cancellation: the quotient is exact to rounding.
    x, h = scattered(surface, 200), 1e-30
    steps = [np.imag(surface.value(x + 1j * h * axis)) / h for axis in np.eye(2)]

    np.testing.assert_allclose(
        surface.gradient(x), np.stack(steps, axis=-1), rtol=1e-10, atol=1e-12
    )


@every
def test_gradient_is_the_slope_of_value_by_plain_differences(surface: Surface):
    x = scattered(surface, 200)
    h = 1e-5
    steps = [(surface.value(x + h * e) - surface.value(x - h * e)) / (2 * h) for e in np.eye(2)]
    gradient = surface.gradient(x)

    np.testing.assert_allclose(
        gradient, np.stack(steps, axis=-1), rtol=1e-4, atol=1e-8 * np.abs(gradient).max() + 1e-8
    )


@every
def test_hessian_is_the_slope_of_gradient(surface: Surface):
    x, h = scattered(surface, 200), 1e-30
    columns = [np.imag(surface.gradient(x + 1j * h * axis)) / h for axis in np.eye(2)]

    np.testing.assert_allclose(
        surface.hessian(x), np.stack(columns, axis=-1), rtol=1e-9, atol=1e-11
    )


@every
def test_every_listed_minimum_is_one(surface: Surface):
    places = minima(surface)
    x = join(places[:, 0], places[:, 1])
    curvature = np.linalg.eigvalsh(surface.hessian(x))

    assert (curvature > 0).all()
    # As flat as the nearest number can be: half a unit in the last place, times the curvature.
    rounding = np.spacing(1 + np.abs(places[:, :2]).max(-1)) * curvature.max(-1)
    assert (slope(surface, x) <= 4 * rounding).all()
    np.testing.assert_allclose(surface.value(x), places[:, 2], rtol=1e-13, atol=2e-14)


@every
def test_minima_are_inside_the_domain_lowest_first(surface: Surface):
    places = minima(surface)
    (x0, x1), (y0, y1) = surface.domain

    assert ((x0 < places[:, 0]) & (places[:, 0] < x1)).all()
    assert ((y0 < places[:, 1]) & (places[:, 1] < y1)).all()
    assert (np.diff(places[:, 2]) >= 0).all()


@every_with_minima
def test_nothing_in_the_domain_is_lower_than_the_global_minimum(surface: Surface):
    assert surface.value(lattice(surface, 501)).min() >= minima(surface)[0, 2] - 1e-12


@every
@np.errstate(all="ignore")
def test_no_minimum_of_the_domain_is_missing(surface: Surface):
    x = lattice(surface, 121)
    for _ in range(40):
        curvature, gradient = _regular(surface.hessian(x)), surface.gradient(x)[..., None]
        x = x - np.linalg.solve(curvature, gradient)[..., 0]
    x = x[np.isfinite(x).all(-1)]
    (x0, x1), (y0, y1) = surface.domain
    inside = (x0 <= x[:, 0]) & (x[:, 0] <= x1) & (y0 <= x[:, 1]) & (x[:, 1] <= y1)
    x = x[inside & (slope(surface, x) < 1e-8)]
    x = x[np.linalg.eigvalsh(surface.hessian(x)).min(-1) > 1e-8]
    found = np.unique(x.round(6), axis=0)
    listed = minima(surface)[:, :2]

    assert len(found) == len(listed)
    if len(listed):
        apart = np.linalg.norm(found[:, None] - listed, axis=-1)
        assert apart.min(axis=1).max() < 2e-6


def _regular(matrices: Floats) -> Floats:
    """The same matrices, with NaN in place of those that cannot be inverted."""
    singular = ~np.isfinite(matrices).all((-2, -1)) | (np.linalg.det(matrices) == 0)
    matrices[singular] = np.eye(2) * np.nan
    return matrices


@every
def test_start_is_inside_the_domain_and_not_flat(surface: Surface):
    start = np.array(surface.start)
    low, high = np.transpose(surface.domain)

    assert (low < start).all()
    assert (start < high).all()
    assert slope(surface, start) > 1e-3
    if len(minima(surface)):
        assert np.linalg.norm(start - minima(surface)[:, :2], axis=-1).min() > 0.1


@every
def test_numbers_are_finite_all_over_the_domain(surface: Surface):
    x = np.concatenate([lattice(surface, 101), [[0.0, 0.0], [1e-160, -1e-160], [1e-300, 0.0]]])

    assert np.isfinite(surface.value(x)).all()
    assert np.isfinite(surface.gradient(x)).all()
    assert np.isfinite(surface.hessian(x)).all()


@every
@pytest.mark.parametrize("shape", [(), (1,), (5,), (2, 3), (2, 3, 4)])
def test_any_number_of_leading_axes_is_welcome(surface: Surface, shape: tuple[int, ...]):
    points = scattered(surface, int(np.prod(shape))).reshape(*shape, 2)

    assert np.shape(surface.value(points)) == shape
    assert surface.gradient(points).shape == (*shape, 2)
    assert surface.hessian(points).shape == (*shape, 2, 2)


@every
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_numbers_keep_their_precision(surface: Surface, dtype: type):
    for x in (scattered(surface, 7, dtype), scattered(surface, 1, dtype)[0]):
        assert surface.value(x).dtype == dtype
        assert surface.gradient(x).dtype == dtype
        assert surface.hessian(x).dtype == dtype


@every
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_lane_is_the_same_in_any_company(surface: Surface, dtype: type):
    x = scattered(surface, 70, dtype)
    value, gradient = surface.value(x), surface.gradient(x)

    for count in range(1, 71):
        some = join(x[:count, 0], x[:count, 1])
        np.testing.assert_array_equal(surface.value(some), value[:count])
        np.testing.assert_array_equal(surface.gradient(some), gradient[:count])
    for lane in range(70):
        np.testing.assert_array_equal(surface.value(x[lane]), value[lane])
        np.testing.assert_array_equal(surface.gradient(x[lane]), gradient[lane])


@every
def test_a_lane_is_the_same_in_any_order_of_memory(surface: Surface):
    x = scattered(surface, 70)

    np.testing.assert_array_equal(surface.value(x), surface.value(x.copy("C")))
    np.testing.assert_array_equal(surface.gradient(x), surface.gradient(x.copy("C")))


@every
def test_points_are_left_as_they_were(surface: Surface):
    x = scattered(surface, 20)
    before = x.copy()

    surface.value(x), surface.gradient(x), surface.hessian(x)

    np.testing.assert_array_equal(x, before)


@every
def test_gradients_are_kept_coordinate_by_coordinate(surface: Surface):
    assert surface.gradient(scattered(surface, 10))[:, 0].flags.c_contiguous


@every
def test_value_and_gradient_are_those_of_the_surface(surface: Surface):
    x = scattered(surface, 10)
    value, gradient = surface.value_and_gradient(x, step=3)

    np.testing.assert_array_equal(value, surface.value(x))
    np.testing.assert_array_equal(gradient, surface.gradient(x))
