"""A person's own data: a CSV text, or points placed by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from app.engine.catalogue import BadChoice, nearest
from app.engine.contracts import Table
from app.engine.table import Sheet, read_csv, table_from, table_of_points
from app.sentences import MAX_NAME
from app.spec.limits import MAX_CSV_BYTES, MAX_CSV_ROWS
from app.spec.refusals import at


@dataclass(frozen=True)
class OwnTable:
    """A CSV text, the column that is predicted, and those that it is predicted from.

    Without them, the last column is predicted from all others that can be used.
    """

    name: ClassVar[str] = "own"
    label: ClassVar[str] = "your table"

    csv: str
    target: str | None = None
    inputs: tuple[str, ...] | None = None

    def table(self, seed: int) -> Table:
        """The rows, the same for every seed. Raises BadChoice."""
        with at(("csv",)):
            sheet = sheet_of(self.csv)
        kinds = {} if self.inputs is None else self._kinds(sheet, self.inputs)
        try:
            return table_from(sheet, self.target, kinds)
        except BadChoice as error:
            where = error.where if error.where == ("target",) else ("csv",)
            raise BadChoice(error.message, where) from None

    def _kinds(self, sheet: Sheet, inputs: Sequence[str]) -> dict[str, str]:
        """What is left out: every column that is neither input nor target. Raises BadChoice."""
        columns = {column.name: column for column in sheet.columns}
        target = sheet.target if self.target is None else self.target
        if not inputs:
            raise BadChoice("no column is an input; take in at least one", ("inputs",))
        for place, name in enumerate(inputs):
            shown = name[:MAX_NAME]
            with at(("inputs", place)):
                if name not in columns:
                    raise BadChoice(f"there is no column {shown!r}{nearest(shown, columns)}")
                if name == target:
                    raise BadChoice(
                        f"column {shown!r} is the target and cannot be an input;"
                        " leave it out, or choose another target"
                    )
                if columns[name].kind == "ignored":
                    raise BadChoice(
                        f"column {shown!r} cannot be an input, {columns[name].reason}; leave it out"
                    )
        return {name: "ignored" for name in columns if name not in inputs and name != target}


@dataclass(frozen=True)
class OwnPoints:
    """Points (x, y, class) placed by hand, classes counted from 0."""

    name: ClassVar[str] = "own"
    label: ClassVar[str] = "your points"

    points: tuple[tuple[float, float, float], ...]

    def table(self, seed: int) -> Table:
        """The rows, the same for every seed. Raises BadChoice."""
        with at(("points",)):
            for place, (_, _, kind) in enumerate(self.points):
                if not float(kind).is_integer():
                    raise BadChoice(f"the class is {kind:g}; it must be a whole number", (place, 2))
            return table_of_points(
                [(x, y, int(kind)) for x, y, kind in self.points], max_points=MAX_CSV_ROWS
            )


def sheet_of(csv: str) -> Sheet:
    """A text, read, if it is not longer than this service takes. Raises BadChoice."""
    return read_csv(csv, max_bytes=MAX_CSV_BYTES, max_rows=MAX_CSV_ROWS)
