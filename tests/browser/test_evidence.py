"""The page of evidence: readable with any width, and by anybody."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.playground import PHONE

WIDE = {"viewport": {"width": 1440, "height": 900}}


@pytest.mark.parametrize(("screen", "theme"), [(WIDE, "light"), (PHONE, "dark")])
def test_evidence_is_accessible_and_fits(
    open_page: OpenPage, axe: Callable[[Page], list[str]], screen: dict, theme: str
) -> None:
    page = open_page("/evidence", **screen, color_scheme=theme)
    row = page.get_by_role("row").filter(has_text="Bias-corrected moments").first

    expect(row).to_contain_text("Adam")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="Descent Lab").click()
    expect(page.get_by_role("button", name="Code")).to_be_visible()
