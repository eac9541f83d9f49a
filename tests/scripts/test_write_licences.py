"""The licences of what is shipped."""

import pytest

from scripts.write_licences import told, unknown


@pytest.mark.parametrize(
    "licence",
    [
        "MIT",
        "BSD License",
        "Apache-2.0 OR BSD-2-Clause",
        "GPL-2.0 OR MIT",
        "(MIT AND BSD-3-Clause)",
        "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0",
        "Apache Software License; MIT License",
    ],
)
def test_licence_that_asks_for_no_more_than_its_words_is_known(licence: str) -> None:
    assert unknown([{"Name": "a", "License": licence}]) == []


@pytest.mark.parametrize(
    "licence", ["GPL-3.0-only", "UNKNOWN", "MIT AND AGPL-3.0", "BSD License; LGPL", "", "Other"]
)
def test_any_other_licence_is_to_be_looked_at(licence: str) -> None:
    assert unknown([{"Name": "a", "License": licence}]) == [f"a: {licence}"]


def test_texts_stand_below_the_list() -> None:
    text = told(
        [
            {"Name": "b", "Version": "2", "License": "MIT", "LicenseText": "Permission is"},
            {"Name": "A", "Version": "1", "License": "BSD", "LicenseText": "UNKNOWN"},
        ]
    )

    assert text.startswith("A 1: BSD\nb 2: MIT\n")
    assert text.count("Permission is") == 1
    assert "UNKNOWN" not in text
