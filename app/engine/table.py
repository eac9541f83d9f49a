"""A person's own rows: a CSV text, or points placed by hand, as a table to learn from.

A text is first read as a sheet, whose columns say what they were taken for and why; then a target
is chosen and the sheet becomes a table. Whatever cannot be used is refused with the row, the
column, what was found there and what would be right. Rows are counted from 1 as a spreadsheet
counts them, the header and blank rows included.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from math import isfinite
from typing import Literal

import numpy as np

from app.engine.catalogue import BadChoice, nearest
from app.engine.contracts import Floats, Table

MAX_BYTES = 256 * 1024  # of UTF-8
MAX_ROWS = 5_000
MIN_ROWS = 4
MAX_COLUMNS = 64  # of the text, and again of the inputs that are made of them
MAX_CATEGORIES = 20  # different values of one column, and classes of the target
MAX_NUMBER = 1e100  # its square and the sum of many are still finite
MAX_POINT = 1e6  # in either coordinate
MAX_NAME = 64  # characters of a column's name
MAX_DIGITS = 64  # characters of a number
MAX_SHOWN = 40  # characters of a cell or a name in a refusal

DELIMITERS = ("\t", ";", "|", ",")  # 1,5;2,5 is two cells: what is rarer inside a cell comes first
MISSING = frozenset(("", "?", "-", "na", "n/a", "nan", "null", "#n/a"))
FEW_NUMBERS = 10  # so many different whole numbers in a target are taken for classes
BEGINNING = 40  # lines that the delimiter is guessed from
MOSTLY = 0.8  # from this share of numbers on, the other cells are taken for mistakes

Kind = Literal["number", "category", "ignored"]
KINDS: dict[str, Kind] = {kind: kind for kind in ("number", "category", "ignored")}
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
COMMA_NUMBER = re.compile(r"[+-]?[0-9]+,[0-9]+([eE][+-]?[0-9]+)?")


@dataclass(frozen=True)
class Column:
    """One column: its name, what it was taken for and why, and its cells without extra blanks."""

    name: str
    kind: Kind
    reason: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A text, read: `rows` holds the row number of each line of cells, for refusals.

    `target` is the column that is predicted unless another is chosen: the last that is not empty.
    With `decimal_comma`, 1,5 is one and a half.
    """

    columns: tuple[Column, ...]
    rows: tuple[int, ...]
    delimiter: str
    header: bool
    decimal_comma: bool

    @property
    def target(self) -> str:
        """The last column with anything in it."""
        return next(column.name for column in reversed(self.columns) if any(column.cells))


def read_csv(
    text: str,
    header: bool | None = None,
    *,
    max_bytes: int = MAX_BYTES,
    max_rows: int = MAX_ROWS,
) -> Sheet:
    """Read a text as a sheet, guessing what was not said. Raises BadChoice."""
    lines = _lines(text, max_bytes)
    delimiter = _delimiter(lines)
    cells, numbers = _cells(lines, delimiter)
    decimal_comma = delimiter != "," and any(
        COMMA_NUMBER.fullmatch(cell) for row in cells for cell in row
    )
    if header is None:
        header = _has_header(cells, decimal_comma)
    names = _names(cells[0], header)
    if header:
        cells, numbers = cells[1:], numbers[1:]
    if len(cells) < MIN_ROWS:
        raise BadChoice(
            f"the text has {_count(len(cells), 'row')} of data; at least {MIN_ROWS} are needed"
        )
    if len(cells) > max_rows:
        raise BadChoice(f"the text has {len(cells)} rows of data; at most {max_rows} are taken")
    columns = (
        Column(name, *_guess(column, decimal_comma), column)
        for name, column in zip(names, zip(*cells, strict=True), strict=True)
    )
    return Sheet(tuple(columns), tuple(numbers), delimiter, header, decimal_comma)


