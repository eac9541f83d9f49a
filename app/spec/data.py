"""Data that may be asked for, drawn once for all who learn from them."""

from functools import lru_cache
from threading import Lock
from typing import Annotated

from pydantic import BeforeValidator, Field, FiniteFloat, ValidationError

from app.engine.catalogue import DATASETS, BadChoice, nearest
from app.engine.contracts import Dataset, Table
from app.engine.samples import MAX_TEST_FRACTION, Samples, split
from app.engine.table import MAX_COLUMNS, Sheet
from app.sentences import MAX_NAME, Place
from app.spec.fields import ChoiceSpec, Seed, Spec, entry_from, named
from app.spec.own import OwnPoints, OwnTable, sheet_of
from app.spec.refusals import at, refused

KEPT = 16  # data sets, divided; a few megabytes at most each

TestFraction = Annotated[FiniteFloat, Field(ge=0, le=MAX_TEST_FRACTION)]
Features = Annotated[list[str], Field(min_length=2, max_length=2)]

OWN = "own"  # the name of a person's own data
OWN_FIELDS = ("csv", "target", "inputs", "points")
# A long list says what is wrong with its first wrong entry: 170,000 reasons take over a second.
PointOfClass = Annotated[list[FiniteFloat], Field(min_length=3, max_length=3)]
Points = Annotated[list[PointOfClass], Field(fail_fast=True)]

Source = Dataset | OwnTable | OwnPoints

_drawing = Lock()


class DatasetSpec(ChoiceSpec):
    """Data from the menu; or, with the name own, a CSV text or points (x, y, class)."""

    csv: str | None = None
    target: str | None = None
    inputs: Annotated[list[str], Field(fail_fast=True, max_length=MAX_COLUMNS)] | None = None
    points: Points | None = None


DataChoice = Annotated[DatasetSpec, BeforeValidator(named)]


class TableSpec(Spec):
    """A CSV text that is looked at before anything is learned from it."""

    csv: str

    def sheet(self) -> Sheet:
        """The text, read. Raises BadChoice."""
        with at(("csv",)):
            return sheet_of(self.csv)


class DataSpec(Spec):
    """Data, how they are divided, and the two features that they are drawn over, if chosen."""

    dataset: DataChoice = DatasetSpec(name="moons")
    test_fraction: TestFraction = 0.3
    seed: Seed = 0
    features: Features | None = None

    def source(self) -> Source:
        """Where the rows come from. Raises BadChoice."""
        return source_from(self.dataset)

    def samples(self) -> Samples:
        """The rows, divided and standardized. Raises BadChoice."""
        source = self.source()
        with at(("dataset",)):
            return samples_of(source, float(self.test_fraction), self.seed)

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


def table_from_csv(given: bytes) -> TableSpec:
    """Parse a text that is to be looked at. Raises Refused."""
    try:
        return TableSpec.model_validate_json(given)
    except ValidationError as error:
        raise refused(error) from None


def source_from(choice: DatasetSpec, where: Place = ("dataset",)) -> Source:
    """Where the rows come from. Raises BadChoice."""
    with at(where):
        if choice.name == OWN:
            return _own(choice)
        for field in OWN_FIELDS:
            if getattr(choice, field) is not None:
                words = f"{field} is for data of your own; leave it out, or let the name be {OWN!r}"
                raise BadChoice(words, (field,))
    return entry_from(DATASETS, choice.name, choice.parameters, where, (*where, "parameters"))


def samples_of(source: Source, test_fraction: float, seed: int) -> Samples:
    """The data, divided; the same object again for the same data as long as it is kept.

    Networks are equal only where they share it, so whoever trains on the data takes it from
    here. Raises BadChoice for data of one's own that cannot be used.
    """
    with _drawing:
        return _drawn(source, test_fraction, seed)


@lru_cache(KEPT)
def _drawn(source: Source, test_fraction: float, seed: int) -> Samples:
    return split(source.table(seed), test_fraction, seed)


def _own(choice: DatasetSpec) -> OwnTable | OwnPoints:
    """A person's own data. Raises BadChoice."""
    if choice.parameters:
        words = "data of your own take no parameters; leave them out"
        raise BadChoice(words, ("parameters",))
    if (choice.csv is None) == (choice.points is None):
        given = "neither" if choice.csv is None else "both"
        raise BadChoice(f"{given} of csv and points is given; data of your own are one of the two")
    if choice.csv is not None:
        inputs = None if choice.inputs is None else tuple(choice.inputs)
        return OwnTable(choice.csv, choice.target, inputs)
    for field in ("target", "inputs"):
        if getattr(choice, field) is not None:
            raise BadChoice(f"points have no columns; leave {field} out", (field,))
    return OwnPoints(tuple((x, y, kind) for x, y, kind in choice.points or ()))
