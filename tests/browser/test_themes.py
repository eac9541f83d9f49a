"""Light and dark are both drawn for, and the system's choice is followed at once."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.playground import (
    CURVES,
    TRAILS,
    card,
    colour_of,
    expect_another_picture,
    expect_picture,
    finish,
    ink,
    picture,
    visit,
)


def _luminance(red: float, green: float, blue: float) -> float:
    """Relative luminance as WCAG defines it, of parts from 0 to 255."""

    def linear(part: float) -> float:
        part /= 255
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _shade(page: Page, colour: str) -> float:
    """The luminance of a CSS colour, as the browser paints it."""
    rgb: list[float] = page.evaluate(
        """(colour) => {
            const pen = document.createElement("canvas").getContext("2d");
            pen.fillStyle = colour;
            pen.fillRect(0, 0, 1, 1);
            return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
        }""",
        colour,
    )
    return _luminance(*rgb)


def _style(page: Page, name: str) -> str:
    return str(
        page.evaluate(
            "(name) => getComputedStyle(document.documentElement).getPropertyValue(name)", name
        )
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_racer_stands_out_from_the_ground_and_the_page(
    open_page: OpenPage, theme: str
) -> None:
    page = visit(open_page(color_scheme=theme))
    for _ in range(4):
        page.get_by_role("button", name="Add").click()
        page.keyboard.press("Escape")
    finish(page)

    grounds = ["--ground-low", "--ground-middle", "--ground-high", "--surface"]
    shades = {name: _shade(page, _style(page, name)) for name in grounds}
    for place in range(1, 9):
        colour = colour_of(page, place)
        for name, shade in shades.items():
            assert _contrast(_shade(page, colour), shade) >= 3, (colour, name)
    drawn = [len(ink(page, colour_of(page, place))) for place in range(1, 9)]
    assert all(drawn)
    paper = _shade(page, page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert (paper < 0.1) == (theme == "dark")


def test_system_that_turns_dark_takes_page_and_plots_with_it(lab: Page) -> None:
    lab.emulate_media(color_scheme="light")
    finish(lab)
    light = {canvas: picture(lab, canvas) for canvas in (TRAILS, CURVES)}
    colours = [colour_of(lab, place) for place in range(1, 5)]
    ground = lab.locator("#map-plot .contourlayer").inner_html()

    lab.emulate_media(color_scheme="dark")

    for canvas, before in light.items():
        expect_another_picture(lab, canvas, before)
    assert not set(colours) & {colour_of(lab, place) for place in range(1, 5)}
    assert all(ink(lab, colour_of(lab, place)) for place in range(1, 5))
    lab.wait_for_function(
        "before => document.querySelector('#map-plot .contourlayer').innerHTML !== before",
        arg=ground,
    )
    lab.emulate_media(color_scheme="light")
    for canvas, before in light.items():
        expect_picture(lab, canvas, before)


def test_chosen_theme_wins_over_the_system(open_page: OpenPage) -> None:
    page = visit(open_page(color_scheme="dark"))
    button = page.locator("#theme")
    expect(button).to_have_accessible_name(re.compile("^Theme: as the system has it"))

    button.click()

    expect(button).to_have_accessible_name(re.compile("^Theme: light"))
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert _shade(page, paper) > 0.5
    stroke = card(page, 1).locator(".swatch path").first.get_attribute("stroke")
    page.emulate_media(color_scheme="light")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == paper
    assert card(page, 1).locator(".swatch path").first.get_attribute("stroke") == stroke


def test_forced_colours_keep_every_control_visible(open_page: OpenPage) -> None:
    page = visit(open_page(forced_colors="active"))
    finish(page)

    for control in (page.locator("#play"), page.locator("#start-x"), page.locator("#tab-2d")):
        expect(control).to_be_visible()
    thin = page.evaluate(
        """() => [...document.querySelectorAll(".transport-bar button, .number-field")]
            .filter((one) => one.getBoundingClientRect().width > 0)
            .filter((one) => parseFloat(getComputedStyle(one).borderTopWidth) < 1)
            .map((one) => one.id)"""
    )
    assert thin == []