def table_from(
    sheet: Sheet, target: str | None = None, kinds: Mapping[str, str] | None = None
) -> Table:
    """Make a table of a sheet: numbers stay, categories become a 0/1 column for each value.

    `kinds` says otherwise than was guessed, by column name. A target that is a category has
    classes, one of numbers is regressed; unless `kinds` says so, a few whole numbers that come
    again and again are taken for classes. Raises BadChoice.
    """
    columns = {column.name: column for column in sheet.columns}
    for name, kind in (kinds or {}).items():
        if kind not in KINDS:
            raise BadChoice(f"unknown kind {_shown(kind)}{nearest(kind, KINDS)}", ("kinds", name))
        column = columns[_known(name, columns, "kinds")]
        columns[name] = replace(column, kind=KINDS[kind], reason="it was chosen so")
    target = sheet.target if target is None else _known(target, columns, "target")
    aim = columns.pop(target)
    if aim.kind == "ignored":
        raise BadChoice(
            f"column {_shown(target)} is ignored, {aim.reason}, and cannot be the target;"
            f" choose a column of numbers, or one of at most {MAX_CATEGORIES} different values",
            ("target",),
        )
    inputs = [part for column in columns.values() for part in _inputs(sheet, column)]
    if not inputs:
        raise BadChoice("no column is left as an input; take in at least one of the others")
    if len(inputs) > MAX_COLUMNS:
        raise BadChoice(
            f"numbers and categories make {len(inputs)} inputs; at most {MAX_COLUMNS} are taken,"
            " so ignore a category with many values"
        )
    names, values = zip(*inputs, strict=True)
    if aim.kind == "category" or (target not in (kinds or {}) and _are_codes(sheet, aim)):
        classes, targets = _classes(sheet, aim)
        return Table(np.stack(values, axis=-1), targets, names, classes, target)
    numbers = _numbers(sheet, aim)
    if numbers.min() == numbers.max():
        raise BadChoice(
            f"every row of the target {_shown(target)} is {numbers[0]:g}; it must vary", ("target",)
        )
    return Table(np.stack(values, axis=-1), numbers, names, (), target)


def table_of_points(
    points: Sequence[tuple[float, float, int]], *, max_points: int = MAX_ROWS
) -> Table:
    """Make a table of points (x1, x2, class), classes counted from 0. Raises BadChoice."""
    if len(points) > max_points:
        raise BadChoice(f"there are {len(points)} points; at most {max_points} are taken")
    for place, (x, y, kind) in enumerate(points):
        for coordinate in (x, y):
            if not (isfinite(coordinate) and abs(coordinate) <= MAX_POINT):
                raise BadChoice(
                    f"a coordinate is {coordinate:g}; it must be in"
                    f" [{-MAX_POINT:.0f}, {MAX_POINT:.0f}]",
                    (place,),
                )
        if not 0 <= kind < MAX_CATEGORIES:
            raise BadChoice(
                f"the class is {kind}; it must be in [0, {MAX_CATEGORIES - 1}]", (place,)
            )
    kinds = sorted({kind for _, _, kind in points})
    if len(kinds) < 2:
        raise BadChoice(
            f"the points are of {_count(len(kinds), 'class', 'classes')};"
            " place some of at least two classes"
        )
    return Table(
        np.array([point[:2] for point in points]),
        np.searchsorted(kinds, [kind for _, _, kind in points]),
        ("x1", "x2"),
        tuple(f"class {kind}" for kind in kinds),
    )


def _lines(text: str, max_bytes: int) -> list[str]:
    size = len(text.encode("utf-8", "replace"))
    if size > max_bytes:
        raise BadChoice(f"the text has {size} bytes; at most {max_bytes} are taken")
    # A surrogate alone is not a character and cannot be sent; it becomes a question mark.
    text = text.encode("utf-8", "replace").decode().removeprefix("\ufeff")
    if not text.strip():
        raise BadChoice("the text is empty; give a row for each example, its cells apart by commas")
    return StringIO(text.replace("\r\n", "\n").replace("\r", "\n")).readlines()


