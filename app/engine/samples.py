"""What a network is trained and tested on: a table's rows, divided and standardized."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.contracts import Floats, Table, Task
from app.engine.seeds import stream

MAX_TEST_FRACTION = 0.9

Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Scale:
    """Units in which the train part has mean 0 and deviation 1, and the way back.

    `mean` and `deviation` are (F,), or single numbers for targets. The deviation is the
    population's, the root of the mean square. Where it is 0 the column is constant: it tells
    nothing, and is 0 in these units, in the test part and anywhere else too.
    """

    mean: Floats
    deviation: Floats

    def standardize(self, values: Floats) -> Floats:
        """From a table's units, (..., F) -> (..., F)."""
        varies = self.deviation > 0
        return np.where(varies, (values - self.mean) / np.where(varies, self.deviation, 1.0), 0.0)

    def restore(self, values: Floats) -> Floats:
        """Back to the table's units, (..., F) -> (..., F)."""
        return self.mean + self.deviation * values


@dataclass(frozen=True, eq=False)
class Samples:
    """A table divided into a train and a test part, both standardized by the train part.

    `train_rows` (n,) and `test_rows` (m,) are row numbers of the table, in the order of the other
    arrays. Inputs are (n, F) and (m, F). Targets are (n,) and (m,): of classes they are the class
    numbers, int64; numbers are standardized as the inputs are, and `target_scale` leads back to
    their units (for classes it changes nothing). `blank` names the features that are constant in
    the train part.
    """

    table: Table
    train_rows: Rows
    test_rows: Rows
    train_inputs: Floats
    train_targets: Floats
    test_inputs: Floats
    test_targets: Floats
    input_scale: Scale
    target_scale: Scale
    blank: tuple[str, ...]

    @property
    def task(self) -> Task:
        """Classes are told apart, numbers are predicted."""
        return self.table.task


def split(table: Table, test_fraction: float, seed: int) -> Samples:
    """Shuffle the rows, set the test part aside, standardize by what remains.

    The test part has test_fraction of the rows, rounded, and at least one unless the fraction is
    0. Classes are divided in proportion, to within one row. Each class keeps a row to train on,
    and regression keeps two: where that leaves too few, the test part is smaller.
    """
    count = len(table.targets)
    shuffled = stream(seed, "split").permutation(count)
    groups = table.targets[shuffled] if table.classes else np.zeros(count, np.int64)
    kept = 1 if table.classes else 2
    shares = _shares(np.bincount(groups), _test_size(count, test_fraction), kept)
    # The place of each row among its own class's rows, in the shuffled order.
    place = np.empty(count, np.int64)
    for group in np.unique(groups):
        members = groups == group
        place[members] = np.arange(np.count_nonzero(members))
    tested = place < shares[groups]
    return _samples(table, shuffled[~tested], shuffled[tested])


def scale_of(values: Floats) -> Scale:
    """The scale in which `values` (n, ...) have mean 0 and deviation 1 along the rows."""
    first = values[0]
    # Measured from the first row, a constant column has deviation 0 exactly, not to rounding.
    apart = values - first
    return Scale(first + apart.mean(axis=0), apart.std(axis=0))


def _test_size(count: int, test_fraction: float) -> int:
    if test_fraction == 0:
        return 0
    return max(1, int(np.floor(test_fraction * count + 0.5)))


def _shares(sizes: Rows, test_size: int, kept: int) -> Rows:
    """How many rows of each class are tested: in proportion, by largest remainders."""
    spare = np.maximum(sizes - kept, 0)
    exact = sizes * test_size / sizes.sum()
    shares = np.minimum(np.floor(exact).astype(np.int64), spare)
    while (left := min(test_size, spare.sum()) - shares.sum()) > 0:
        wanting = np.argsort(np.where(shares < spare, shares - exact, np.inf), kind="stable")
        chosen = wanting[: min(left, np.count_nonzero(shares < spare))]
        shares[chosen] += 1
    return shares


def _samples(table: Table, train_rows: Rows, test_rows: Rows) -> Samples:
    inputs, targets = table.inputs, table.targets
    input_scale = scale_of(inputs[train_rows])
    target_scale = (
        Scale(np.zeros(()), np.ones(())) if table.classes else scale_of(targets[train_rows])
    )

    def standardized(rows: Rows) -> tuple[Floats, Floats]:
        chosen = targets[rows]
        return (
            input_scale.standardize(inputs[rows]),
            chosen if table.classes else target_scale.standardize(chosen),
        )

    train_inputs, train_targets = standardized(train_rows)
    test_inputs, test_targets = standardized(test_rows)
    blank = np.asarray(table.features)[input_scale.deviation == 0]
    return Samples(
        table,
        train_rows,
        test_rows,
        train_inputs,
        train_targets,
        test_inputs,
        test_targets,
        input_scale,
        target_scale,
        tuple(str(name) for name in blank),
    )
