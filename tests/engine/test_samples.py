"""Laws of dividing and standardizing rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.catalogue import DATASETS
from app.engine.contracts import Table
from app.engine.samples import MAX_TEST_FRACTION, split

each = pytest.mark.parametrize("name", DATASETS)
fractions = st.floats(0.0, MAX_TEST_FRACTION)
seeds = st.integers(0, 2**53 - 1)


def classes_of(sizes: list[int]) -> Table:
    """A table with so many rows of each class."""
    targets = np.repeat(np.arange(len(sizes)), sizes)
    inputs = np.random.default_rng(0).normal(size=(len(targets), 2))
    return Table(inputs, targets, ("x1", "x2"), tuple(f"class {k}" for k in range(len(sizes))))


@each
@pytest.mark.parametrize("fraction", [0.0, 0.3, 0.9])
def test_parts_are_disjoint_and_complete(name: str, fraction: float):
    table = DATASETS[name]().table(1)
    samples = split(table, fraction, seed=1)

    rows = np.concatenate([samples.train_rows, samples.test_rows])
    np.testing.assert_array_equal(np.sort(rows), np.arange(len(table.targets)))
    assert len(samples.test_rows) == np.floor(fraction * len(table.targets) + 0.5)


@each
def test_train_part_has_mean_0_and_deviation_1(name: str):
    samples = split(DATASETS[name]().table(1), 0.3, seed=1)
    varied = [feature not in samples.blank for feature in samples.table.features]

    np.testing.assert_allclose(samples.train_inputs.mean(axis=0), 0.0, atol=1e-12)
    np.testing.assert_allclose(samples.train_inputs.std(axis=0), np.array(varied, float))
    if samples.task == "regression":
        assert samples.train_targets.mean() == pytest.approx(0.0, abs=1e-12)
        assert samples.train_targets.std() == pytest.approx(1.0)


@each
def test_test_part_is_measured_by_the_train_part(name: str):
    table = DATASETS[name]().table(1)
    samples = split(table, 0.3, seed=1)
    train, test = table.inputs[samples.train_rows], table.inputs[samples.test_rows]
    varied = train.std(axis=0) > 1e-12
    with np.errstate(all="ignore"):
        expected = np.where(varied, (test - train.mean(axis=0)) / train.std(axis=0), 0.0)

    np.testing.assert_allclose(samples.test_inputs, expected, rtol=1e-9, atol=1e-9)


@each
def test_there_is_a_way_back_to_the_units_of_the_table(name: str):
    table = DATASETS[name]().table(1)
    samples = split(table, 0.3, seed=1)
    varied = [feature not in samples.blank for feature in table.features]

    for rows, inputs, targets in (
        (samples.train_rows, samples.train_inputs, samples.train_targets),
        (samples.test_rows, samples.test_inputs, samples.test_targets),
    ):
        restored = samples.input_scale.restore(inputs)
        np.testing.assert_allclose(restored[:, varied], table.inputs[rows][:, varied], atol=1e-9)
        np.testing.assert_allclose(samples.target_scale.restore(targets), table.targets[rows])


@each
def test_classes_stay_numbers_of_classes(name: str):
    table = DATASETS[name]().table(1)
    samples = split(table, 0.3, seed=1)

    if samples.task == "classification":
        assert samples.train_targets.dtype == samples.test_targets.dtype == np.int64
        np.testing.assert_array_equal(samples.train_targets, table.targets[samples.train_rows])
        np.testing.assert_array_equal(samples.test_targets, table.targets[samples.test_rows])


@each
def test_same_seed_divides_in_the_same_way_and_another_does_not(name: str):
    table = DATASETS[name]().table(1)
    first, again, other = (split(table, 0.3, seed) for seed in (5, 5, 6))

    np.testing.assert_array_equal(first.train_rows, again.train_rows)
    np.testing.assert_array_equal(first.train_inputs, again.train_inputs)
    assert first.train_rows.tolist() != other.train_rows.tolist()
    assert set(first.test_rows) != set(other.test_rows)


@given(st.lists(st.integers(1, 60), min_size=2, max_size=8), fractions, seeds)
def test_classes_are_divided_in_proportion(sizes: list[int], fraction: float, seed: int):
    table = classes_of(sizes)
    samples = split(table, fraction, seed)
    tested = np.bincount(samples.test_targets, minlength=len(sizes))
    trained = np.bincount(samples.train_targets, minlength=len(sizes))
    wanted = int(np.floor(fraction * sum(sizes) + 0.5)) or int(fraction > 0)

    np.testing.assert_array_equal(tested + trained, sizes)
    assert (trained > 0).all()
    assert tested.sum() == min(wanted, sum(sizes) - len(sizes))
    # Where no class is kept from its share by its last row, shares are exact to one row.
    exact = np.array(sizes) * wanted / sum(sizes)
    if (np.ceil(exact) < sizes).all():
        assert (np.abs(tested - exact) < 1).all()


@given(st.integers(4, 200), fractions, seeds)
def test_regression_keeps_two_rows_to_train_on(count: int, fraction: float, seed: int):
    values = np.random.default_rng(0).normal(size=count)
    samples = split(Table(values[:, None], values, ("x",)), fraction, seed)

    assert len(samples.train_rows) >= 2
    assert (len(samples.test_rows) > 0) == (fraction > 0)
    np.testing.assert_allclose(samples.train_inputs[:, 0], samples.train_targets)


def test_rows_are_shuffled():
    samples = split(classes_of([200, 200]), 0.3, seed=0)

    assert 80 < np.count_nonzero(np.diff(samples.train_targets)) < 200
    assert 25 < np.count_nonzero(np.diff(samples.test_targets)) < 95


@pytest.mark.parametrize("constant", [0.0, 0.1, -1e15, 1e-300, 1 / 3])
def test_constant_feature_is_0_and_named_whatever_its_value(constant: float):
    inputs = np.column_stack([np.full(30, constant), np.arange(30.0)])
    samples = split(Table(inputs, np.arange(30) % 2, ("still", "moving"), ("a", "b")), 0.3, seed=0)

    assert samples.blank == ("still",)
    assert (samples.train_inputs[:, 0] == 0).all()
    assert (samples.test_inputs[:, 0] == 0).all()
    assert (samples.input_scale.restore(samples.train_inputs)[:, 0] == constant).all()


def test_feature_that_varies_in_the_test_part_alone_is_0_there_too():
    rare = np.zeros(30)
    rare[0] = 16.0
    table = Table(np.column_stack([rare, np.arange(30.0)]), np.arange(30.0), ("rare", "x"))
    tried = (split(table, 0.5, seed) for seed in range(20))
    tested = next(samples for samples in tried if 0 in samples.test_rows)

    assert tested.blank == ("rare",)
    assert (tested.test_inputs[:, 0] == 0).all()


def test_without_a_test_part_its_arrays_have_no_rows():
    samples = split(DATASETS["iris"]().table(0), 0.0, seed=0)

    assert samples.test_inputs.shape == (0, 4)
    assert samples.test_targets.shape == (0,)
    assert len(samples.train_targets) == 150


@given(
    st.lists(st.floats(-1e100, 1e100), min_size=4, max_size=50),
    fractions,
    seeds,
)
def test_any_numbers_are_standardized_to_finite_ones(
    values: list[float], fraction: float, seed: int
):
    column = np.array(values)
    samples = split(Table(column[:, None], column, ("x",)), fraction, seed)

    for standardized in (samples.train_inputs[:, 0], samples.train_targets):
        assert np.isfinite(standardized).all()
        if standardized.any():
            assert standardized.std() == pytest.approx(1.0, rel=1e-6)
    assert np.isfinite(samples.test_inputs).all()