def _delimiter(lines: list[str]) -> str:
    """Of the usual ones, the first that gives all rows of the beginning the same width.

    Where none does, that which gives the widest row; which row is wrong is then said.
    """
    widths = {
        delimiter: [len(row) for row in _records(lines[:BEGINNING], delimiter, strict=False) if row]
        for delimiter in DELIMITERS
    }
    for delimiter, found in widths.items():
        if found and min(found) == max(found) > 1:
            return delimiter
    best = max(DELIMITERS, key=lambda delimiter: max(widths[delimiter], default=0))
    if max(widths[best], default=0) < 2:
        raise BadChoice(
            "there is one column only; put a comma, semicolon, tab or bar between the cells of a"
            " row, and give at least an input and a target"
        )
    return best


def _records(lines: Iterable[str], delimiter: str, strict: bool = True) -> list[list[str]]:
    """Rows of cells, blank rows empty."""
    rows = []
    reader = csv.reader(lines, delimiter=delimiter, strict=strict, skipinitialspace=True)
    try:
        for record in reader:
            cells = [" ".join(cell.split()) for cell in record]
            rows.append(cells if any(cells) else [])
    except csv.Error as error:
        if strict:
            raise BadChoice(
                f"row {len(rows) + 1} cannot be read ({error}); close every quotation mark,"
                " and double those inside a cell"
            ) from None
    return rows


def _cells(lines: list[str], delimiter: str) -> tuple[list[list[str]], list[int]]:
    """The rows that are not blank, all of one width, and their numbers."""
    records = _records(lines, delimiter)
    numbers = [number for number, row in enumerate(records, 1) if row]
    cells = [row for row in records if row]
    width = len(cells[0])
    if width > MAX_COLUMNS:
        raise BadChoice(f"there are {width} columns; at most {MAX_COLUMNS} are taken")
    for row, number in zip(cells, numbers, strict=True):
        if len(row) != width:
            raise BadChoice(
                f"row {number} has {_count(len(row), 'cell')}; it must have {width},"
                f" as row {numbers[0]} has"
            )
    return cells, numbers


def _has_header(cells: list[list[str]], decimal_comma: bool) -> bool:
    """Whether the first row names the columns: it has no number and is unlike the rest."""
    first, rest = cells[0], cells[1:]
    if not rest or any(_number(cell, decimal_comma) is not None for cell in first):
        return False
    columns = list(zip(*rest, strict=True))
    if any(_number(cell, decimal_comma) is not None for column in columns for cell in column):
        return True
    return not any(cell in column for cell, column in zip(first, columns, strict=True))


def _names(first: Sequence[str], header: bool) -> list[str]:
    names = [
        (cell if header and cell else f"column {place}") for place, cell in enumerate(first, 1)
    ]
    for place, name in enumerate(names):
        if len(name) > MAX_NAME:
            raise BadChoice(
                f"the name of column {place + 1} has {len(name)} characters; it may have {MAX_NAME}"
            )
        if name in names[:place]:
            raise BadChoice(
                f"columns {names.index(name) + 1} and {place + 1} are both named {_shown(name)};"
                " give each its own name"
            )
    return names


def _guess(column: Sequence[str], decimal_comma: bool) -> tuple[Kind, str]:
    """What a column is taken for, and why."""
    filled = [cell for cell in column if not _is_missing(cell)]
    if not filled:
        return "ignored", "every cell is empty"
    numbers = [cell for cell in filled if _number(cell, decimal_comma) is not None]
    if len(numbers) == len(filled):
        return "number", "every cell is a number"
    if len(numbers) >= MOSTLY * len(filled):
        return "number", f"{len(numbers)} of {len(filled)} cells are numbers"
    different = len(set(filled))
    if different > MAX_CATEGORIES:
        return "ignored", f"it has {different} different texts"
    if different == len(filled):
        return "ignored", "no two of its texts are the same"
    return "category", f"it has {_count(different, 'different text')}"


