"""Everything can be done without a pointer, and what has the focus is always seen."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.playground import (
    TRAILS,
    card,
    expect_another_picture,
    expect_step,
    finish,
    picture,
    rate,
    rows,
    step_on_show,
    track,
    visit,
)

MUST_BE_REACHED = {
    "surface-name", "start-x", "racer-r1-lr-track", "racer-r4-lr", "tab-2d", "zoom-in",
    "start-handle", "threshold", "play", "scrubber", "speed", "theme", "help-open",
}  # fmt: skip

FOCUS = """() => {
    const one = document.activeElement;
    if (one === document.body) return null;
    const box = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    const inside = (x, y) => {
        const top = document.elementFromPoint(x, y);
        return top !== null && (one.contains(top) || top.contains(one) || top.closest("label"));
    };
    const heights = [0.1, 0.3, 0.5, 0.7, 0.9].map((part) => box.top + part * box.height);
    return {
        name: one.id || one.getAttribute("aria-label") || one.textContent.trim(),
        outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1,
        track: one.type === "range",
        seen: heights.some((y) => Boolean(inside(box.left + box.width / 2, y))),
    };
}"""


def _tour(page: Page) -> list[dict[str, Any]]:
    """What Tab leads to, in order, from the top of the page to its end."""
    page.evaluate("scrollTo(0, 0)")
    page.locator(".skip").focus()
    stops: list[dict[str, Any]] = []
    for _ in range(200):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            return stops
        stops.append(stop)
    raise AssertionError("Tab never leaves the page")


@pytest.mark.parametrize("size", [(1280, 800), (1000, 700), (390, 844), (320, 640)])
def test_tab_reaches_everything_and_what_has_the_focus_is_seen(
    lab: Page, size: tuple[int, int]
) -> None:
    lab.set_viewport_size({"width": size[0], "height": size[1]})
    finish(lab)

    stops = _tour(lab)

    names = [stop["name"] for stop in stops]
    assert len(stops) > 60
    assert set(names) >= MUST_BE_REACHED
    # A track shows its focus on its thumb, see below.
    assert [stop["name"] for stop in stops if not stop["outline"] and not stop["track"]] == []
    assert [stop["name"] for stop in stops if not stop["seen"]] == []


@pytest.mark.parametrize("size", [(1000, 700), (390, 844), (320, 640)])
def test_page_stays_where_it_is_while_the_focus_is_in_the_bar(
    lab: Page, size: tuple[int, int]
) -> None:
    lab.set_viewport_size({"width": size[0], "height": size[1]})
    lab.evaluate("document.querySelector('#to-start').focus({ preventScroll: true })")

    for _ in range(8):
        lab.keyboard.press("Tab")

        assert lab.evaluate("document.activeElement.closest('.transport-bar') !== null")
        assert lab.evaluate("scrollY") == 0


def test_track_shows_that_it_has_the_focus(lab: Page) -> None:
    lab.keyboard.press("End")
    for one in (track(lab, 1), lab.locator("#scrubber")):
        one.locator("xpath=preceding::*[self::button or self::input][1]").focus()
        without = one.screenshot(animations="disabled")

        lab.keyboard.press("Tab")

        expect(one).to_be_focused()
        assert one.screenshot(animations="disabled") != without


def test_first_stop_leads_past_the_controls(lab: Page) -> None:
    lab.keyboard.press("Tab")
    skip = lab.get_by_role("link", name="Skip to the race")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()

    lab.keyboard.press("Enter")
    lab.keyboard.press("Tab")
    expect(lab.locator("#fair-open")).to_be_focused()

    lab.keyboard.press("Tab")
    expect(lab.locator("#tab-2d")).to_be_focused()


def test_race_is_set_up_and_played_by_keys_alone(lab: Page) -> None:
    lab.keyboard.press("Tab")
    while lab.evaluate("document.activeElement.id") != "surface-name":
        lab.keyboard.press("Tab")
    lab.keyboard.type("himm")
    lab.keyboard.press("Enter")
    expect(lab.locator("#lede")).to_contain_text("Himmelblau")
    while lab.evaluate("document.activeElement.id") != "racer-r1-lr-track":
        lab.keyboard.press("Tab")
    before = rate(lab, 1).input_value()
    lab.keyboard.press("Shift+ArrowLeft")
    expect(rate(lab, 1)).not_to_have_value(before)
    lab.keyboard.press("Backspace")
    expect(rate(lab, 1)).to_have_value(before)
    lab.evaluate("document.activeElement.blur()")

    lab.keyboard.press("Space")
    expect(lab.get_by_role("button", name="Play", exact=True)).to_be_visible()
    lab.keyboard.press("Home")
    expect_step(lab, 0)
    start = picture(lab, TRAILS)
    lab.keyboard.press("Shift+ArrowRight")
    lab.keyboard.press("ArrowRight")
    lab.keyboard.press("ArrowLeft")
    expect_step(lab, 10)
    expect_another_picture(lab, TRAILS, start)
    lab.keyboard.press("End")
    expect_step(lab, 500)
    lab.keyboard.press("R")
    lab.wait_for_function("() => document.querySelector('#scrubber').valueAsNumber < 400")
    expect(lab.get_by_role("button", name="Pause")).to_be_visible()
    assert all(row.status != "diverged" for row in rows(lab))


def test_arrow_on_a_track_moves_its_value_and_not_the_race(lab: Page) -> None:
    lab.keyboard.press("Home")
    before = rate(lab, 1).input_value()

    track(lab, 1).press("ArrowRight")

    assert step_on_show(lab) == 0
    expect(rate(lab, 1)).not_to_have_value(before)


def test_views_are_changed_by_arrows(lab: Page) -> None:
    lab.locator("#tab-2d").focus()

    lab.keyboard.press("ArrowRight")
    expect(lab.locator("#tab-3d")).to_have_attribute("aria-selected", "true")
    expect(lab.locator("#tab-3d")).to_be_focused()
    expect(lab.locator("#panel-2d")).to_be_hidden()
    lab.keyboard.press("Home")

    expect(lab.locator("#tab-2d")).to_be_focused()
    expect(lab.locator("#panel-2d")).to_be_visible()
    expect(lab.locator("#panel-3d")).to_be_hidden()


def test_help_takes_the_focus_and_gives_it_back(lab: Page) -> None:
    lab.locator("#threshold").press("?")
    expect(lab.locator("#help")).to_be_hidden()  # a sign typed into a field is text
    lab.locator("#play").focus()

    lab.keyboard.press("?")
    expect(lab.get_by_role("dialog", name="Keys and help")).to_be_visible()
    step = step_on_show(lab)
    for _ in range(6):
        lab.keyboard.press("Tab")
        assert lab.evaluate(
            "document.activeElement === document.body || "
            "document.activeElement.closest('dialog') !== null"
        )
    lab.keyboard.press("Home")
    assert step_on_show(lab) >= step  # behind the sheet nothing listens
    lab.keyboard.press("Escape")

    expect(lab.locator("#help")).to_be_hidden()
    expect(lab.locator("#play")).to_be_focused()


def test_rule_and_convention_are_chosen_by_keys(lab: Page) -> None:
    rule = card(lab, 2).get_by_role("combobox").first
    lab.get_by_role("button", name="Remove racer 1,").focus()
    lab.keyboard.press("Tab")
    expect(rule).to_be_focused()
    lab.keyboard.press("ArrowDown")
    lab.keyboard.type("nadam")
    lab.keyboard.press("Enter")

    expect(rule).to_have_value("Nadam")
    expect(rule).to_be_focused()
    lab.keyboard.press("Tab")
    lab.keyboard.type("PyTorch")

    expect(card(lab, 2).locator(".convention")).to_have_value("pytorch")
    finish(lab)
    assert [(row.name, row.convention) for row in rows(lab)][1] == ("Nadam", "PyTorch")


def test_page_is_worked_at_four_times_its_size(open_page: OpenPage) -> None:
    page = visit(open_page(viewport={"width": 320, "height": 256}))
    finish(page)

    stops = _tour(page)

    assert [stop["name"] for stop in stops if not stop["seen"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
