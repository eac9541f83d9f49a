"""The race as a program: shown in four languages, copied, and downloaded."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.playground import PHONE, race, visit
from tests.programs.runner import ran

ADAM = "adam.keras(lr:0.05,beta1:0.9,beta2:0.99,eps:1e-7,weight_decay:0)"
TWO = race("sgd.textbook(lr:0.001)", ADAM, steps=30)


def _opened(page: Page, fragment: str = TWO) -> Page:
    visit(page, fragment)
    page.get_by_role("button", name="Code").click()
    expect(page.get_by_role("dialog", name="This race as code")).to_be_visible()
    expect(page.locator("#code-text")).to_contain_text("import numpy as np")
    return page


def test_a_program_is_shown_for_all_or_one_in_each_language(tab: Page) -> None:
    text = _opened(tab).locator("#code-text")

    expect(text).to_contain_text('paths["1. Gradient descent (Textbook)"]')
    tab.get_by_label("Racer", exact=True).select_option("Adam")
    expect(text).not_to_contain_text("paths")
    tab.get_by_role("tab", name="NumPy").press("ArrowRight")
    expect(tab.get_by_role("tab", name="PyTorch")).to_be_focused()
    expect(text).to_contain_text("import torch")
    expect(tab.locator("#code-notes li")).to_contain_text("PyTorch has another form of Adam")
    tab.keyboard.press("End")
    expect(text).to_contain_text("keras.optimizers.Adam(learning_rate=0.05")
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("dialog", name="This race as code")).to_be_hidden()
    expect(tab.get_by_role("button", name="Code")).to_be_focused()


def test_what_is_copied_and_what_is_downloaded_is_the_program(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = _opened(open_page(permissions=["clipboard-read", "clipboard-write"]))
    page.get_by_label("Racer", exact=True).select_option("Gradient descent")
    expect(page.locator("#code-text")).not_to_contain_text("paths")

    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator("#code-copy")).to_have_class("small said")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download .py").click()

    download.value.save_as(tmp_path / "race.py")
    text = (tmp_path / "race.py").read_text()
    assert download.value.suggested_filename == "rosenbrock_numpy.py"
    assert page.evaluate("navigator.clipboard.readText()") == text
    assert len(ran(text)) == 31


def test_code_is_accessible_and_fits_a_phone(
    open_page: OpenPage, axe: Callable[[Page], list[str]]
) -> None:
    page = _opened(open_page(**PHONE, color_scheme="dark"))
    page.get_by_role("tab", name="Keras").click()
    expect(page.locator("#code-notes")).to_be_visible()

    assert axe(page) == []
    assert page.evaluate("document.querySelector('#code').scrollWidth <= innerWidth")
