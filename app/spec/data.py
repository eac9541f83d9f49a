"""Data that may be asked for, drawn once for all who learn from them."""

from functools import lru_cache
from threading import Lock
from typing import Annotated

from pydantic import Field, FiniteFloat, ValidationError

from app.engine.catalogue import DATASETS, BadChoice, nearest
from app.engine.contracts import Dataset, Table
from app.engine.samples import MAX_TEST_FRACTION, Samples, split
from app.sentences import MAX_NAME, Place
from app.spec.fields import Choice, ChoiceSpec, Seed, Spec, entry_from
from app.spec.refusals import refused

KEPT = 16  # data sets, divided; a few megabytes at most each

TestFraction = Annotated[FiniteFloat, Field(ge=0, le=MAX_TEST_FRACTION)]
Features = Annotated[list[str], Field(min_length=2, max_length=2)]

_drawing = Lock()


class DataSpec(Spec):
    """Data, how they are divided, and the two features that they are drawn over, if chosen."""

    dataset: Choice = ChoiceSpec(name="moons")
    test_fraction: TestFraction = 0.3
    seed: Seed = 0
    features: Features | None = None

    def source(self) -> Dataset:
        """Where the rows come from. Raises BadChoice."""
        return dataset_from(self.dataset)

    def samples(self) -> Samples:
        """The rows, divided and standardized. Raises BadChoice."""
        return samples_of(self.source(), self.test_fraction, self.seed)

    def pair(self, table: Table) -> tuple[int, int] | None:
        """The places of the two features that were chosen. Raises BadChoice."""
        if self.features is None:
            return None
        places = {name: place for place, name in enumerate(table.features)}
        for place, name in enumerate(self.features):
            if name not in places:
                shown = name[:MAX_NAME]
                words = f"there is no feature {shown!r}{nearest(shown, places)}"
                raise BadChoice(words, ("features", place))
        first, second = (places[name] for name in self.features)
        if first == second:
            raise BadChoice(
                f"{self.features[0]!r} is given twice; choose two different features",
                ("features",),
            )
        return first, second


def data_from(given: bytes) -> DataSpec:
    """Parse what is asked of data. Raises Refused."""
    try:
        return DataSpec.model_validate_json(given)
    except ValidationError as error:
        raise refused(error) from None


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
