"""A person's own rows: what is read, what is guessed, and how the rest is refused."""

import csv
import io
import re

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.engine.catalogue import DATASETS, BadChoice
from app.engine.contracts import Table
from app.engine.samples import split
from app.engine.table import (
    MAX_BYTES,
    MAX_CATEGORIES,
    MAX_COLUMNS,
    MAX_ROWS,
    read_csv,
    table_from,
    table_of_points,
)

FLOWERS = """length,width,species
1.4,0.2,setosa
4.7,1.4,versicolor
1.3,.2,setosa
4.5,15e-1,versicolor
"""


def table_of(text: str, **choices: object) -> Table:
    return table_from(read_csv(text), **choices)  # type: ignore[arg-type]


def refusal(text: str, **choices: object) -> str:
    with pytest.raises(BadChoice) as caught:
        table_of(text, **choices)
    return caught.value.message


def rows(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def test_last_column_is_the_target_and_its_classes_are_named():
    table = table_of(FLOWERS)

    assert table.features == ("length", "width")
    assert table.inputs.tolist() == [[1.4, 0.2], [4.7, 1.4], [1.3, 0.2], [4.5, 1.5]]
    assert table.classes == ("setosa", "versicolor")
    assert table.targets.tolist() == [0, 1, 0, 1]
    assert (table.target, table.task) == ("species", "classification")


def test_guesses_are_shown_with_their_reasons():
    sheet = read_csv(
        rows("x,kind,name,nothing,y", *(f"{n},{'ab'[n % 2]},person {n},,{n / 2}" for n in range(9)))
    )

    assert [(column.name, column.kind, column.reason) for column in sheet.columns] == [
        ("x", "number", "every cell is a number"),
        ("kind", "category", "it has 2 different texts"),
        ("name", "ignored", "no two of its texts are the same"),
        ("nothing", "ignored", "every cell is empty"),
        ("y", "number", "every cell is a number"),
    ]
    assert sheet.target == "y"


def test_category_becomes_a_column_for_each_value():
    table = table_of(rows("color,y", "red,1.5", "blue,2", "red,3", "blue,4"))

    assert table.features == ("color = blue", "color = red")
    assert table.inputs.tolist() == [[0, 1], [1, 0], [0, 1], [1, 0]]
    assert table.task == "regression"


def test_another_column_can_be_the_target():
    table = table_of(FLOWERS, target="length")

    assert table.task == "regression"
    assert table.targets.tolist() == [1.4, 4.7, 1.3, 4.5]
    assert table.features == ("width", "species = setosa", "species = versicolor")


def test_column_can_be_ignored():
    assert table_of(FLOWERS, kinds={"width": "ignored"}).features == ("length",)


def test_empty_last_column_is_not_the_target():
    assert table_of(rows("a,y,", "1,2,", "3,4,", "5,6,", "7,8.5,")).target == "y"


def test_few_whole_numbers_as_target_are_classes_unless_said_otherwise():
    text = rows("x,y", "1,10", "2,9", "3,10", "4,9")

    assert table_of(text).classes == ("9", "10")
    assert table_of(text).targets.tolist() == [1, 0, 1, 0]
    assert table_of(text, kinds={"y": "number"}).targets.tolist() == [10, 9, 10, 9]
    assert table_of(rows("x,y", "1,1", "2,2", "3,3", "4,4")).task == "regression"
    assert table_of(rows("x,y", "1,1", "2,2", "3,1", "4,2.5")).task == "regression"


def test_one_and_one_point_zero_are_one_class():
    assert table_of(rows("x,y", "1,1", "2,1.0", "3,0", "4,0")).classes == ("0", "1")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_usual_delimiters_and_ends_of_lines_are_understood(delimiter: str, end: str):
    text = "\ufeff" + FLOWERS.replace(",", delimiter).replace("\n", end)
    table = table_of(text)

    assert read_csv(text).delimiter == delimiter
    np.testing.assert_array_equal(table.inputs, table_of(FLOWERS).inputs)
    assert table.features == ("length", "width")


def test_decimal_commas_are_understood_where_cells_are_not_apart_by_commas():
    table = table_of(rows("1,5;2,5;0,5", "2;3;1,25", "1,5;2,5;4", "-2;3e2;1"))

    assert table.inputs.tolist() == [[1.5, 2.5], [2, 3], [1.5, 2.5], [-2, 300]]
    assert table.targets.tolist() == [0.5, 1.25, 4, 1]


def test_header_is_guessed_and_can_be_told():
    assert not read_csv(rows("1,2", "3,4", "5,6", "7,8")).header
    assert read_csv(rows("a,b", "3,4", "5,6", "7,8", "9,9")).header
    assert read_csv(rows("a,b", *["x,u", "y,v"] * 3)).header
    assert not read_csv(rows("x,u", "y,v", "x,v", "y,u")).header
    assert read_csv(rows("2019,2020", *["1,2", "3,4"] * 2), header=True).columns[0].name == "2019"
    assert read_csv(rows("1,2", "3,4", "5,6", "7,8")).columns[1].name == "column 2"


def test_quoted_cells_may_hold_anything():
    text = 'name,y\n"a, ""b""\nc",1\nd,2\n"a, ""b""\nc",1\nd,2\n'

    assert table_of(text).features == ('name = a, "b" c', "name = d")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (FLOWERS.replace("4.7", ""), "row 3, column 'length' is empty; fill it in"),
        (FLOWERS.replace("4.7", "NA"), "row 3, column 'length' is 'NA', which stands for nothing"),
        ("\n\n" + FLOWERS.replace("4.5", "?"), "row 7, column 'length' is '?'"),
        (FLOWERS.replace("4.7,", ""), "row 3 has 2 cells; it must have 3, as row 1 has"),
        (FLOWERS.replace("setosa\n4.7", "\n4.7"), "row 2, column 'species' is empty"),
        (FLOWERS.replace("width", "length"), "columns 1 and 2 are both named 'length'"),
        (FLOWERS.replace("width", "w" * 65), "the name of column 2 has 65 characters; it may have"),
        (FLOWERS.replace("4.7", "1e999"), "row 3, column 'length' is '1e999'; it must be in"),
        (FLOWERS.replace("4.7", '"4.7'), "cannot be read"),
        (rows("a,y", *(f"{n},1" for n in range(9))), "every row of the target 'y' is 1"),
        (rows("a,y", *["1,x", "2,x"] * 3), "every row of the target 'y' is 'x'"),
        (rows("a,y", *(f"1,t{n}" for n in range(9))), "'y' is ignored, no two of its texts are"),
        (rows("a,y", *["1,2"] * 8, "oops,3"), "row 10, column 'a' is 'oops'; it must be a number"),
        (rows("name,y", *(f"t{n},{n / 2}" for n in range(9))), "no column is left as an input"),
        (rows("a,y", "1,2", "3,4", "5,6"), "the text has 3 rows of data; at least 4 are needed"),
        ("", "the text is empty"),
        (" \n\n", "the text is empty"),
        ("one\ntwo\nthree\nfour\nfive\n", "there is one column only"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(text: str, words: str):
    assert words in refusal(text)


@pytest.mark.parametrize(
    "cell", ["inf", "nan ", "1_000", "0x10", "１２", "1e", "--1", "1 2", "1" * 65]
)
def test_only_plain_numbers_are_numbers(cell: str):
    text = rows("a,y", *(f"{n},{n / 2}" for n in range(9)), f"{cell},1")

    assert "row 11, column 'a' is" in refusal(text)


def test_choices_that_are_not_there_are_refused():
    assert refusal(FLOWERS, target="lenght") == (
        "there is no column 'lenght'; did you mean 'length'?"
    )
    assert "there is no column" in refusal(FLOWERS, kinds={"depth": "ignored"})
    assert refusal(FLOWERS, kinds={"width": "nubmer"}) == (
        "unknown kind 'nubmer'; did you mean 'number'?"
    )
    assert "'species' is ignored, it was chosen so, and cannot be the target" in refusal(
        FLOWERS, kinds={"species": "ignored"}
    )
    assert "row 2, column 'species' is 'setosa'; it must be a number" in refusal(
        FLOWERS, kinds={"species": "number"}
    )


def test_limits_are_named():
    wide = ",".join("1" for _ in range(MAX_COLUMNS + 1))
    assert refusal(rows(*[wide] * 5)) == "there are 65 columns; at most 64 are taken"
    for header in ("", "a,b\n"):
        assert refusal(header + "1,2\n" * (MAX_ROWS + 1)) == (
            "the text has 5001 rows of data; at most 5000 are taken"
        )
    big = rows("a,y", "x" * MAX_BYTES + ",1")
    assert refusal(big) == f"the text has {len(big)} bytes; at most {MAX_BYTES} are taken"
    many = rows("a,y", *(f"{n},k{n % 21}" for n in range(90)))
    assert "'y' is ignored, it has 21 different texts, and cannot be the target" in refusal(many)
    assert f"as a category it may have {MAX_CATEGORIES}" in refusal(many, kinds={"y": "category"})
    four = ",".join("cdef")
    spread = (",".join([f"t{n % 20}"] * 4) + f",{n / 7}" for n in range(60))
    assert "make 80 inputs; at most 64 are taken" in refusal(rows(f"{four},y", *spread))


def test_as_many_rows_and_columns_as_allowed_are_read():
    assert len(table_of("a,b\n" + "1,2\n2,3\n" * (MAX_ROWS // 2)).targets) == MAX_ROWS
    wide = [",".join(str(n + m) for m in range(MAX_COLUMNS)) for n in range(5)]
    assert table_of(rows(*wide)).inputs.shape == (5, MAX_COLUMNS - 1)


def test_long_digits_are_answered_at_once():
    assert "it must be a number" in refusal(rows("a,b", "1" * 100_000 + "x,2", *["1,2"] * 5))


names = st.text(st.characters(categories=["L"]), min_size=1, max_size=12)
numbers = st.floats(-1e100, 1e100)


@st.composite
def written(draw: st.DrawFn) -> tuple[str, list[str], list[list[float]]]:
    """A text of numbers, as a spreadsheet writes it, with its names and numbers."""
    width = draw(st.integers(2, 6))
    header = draw(st.lists(names, min_size=width, max_size=width, unique=True))
    values = draw(
        st.lists(st.lists(numbers, min_size=width, max_size=width), min_size=4, max_size=12)
    )
    text = io.StringIO()
    delimiter = draw(st.sampled_from(",;\t|"))
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting)
    writer.writerows([header, *([repr(value) for value in row] for row in values)])
    return text.getvalue(), header, values


@given(written())
def test_numbers_come_back_to_the_last_bit(sheet: tuple[str, list[str], list[list[float]]]):
    text, header, values = sheet
    target = [row[-1] for row in values]
    assume(len(set(target)) > 1)
    table = table_of(text, kinds={header[-1]: "number"})

    assert table.features == tuple(header[:-1])
    assert table.inputs.tolist() == [row[:-1] for row in values]
    assert table.targets.tolist() == target


@given(st.lists(st.sampled_from("abc"), min_size=4, max_size=30))
def test_classes_name_every_row(letters: list[str]):
    text = rows("x,y", *(f"{place},{letter}" for place, letter in enumerate(letters)))
    assume(1 < len(set(letters)) < len(letters))
    table = table_of(text)

    assert [table.classes[target] for target in table.targets] == letters
    assert table.classes == tuple(sorted(set(letters)))


@given(
    st.one_of(
        st.text(max_size=300),
        st.text(st.sampled_from('a1.,;|\t"\n\r -?e\x00\ud800\u2028'), max_size=200),
    )
)
def test_any_text_is_read_or_refused_in_a_sentence(text: str):
    try:
        table = table_of(text)
    except BadChoice as error:
        words, numbers = [error.message], np.zeros(1)
    else:
        words = [*table.features, *table.classes, table.target]
        numbers = split(table, 0.3, 0).train_inputs

    assert np.isfinite(numbers).all()
    assert all(words)
    assert not any("\n" in word for word in words)
    "".join(words).encode()


def test_iris_written_as_csv_comes_back():
    iris = DATASETS["iris"]().table(0)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*iris.features, "species"])
    for inputs, target in zip(iris.inputs.tolist(), iris.targets, strict=True):
        writer.writerow([*inputs, iris.classes[target]])
    table = table_of(text.getvalue())

    np.testing.assert_array_equal(table.inputs, iris.inputs)
    np.testing.assert_array_equal(table.targets, iris.targets)
    assert (table.features, table.classes) == (iris.features, iris.classes)


def test_points_are_a_table():
    table = table_of_points([(0.5, -1.0, 0), (2.0, 3.0, 2), (0.0, 0.0, 2)])

    assert table.inputs.tolist() == [[0.5, -1.0], [2.0, 3.0], [0.0, 0.0]]
    assert table.targets.tolist() == [0, 1, 1]
    assert table.classes == ("class 0", "class 2")
    assert table.features == ("x1", "x2")


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ([], "the points are of 0 classes; place some of at least two classes"),
        ([(0.0, 0.0, 1)], "the points are of 1 class; place some of at least two classes"),
        ([(0.0, 0.0, 0), (0.0, 0.0, 20)], r"the class is 20; it must be in \[0, 19\]"),
        ([(0.0, 0.0, 0), (float("nan"), 0.0, 1)], "a coordinate is nan; it must be in"),
        ([(0.0, 0.0, 0), (0.0, 2e6, 1)], r"2e\+06; it must be in \[-1000000, 1000000\]"),
        ([(0.0, 0.0, 0), (0.0, 0.0, 1)] * 2501, "there are 5002 points; at most 5000"),
    ],
)
def test_points_that_cannot_be_used_are_refused(
    points: list[tuple[float, float, int]], words: str
):
    with pytest.raises(BadChoice) as caught:
        table_of_points(points)
    assert re.search(words, caught.value.message)
