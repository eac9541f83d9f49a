"""Laws that every data set keeps, whatever its parameters."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from itertools import product

import numpy as np
import pytest
from latex2mathml.converter import convert

from app.engine.catalogue import DATASETS, BadChoice
from app.engine.contracts import Dataset, Table
from app.engine.samples import split
from app.engine.seeds import LARGEST
from app.engine.slider import sliders_of
from tests.serving import ROOT

MEASURED = ("iris", "wine", "breast_cancer", "digits", "diabetes")
DRAWN = tuple(name for name in DATASETS if name not in MEASURED)
LARGEST_SEED = 2**53 - 1


def _variants() -> Iterator[Dataset]:
    """Every data set as it is, with each parameter at its two bounds, and in all corners."""
    for kind in DATASETS.values():
        yield kind()
        bounds = {name: (slider.minimum, slider.maximum) for name, slider in sliders_of(kind)}
        for name, bound in bounds.items():
            for value in bound:
                yield kind(**{name: value})
        for corner in product(*bounds.values()) if bounds else ():
            yield kind(**dict(zip(bounds, corner, strict=True)))


VARIANTS = list(_variants())
NAMES = [
    dataset.name
    + "".join(f" {field.name}={getattr(dataset, field.name):g}" for field in fields(dataset))
    for dataset in VARIANTS
]
every = pytest.mark.parametrize("dataset", VARIANTS, ids=NAMES)
each = pytest.mark.parametrize("name", DATASETS)
each_drawn = pytest.mark.parametrize("name", DRAWN)


def digest(table: Table) -> str:
    return hashlib.sha256(table.inputs.tobytes() + table.targets.tobytes()).hexdigest()


def test_menu_is_the_promised_one_in_its_order():
    promised = (
        "moons circles blobs xor spirals checkerboard plane bump sine sparse"
        " iris wine breast_cancer digits diabetes"
    )
    assert list(DATASETS) == promised.split()


@each
def test_it_introduces_itself(name: str):
    entry = DATASETS[name]

    assert entry.label
    assert "https://" in entry.source
    assert convert(entry.formula).startswith("<math")
    assert entry.summary().endswith(".")
    assert entry.notice() != entry.summary()
    assert any(letter.isdigit() for letter in entry.notice()) or "two" in entry.notice()


@every
def test_rows_have_the_promised_shapes_and_are_finite(dataset: Dataset):
    table = dataset.table(seed=3)
    count = len(table.targets)

    assert table.inputs.shape == (count, len(dataset.features))
    assert table.targets.shape == (count,)
    assert table.inputs.dtype == np.float64
    assert np.isfinite(table.inputs).all()
    assert np.isfinite(table.targets).all()
    assert (table.features, table.classes) == (dataset.features, dataset.classes)
    assert table.task == dataset.task
    assert len(set(table.features)) == len(table.features)
    if hasattr(dataset, "samples"):
        assert count == dataset.samples


@every
def test_every_class_has_rows(dataset: Dataset):
    table = dataset.table(seed=3)

    if table.task == "classification":
        assert table.targets.dtype == np.int64
        assert len(table.classes) > 1
        assert (np.bincount(table.targets, minlength=len(table.classes)) > 0).all()
        assert table.targets.max() == len(table.classes) - 1
    else:
        assert table.targets.dtype == np.float64


@every
def test_every_class_is_trained_on_even_when_most_rows_are_tested(dataset: Dataset):
    table = dataset.table(seed=3)
    samples = split(table, 0.9, seed=3)

    assert len(samples.test_rows) > 0
    if table.classes:
        assert set(samples.train_targets) == set(range(len(table.classes)))


@pytest.mark.parametrize("name", ["moons", "circles", "blobs", "xor", "spirals", "checkerboard"])
@pytest.mark.parametrize("samples", [10, 11, 500, 501])
def test_classes_of_drawn_data_are_as_large_as_each_other(name: str, samples: int):
    table = DATASETS[name](samples=samples).table(seed=0)

    sizes = np.bincount(table.targets)
    assert sizes.max() - sizes.min() <= 1


@each
def test_same_seed_gives_the_same_bits(name: str):
    np.random.seed(1)  # noqa: NPY002  the global generator has no say
    first = digest(DATASETS[name]().table(seed=5))
    np.random.seed(2)  # noqa: NPY002

    assert digest(DATASETS[name]().table(seed=5)) == first


def test_same_seed_gives_the_same_bits_in_another_process():
    script = (
        "from app.engine.catalogue import DATASETS\n"
        "from tests.engine.datasets.test_datasets import digest\n"
        "for name, kind in DATASETS.items(): print(name, digest(kind().table(seed=5)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert dict(line.split() for line in done.stdout.splitlines()) == {
        name: digest(kind().table(seed=5)) for name, kind in DATASETS.items()
    }


@each
def test_global_randomness_is_left_alone(name: str):
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    DATASETS[name]().table(seed=5)

    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


@each_drawn
def test_another_seed_draws_other_rows(name: str):
    seeds = (0, 1, 2, LARGEST - 1, LARGEST, LARGEST + 1, LARGEST_SEED)

    assert len({digest(DATASETS[name]().table(seed)) for seed in seeds}) == len(seeds)


@pytest.mark.parametrize("name", MEASURED)
def test_measured_rows_are_the_same_for_every_seed(name: str):
    assert digest(DATASETS[name]().table(0)) == digest(DATASETS[name]().table(LARGEST_SEED))


@each
def test_rows_cannot_be_written_to(name: str):
    table = DATASETS[name]().table(seed=0)

    with pytest.raises(ValueError, match="read-only"):
        table.inputs[0, 0] = 7.0
    with pytest.raises(ValueError, match="read-only"):
        table.targets[0] = 7


@each_drawn
def test_noise_of_zero_to_ten_and_the_usual_sizes_are_accepted(name: str):
    for noise in (0, 0.2, 10):
        table = DATASETS.build(name, {"noise": noise, "samples": 500.0}).table(0)
        assert len(table.inputs) == len(table.targets) == 500


@each_drawn
def test_beyond_its_bounds_a_number_is_refused_in_a_sentence(name: str):
    with pytest.raises(BadChoice, match=r"samples = 9 is not a whole number in \[10, 5000\]"):
        DATASETS.build(name, {"samples": 9})
    with pytest.raises(BadChoice, match=r"noise = -0.1 is not in \[0, 10\]"):
        DATASETS.build(name, {"noise": -0.1})


@pytest.mark.parametrize("name", MEASURED)
def test_measured_data_takes_no_parameters(name: str):
    with pytest.raises(BadChoice, match="takes none"):
        DATASETS.build(name, {"samples": 100})


def test_starting_the_server_imports_no_scikit_learn():
    script = "import sys, app.main; print([m for m in ('sklearn', 'scipy') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
