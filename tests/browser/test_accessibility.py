"""axe finds nothing, in any state, and what is drawn is also said."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.playground import (
    PHONE,
    ROSENBROCK,
    computed,
    finish,
    first_runs,
    number,
    race,
    rate,
    type_in,
    until,
    visit,
)

Axe = Callable[[Page], list[str]]


def _unfold(page: Page) -> None:
    page.locator("#conditions-toggle").click()
    page.locator("#racers .unfold").last.click()
    page.locator("#numbers summary").click()
    page.locator("#outcomes .why-toggle").last.click()


def test_page_is_accessible_in_every_state(open_page: OpenPage, axe: Axe) -> None:
    page = visit(open_page())
    assert axe(page) == []  # while it plays

    type_in(rate(page, 1), "0.2")  # one diverges
    type_in(rate(page, 2), "nonsense")
    finish(page)
    _unfold(page)
    page.get_by_role("combobox", name="Surface").click()
    assert axe(page) == []
    page.keyboard.press("Escape")

    page.get_by_role("tab", name="3-D").click()
    _wait_for_relief(page)
    assert axe(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_help_is_accessible(open_page: OpenPage, axe: Axe, theme: str) -> None:
    page = visit(open_page(color_scheme=theme))

    page.locator("#help-open").click()

    assert axe(page) == []


def test_page_is_accessible_in_the_dark(open_page: OpenPage, axe: Axe) -> None:
    page = visit(open_page(color_scheme="dark", viewport={"width": 1440, "height": 900}))
    type_in(rate(page, 1), "0.2")
    type_in(rate(page, 2), "nonsense")
    finish(page)
    _unfold(page)
    page.get_by_role("tab", name="3-D").click()
    _wait_for_relief(page)

    assert axe(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_page_is_accessible_on_a_phone(open_page: OpenPage, axe: Axe, theme: str) -> None:
    page = visit(open_page(**PHONE, color_scheme=theme))
    finish(page)
    _unfold(page)

    assert axe(page) == []


def test_page_is_accessible_with_a_notice_and_on_a_projector(open_page: OpenPage, axe: Axe) -> None:
    page = visit(open_page(), race("nobody.knows"))
    page.get_by_role("button", name="Projector").click()
    finish(page)

    expect(page.get_by_role("alert")).to_be_visible()
    assert axe(page) == []


def _wait_for_relief(page: Page) -> None:
    """The relief is drawn, or a sentence says why it is not."""
    page.wait_for_function(
        """() => document.querySelector("#relief-plot canvas")
            || document.querySelector("#map-state").textContent.includes("WebGL")
            || document.querySelector("#relief-state").textContent.includes("could not")"""
    )


def test_relief_is_drawn_or_a_sentence_says_why_not(lab: Page) -> None:
    finish(lab)
    lab.get_by_role("tab", name="3-D").click()
    _wait_for_relief(lab)

    if lab.locator("#relief-plot canvas").count():
        expect(lab.locator("#relief-words")).to_contain_text("Drag to turn")
        expect(lab.locator("#relief-state")).to_have_text("")
        before = lab.locator("#relief-plot").screenshot()
        lab.locator("#to-start").click()
        until(lab, lambda: lab.locator("#relief-plot").screenshot() != before, "no line moved")
    else:
        expect(lab.locator("#map-state, #relief-state").filter(visible=True)).to_contain_text(
            "3-D view"
        )
    lab.get_by_role("tab", name="2-D").click()
    expect(lab.locator("#map-plot")).to_be_visible()


def test_browser_without_webgl_is_told_and_keeps_the_map(open_page: OpenPage) -> None:
    page = open_page()
    page.add_init_script(
        """const known = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
            return kind.startsWith("webgl") ? null : known.call(this, kind, ...rest);
        };"""
    )
    visit(page)

    page.get_by_role("tab", name="3-D").click()

    expect(page.locator("#map-state")).to_contain_text("no WebGL, which the 3-D view needs")
    expect(page.locator("#map-plot")).to_be_visible()
    expect(page.get_by_role("tab", name="2-D")).to_have_attribute("aria-selected", "true")


def test_pictures_are_said_in_words_that_hold(lab: Page) -> None:
    finish(lab)
    type_in(lab.locator("#step-field"), "250")

    words = lab.locator("#map-words")
    expect(words).to_contain_text("Momentum: step 250 of 500")
    runs = computed(lab, first_runs(lab), problem=ROSENBROCK)
    sentences = words.inner_text().removeprefix("Contours of Rosenbrock. ").split(": step ")[1:]
    for sentence, run in zip(sentences, runs, strict=True):
        told = sentence.split("f − f* = ")[1]
        value, place = told.split(" at (")
        x, y = place.split(")")[0].split(", ")
        assert number(value) == pytest.approx(run["loss"][250], rel=0.06)
        assert [number(x), number(y)] == pytest.approx(run["path"][250], rel=0.006)
    best = min(runs, key=lambda run: run["loss"][250])
    live = lab.locator("#race-words")
    expect(live).to_contain_text(f"Step 250 of 500. Lowest: {best['label']}, f − f* = ")
    assert live.get_attribute("aria-live") == "polite"


def test_no_two_elements_have_one_name_for_scripts(lab: Page) -> None:
    finish(lab)
    ids: list[str] = lab.evaluate(
        "() => [...document.querySelectorAll('[id]:not(svg *)')].map((one) => one.id)"
    )
    assert sorted({name for name in ids if ids.count(name) > 1}) == []
    dangling = lab.evaluate(
        """() => [...document.querySelectorAll("[aria-describedby], [aria-labelledby]")]
            .flatMap((one) => ["describedby", "labelledby"]
                .map((name) => one.getAttribute(`aria-${name}`) ?? ""))
            .flatMap((ids) => ids.split(" ").filter(Boolean))
            .filter((id) => !document.getElementById(id))"""
    )
    assert dangling == []


def test_every_control_has_a_name_and_every_slider_speaks_its_value(lab: Page) -> None:
    finish(lab)
    lab.locator("#conditions-toggle").click()
    for slider in lab.locator("input[type=range]:visible").all():
        expect(slider).to_have_attribute("aria-valuetext", re.compile(r"\S"))
        expect(slider).to_have_accessible_name(re.compile(r"\S"))
    for button in lab.locator("button:visible").all():
        expect(button).to_have_accessible_name(re.compile(r"\S"))
