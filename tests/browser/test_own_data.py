"""Data of one's own: points placed by hand, and tables."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Watch
from tests.browser.playground import PHONE, box, visit
from tests.browser.test_network_problem import choose_dataset, expect_training, network, shape

Axe = Callable[[Page], list[str]]

TABLE = "height;width;name;kind\n" + "\n".join(
    f"{place * 37 % 50},5;{place * 53 % 40};n{place};{'small' if place * 37 % 50 < 25 else 'large'}"
    for place in range(60)
)
SOON = 12  # seconds; a browser left to itself takes more than a minute
DROP = """([text, selector]) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], "table.csv", { type: "text/csv" }));
    const place = document.querySelector(selector);
    for (const type of ["dragover", "drop"]) {
        place.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
}"""


def _open(page: Page) -> None:
    choose_dataset(page, "Your own data")
    expect(page.get_by_role("dialog", name="Your own data")).to_be_visible()


def _use(page: Page) -> None:
    page.get_by_role("button", name="Use these data").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def _place(page: Page, *places: tuple[float, float]) -> None:
    """Press on the plane, at shares of its sides."""
    plane = box(page.locator("#own-plane"))
    for across, down in places:
        page.mouse.click(
            plane["left"] + across * plane["width"], plane["top"] + down * plane["height"]
        )


def _count(page: Page, words: str) -> None:
    expect(page.locator("#own-count")).to_have_text(words)


def test_points_that_are_placed_are_learned(tab: Page) -> None:
    page = visit(tab, network())
    _open(page)
    _place(page, (0.2, 0.2), (0.25, 0.3), (0.3, 0.2))
    page.keyboard.press("2")
    _place(page, (0.7, 0.7), (0.75, 0.8), (0.8, 0.7))
    _count(page, "6 points: 3 of class 1, 3 of class 2.")
    _use(page)

    expect(page.locator("#own-words")).to_have_text("6 points that you placed")
    expect(page.get_by_role("combobox", name="Data set")).to_have_value("Your own data…")
    expect(shape(page)).to_have_text("2 – 8 – 8 – 1 · 105 parameters")
    expect_training(page, r"data=own&points=-0\.6,0\.6,1;")


def test_what_was_made_is_there_when_own_data_are_chosen_again(tab: Page) -> None:
    page = visit(tab, network(data="own", points="0,0,1;1,1,1;3,-1,2;2,2,2", batch=32))
    expect(page.locator("#batch .batch-words")).to_have_text("32, all 3 are seen")
    for _ in range(2):
        _open(page)
        _count(page, "4 points: 2 of class 1, 2 of class 2.")
        page.keyboard.press("Escape")


def test_keys_choose_the_class_wherever_the_focus_is(tab: Page) -> None:
    page = visit(tab, network())
    _open(page)
    for key, place in enumerate(("#own-use", "#own-undo", "#own-spray", "#own-plane"), start=1):
        page.locator(place).focus()
        page.keyboard.press(str(key))
        expect(page.locator("#own-next")).to_have_text(f"The next one is of class {key}.")
        expect(page.get_by_role("radio", name=f"Class {key}")).to_be_checked()

    page.get_by_role("tab", name="Table").click()
    page.locator("#own-csv").press("2")
    expect(page.locator("#own-csv")).to_have_value("2")
    page.get_by_role("tab", name="Points").click()
    expect(page.locator("#own-next")).to_have_text("The next one is of class 4.")


def test_points_are_moved_removed_sprayed_and_brought_back(tab: Page) -> None:
    page = visit(tab, network())
    _open(page)
    plane = box(page.locator("#own-plane"))
    _place(page, (0.25, 0.25), (0.75, 0.25))
    page.mouse.move(plane["left"] + plane["width"] / 4, plane["top"] + plane["height"] / 4)
    page.mouse.down()
    page.mouse.move(plane["x"], plane["y"], steps=4)
    page.mouse.up()
    page.mouse.click(
        plane["left"] + 0.75 * plane["width"], plane["top"] + plane["height"] / 4, button="right"
    )
    _count(page, "One point: 1 of class 1.")

    page.locator("#own-spray").check()
    page.keyboard.press("3")
    _place(page, (0.2, 0.8))
    _count(page, "4 points: 1 of class 1, 3 of class 3.")
    page.get_by_role("button", name="Clear").click()
    _count(page, "No points yet.")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    _count(page, "2 points: 2 of class 1.")


def test_points_are_placed_with_keys_alone(tab: Page) -> None:
    page = visit(tab, network())
    _open(page)
    page.keyboard.press("Tab")  # from the tab to the classes
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.locator("#own-plane")).to_be_focused()
    for key in ("Enter", "Shift+ArrowRight", "ArrowUp", "2", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#own-said")).to_have_text(
        "Class 2 at 0.2, 0.02. 2 points: 1 of class 1, 1 of class 2."
    )
    page.keyboard.press("Delete")
    _count(page, "One point: 1 of class 1.")


def test_what_cannot_be_learned_is_said_and_kept(tab: Page, watch: Watch) -> None:
    page = visit(tab, network())
    _open(page)
    _place(page, (0.2, 0.2), (0.5, 0.5))
    page.get_by_role("button", name="Use these data").click()
    expect(page.get_by_role("alert")).to_have_text("Place points of two classes.")
    watch.allow("422")
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox", name="Data set")).to_have_value("Moons")

    _open(page)
    _count(page, "2 points: 2 of class 1.")
    page.get_by_role("tab", name="Table").click()
    page.locator("#own-csv").fill("a,b\n1,2\n")
    expect(page.locator("#own-csv-refusal")).to_contain_text("at least 4 are needed")


def test_a_table_dropped_on_the_page_trains(tab: Page) -> None:
    page = visit(tab, network())
    page.evaluate(DROP, [TABLE, "#problem"])
    expect(page.locator("#own-read")).to_have_text(
        "60 rows of 4 columns, apart by semicolons; the first row names them."
    )
    lines = page.locator("#own-columns tbody tr")
    expect(lines.nth(0)).to_contain_text("every cell is a number")
    expect(lines.nth(2)).to_contain_text("ignored")
    expect(page.locator("#own-columns-words")).to_have_text(
        "2 inputs → kind, 2 classes: 42 rows to learn from, 18 to test."
    )
    _use(page)
    expect(page.locator("#own-words")).to_have_text("2 inputs → kind, 2 classes")
    expect_training(page, "data=own&csv=height")

    page.get_by_role("button", name="Edit").click()
    expect(page.locator("#own-csv")).to_have_value(TABLE)
    page.get_by_role("radio", name="Predict width").check()
    page.get_by_role("checkbox", name="Learn from kind").uncheck()
    expect(page.locator("#own-columns-words")).to_contain_text("One input → width, a number")
    _use(page)
    expect_training(page, "target=width&inputs=height")


def test_a_link_brings_its_own_points_into_the_dialog(tab: Page) -> None:
    page = visit(tab, network(data="own", points="0,0,0;1,1,0;3,-1,1;2,2,1"))
    page.get_by_role("button", name="Edit").click()

    _count(page, "4 points: 2 of class 1, 2 of class 2.")


def test_a_file_too_large_is_named_with_its_limit(tab: Page) -> None:
    page = visit(tab, network())
    page.evaluate(DROP, ["1,2\n" * 100_000, "body"])

    expect(page.locator("#own-csv-refusal")).to_have_text(
        "“table.csv” has 391 KiB; at most 256 KiB are taken."
    )


def test_a_large_text_is_put_in_at_once_and_one_too_large_is_not(tab: Page) -> None:
    page = visit(tab, network())
    _open(page)
    page.get_by_role("tab", name="Table").click()
    text = page.locator("#own-csv")
    text.focus()
    began = time.monotonic()
    for rows in (5000, 4999):  # the second replaces the first
        page.keyboard.press("Control+a")
        page.keyboard.insert_text("a,b,kind\n" + "1,20,x\n2,10,y\n" * (rows // 2))
    expect(page.locator("#own-read")).to_have_text(re.compile("^4,998 rows of 3 columns"))
    assert time.monotonic() - began < SOON

    page.keyboard.insert_text("1,2,small\n" * 30_000)
    expect(page.locator("#own-csv-refusal")).to_have_text(
        "With this, the text has 328 KiB; at most 256 KiB are taken."
    )
    assert len(text.input_value()) < 40_000
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(text).to_have_value("")
    assert time.monotonic() - began < 2 * SOON


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_dialog_is_accessible(open_page: OpenPage, axe: Axe, theme: str) -> None:
    page = visit(open_page(color_scheme=theme), network())
    _open(page)
    _place(page, (0.2, 0.2))
    assert axe(page) == []

    page.get_by_role("tab", name="Table").click()
    page.locator("#own-csv").fill(TABLE)
    expect(page.locator("#own-columns-words")).to_contain_text("inputs")
    assert axe(page) == []


def test_the_dialog_fits_a_phone(open_page: OpenPage) -> None:
    page = visit(open_page(**PHONE), network())
    _open(page)
    plane = box(page.locator("#own-plane"))
    page.touchscreen.tap(plane["x"], plane["y"])
    _count(page, "One point: 1 of class 1.")
    page.get_by_role("tab", name="Table").click()
    page.locator("#own-csv").fill(TABLE)
    expect(page.locator("#own-columns-words")).to_contain_text("inputs")

    dialog = page.locator("#own-data")
    assert dialog.evaluate("(each) => each.scrollWidth <= each.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.get_by_role("button", name="Use these data")).to_be_in_viewport()
    assert re.fullmatch(r"\d+ inputs .*", page.locator("#own-columns-words").text_content() or "")
