"""Data that may be asked for, drawn once for all who learn from them."""

from functools import lru_cache
from threading import Lock
from typing import Annotated

from pydantic import Field, FiniteFloat

from app.engine.catalogue import DATASETS
from app.engine.contracts import Dataset
from app.engine.samples import MAX_TEST_FRACTION, Samples, split
from app.sentences import Place
from app.spec.fields import Choice, ChoiceSpec, Name, Seed, Spec, entry_from

KEPT = 16  # data sets, divided; a few megabytes at most each

TestFraction = Annotated[FiniteFloat, Field(ge=0, le=MAX_TEST_FRACTION)]
Features = Annotated[list[Name], Field(min_length=2, max_length=2)]

_drawing = Lock()


class DataSpec(Spec):
    """Data, how they are divided, and the two features that they are drawn over, if chosen."""

    dataset: Choice = ChoiceSpec(name="moons")
    test_fraction: TestFraction = 0.3
    seed: Seed = 0
    features: Features | None = None


def dataset_from(choice: ChoiceSpec, where: Place = ("dataset",)) -> Dataset:
    """The data set that was chosen. Raises BadChoice."""
    return entry_from(
        DATASETS, choice.name, choice.parameters, where, (*where, "parameters")
    )


def samples_of(dataset: Dataset, test_fraction: float, seed: int) -> Samples:
    """The data, divided; the same object again for the same data as long as it is kept.

    Networks are equal only where they share it, so whoever trains on the data takes it from here.
    """
    with _drawing:
        return _drawn(dataset, test_fraction, seed)


@lru_cache(KEPT)
def _drawn(dataset: Dataset, test_fraction: float, seed: int) -> Samples:
    return split(dataset.table(seed), test_fraction, seed)