def _inputs(sheet: Sheet, column: Column) -> list[tuple[str, Floats]]:
    """The inputs that a column becomes: one of numbers, or one for each value of a category."""
    if column.kind == "ignored":
        return []
    if column.kind == "number":
        return [(column.name, _numbers(sheet, column))]
    values, places = _categories(sheet, column)
    return [
        (f"{column.name} = {value}", (places == place).astype(float))
        for place, value in enumerate(values)
    ]


def _numbers(sheet: Sheet, column: Column) -> Floats:
    numbers = np.empty(len(column.cells))
    for place, cell in enumerate(column.cells):
        number = _number(_filled(sheet, column, place), sheet.decimal_comma)
        if number is None:
            raise BadChoice(
                f"row {sheet.rows[place]}, column {_shown(column.name)} is {_shown(cell)};"
                " it must be a number, or the column a category or ignored"
            )
        if abs(number) > MAX_NUMBER:
            raise BadChoice(
                f"row {sheet.rows[place]}, column {_shown(column.name)} is {_shown(cell)};"
                f" it must be in [{-MAX_NUMBER:g}, {MAX_NUMBER:g}]"
            )
        numbers[place] = number
    return numbers


def _categories(sheet: Sheet, column: Column) -> tuple[list[str], Floats]:
    """The values of a category, in the order of numbers or letters, and each row's place in it."""
    cells = [_filled(sheet, column, place) for place in range(len(column.cells))]
    numbers = [_number(cell, sheet.decimal_comma) for cell in cells]
    names: dict[float | str, str] = {}
    keys: list[float | str] = []
    plain = [number for number in numbers if number is not None]
    for cell, number in zip(cells, numbers, strict=True):
        key = cell if len(plain) < len(cells) or number is None else number
        keys.append(key)
        names.setdefault(key, cell)  # 1 and 1.0 are one value, named as it is written first
    if len(names) > MAX_CATEGORIES:
        raise BadChoice(
            f"column {_shown(column.name)} has {len(names)} different values; as a category it may"
            f" have {MAX_CATEGORIES}"
        )
    order = {key: place for place, key in enumerate(sorted(names))}
    return [names[key] for key in order], np.array([order[key] for key in keys])


def _classes(sheet: Sheet, column: Column) -> tuple[tuple[str, ...], Floats]:
    values, places = _categories(sheet, column)
    if len(values) < 2:
        raise BadChoice(
            f"every row of the target {_shown(column.name)} is {_shown(values[0])};"
            " it must have at least two classes",
            ("target",),
        )
    return tuple(values), places


def _are_codes(sheet: Sheet, column: Column) -> bool:
    """Whether the numbers of a target look like codes of classes."""
    numbers = _numbers(sheet, column)
    different = len(np.unique(numbers))
    whole = bool((numbers == np.floor(numbers)).all())
    return whole and 1 < different <= min(FEW_NUMBERS, len(numbers) / 2)


def _filled(sheet: Sheet, column: Column, place: int) -> str:
    cell = column.cells[place]
    if _is_missing(cell):
        found = f"is {_shown(cell)}, which stands for nothing" if cell else "is empty"
        raise BadChoice(
            f"row {sheet.rows[place]}, column {_shown(column.name)} {found};"
            " fill it in, leave the row out, or ignore the column"
        )
    return cell


def _known(name: str, columns: Mapping[str, Column], where: str) -> str:
    if name not in columns:
        raise BadChoice(f"there is no column {_shown(name)}{nearest(name, columns)}", (where,))
    return name


def _number(cell: str, decimal_comma: bool) -> float | None:
    """The number that a cell is, if it is one; only plain digits are, not inf, nan or 1_000."""
    if decimal_comma and COMMA_NUMBER.fullmatch(cell):
        cell = cell.replace(",", ".")
    return float(cell) if len(cell) <= MAX_DIGITS and NUMBER.fullmatch(cell) else None


def _is_missing(cell: str) -> bool:
    return cell.lower() in MISSING


def _shown(text: str) -> str:
    """What was given, short and on one line."""
    return repr(text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 3]}...")


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
