"""One step opened into its numbers: on a surface and in a training, at the desk and on a phone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.browser.conftest import OpenPage
from tests.browser.playground import (
    PHONE,
    ROSENBROCK,
    box,
    colour_of,
    computed,
    expect_step,
    ink,
    number,
    race,
    visit,
)
from tests.browser.test_network_readings import ADAM as TRAINED_ADAM
from tests.browser.test_network_readings import SGD as TRAINED_SGD
from tests.browser.test_network_readings import training

ADAM = "adam.textbook(lr:0.05)"
SGD = "sgd.textbook(lr:0.0006)"
WILD = "sgd.textbook(lr:0.06)"
OVERLAY = "#map .step-overlay"
MEMORY = "#step-memory-canvas"


def shown(page: Page, *steps: str) -> None:
    """Wait until the panel shows these steps, such as "r1@37"."""
    expect(page.locator("#step-panel")).to_have_attribute("data-shown", " ".join(steps))


def open_step(page: Page, *runs: str, step: int = 37, **fields: Any) -> Page:
    """Open the panel at a step of a short race."""
    return visit(page, race(*runs, step=step, **{"steps": 120, "reading": "step", **fields}))


def figures(page: Page) -> dict[str, list[str]]:
    """The table of numbers: by what a row is called, its cells."""
    found: dict[str, list[str]] = page.locator("#step-figures tbody").evaluate(
        """(body) => Object.fromEntries([...body.rows].map((row) =>
            [row.cells[0].textContent, [...row.cells].slice(1).map((cell) => cell.textContent)]))"""
    )
    return found


def asked(page: Page) -> list[Request]:
    """The questions about steps from now on."""
    requests: list[Request] = []
    page.on("request", lambda each: requests.append(each) if "api/step" in each.url else None)
    return requests


def chip(page: Page, name: str) -> Locator:
    """The button with a racer's look in the panel."""
    return page.locator("#step-racers").get_by_role("button", name=name)


def test_a_racers_name_opens_its_step_with_the_engines_numbers(tab: Page) -> None:
    visit(tab, race(ADAM, SGD, steps=120, step=37))
    tab.get_by_role("row", name="Adam").get_by_role("button", name="Adam").click()

    shown(tab, "r1@37")
    expect(tab.locator("#tab-step")).to_be_focused()
    expect(tab.locator("#step-head")).to_have_text("Step 37 → 38")
    runs = [{"optimizer": "adam", "hyperparameters": {"lr": 0.05}}]
    (run,) = computed(tab, runs, problem=ROSENBROCK, steps=120)
    numbers = figures(tab)
    for row, step in (("θ before", 37), ("θ after", 38)):
        found = [number(cell) for cell in numbers[row]]
        assert found == pytest.approx(run["path"][step], rel=1e-3)
    before, after = (number(part) for part in numbers["f value"][0].split(" → "))
    assert [before, after] == pytest.approx(run["loss"][37:39], rel=1e-3)
    assert tab.locator(".step-sentence").first.inner_text()
    assert tab.locator("#step-rules math").count() > 6


def test_stepping_walks_through_the_numbers_and_asks_for_each_once(tab: Page) -> None:
    requests = asked(open_step(tab, ADAM))
    shown(tab, "r1@37")
    first = figures(tab)
    requests.clear()

    tab.keyboard.press("ArrowRight")
    shown(tab, "r1@38")
    assert figures(tab)["θ before"] == first["θ after"]
    tab.keyboard.press("ArrowLeft")
    shown(tab, "r1@37")
    assert figures(tab) == first
    assert len(requests) == 1


def test_two_racers_stand_side_by_side(tab: Page) -> None:
    open_step(tab, ADAM, SGD, "momentum.textbook(lr:0.001)")
    shown(tab, "r1@37")
    chip(tab, "Momentum").click()
    shown(tab, "r3@37")
    tab.get_by_role("button", name="Add a second").click()
    shown(tab, "r3@37", "r1@37")
    chip(tab, "Gradient descent").click()
    shown(tab, "r3@37", "r2@37")

    heads = tab.locator("#step-figures thead th")
    expect(heads).to_have_text(["Number", re.compile("Momentum"), re.compile("Gradient descent")])
    assert len(figures(tab)["θ before · x"]) == 2
    expect(tab.locator(".rule-card:visible")).to_have_count(2)
    tab.get_by_role("button", name="Only one").click()
    shown(tab, "r3@37")


def test_arrows_lie_on_the_map_and_can_be_hidden(tab: Page) -> None:
    open_step(tab, ADAM, SGD)
    shown(tab, "r1@37")
    colour = colour_of(tab, 1)
    tab.wait_for_function(
        "(canvas) => document.querySelector(canvas).getContext('2d')"
        ".getImageData(0, 0, 4000, 4000).data.some(Boolean)",
        arg=OVERLAY,
    )
    assert ink(tab, colour, OVERLAY)
    assert not ink(tab, colour_of(tab, 2), OVERLAY)
    expect(tab.locator(".legend-factors")).to_contain_text("Δ")

    tab.get_by_label("Arrows on the map").uncheck()
    tab.evaluate("new Promise(requestAnimationFrame)")
    tab.evaluate("new Promise(requestAnimationFrame)")
    assert not ink(tab, colour, OVERLAY)


def test_a_run_that_ended_says_so_and_leads_to_its_last_step(tab: Page) -> None:
    open_step(tab, WILD, ADAM)
    state = tab.locator(".step-state")
    expect(state).to_contain_text("Gradient descent left the finite numbers after step 4")
    expect(tab.locator("#step-body")).to_be_hidden()
    curvature = tab.locator("#step-symbols").get_by_role("button", name="rate × curvature")
    expect(curvature).to_have_attribute("aria-pressed", "true")  # what a lost run opens with

    state.get_by_role("button").click()
    expect_step(tab, 4)
    shown(tab, "r1@4")
    expect(tab.locator("#step-head")).to_be_focused()
    expect(state).to_have_count(0)


def test_what_is_remembered_is_drawn_over_the_steps(tab: Page) -> None:
    open_step(tab, ADAM)
    symbols = tab.locator("#step-symbols button")
    expect(symbols.first).to_be_visible()
    expect(tab.locator(MEMORY)).to_be_visible()
    one = box(tab.locator(MEMORY))["height"]
    pressed = tab.locator("#step-symbols [aria-pressed=true]")
    before = pressed.count()
    tab.locator("#step-symbols [aria-pressed=false]").first.click()
    expect(pressed).to_have_count(before + 1)
    assert box(tab.locator(MEMORY))["height"] > one + 80
    place = box(tab.locator(MEMORY))
    tab.mouse.click(place["right"] - 19, place["top"] + 60)
    expect_step(tab, 120)


def test_o_opens_the_step_and_closes_it(tab: Page) -> None:
    visit(tab, race(ADAM, steps=120, step=12))
    tab.keyboard.press("o")
    shown(tab, "r1@12")
    expect(tab.locator("#panel-race")).to_be_hidden()
    tab.keyboard.press("o")
    expect(tab.locator("#panel-race")).to_be_visible()


def test_playing_asks_a_few_times_a_second_and_ends_at_the_step_on_show(tab: Page) -> None:
    requests = asked(open_step(tab, ADAM, steps=120, step=0))
    shown(tab, "r1@0")
    requests.clear()
    tab.keyboard.press("Space")  # two seconds of playing
    expect(tab.locator("#step-when")).to_contain_text("pause to read")
    expect_step(tab, 120)
    shown(tab, "r1@120")
    assert 3 <= len(requests) <= 14
    expect(tab.locator("#step-when")).to_contain_text("would come next")


def test_a_weight_of_a_network_is_chosen_and_opened(tab: Page) -> None:
    visit(tab, training(TRAINED_ADAM, TRAINED_SGD, step=20, steps=60, reading="step"))
    shown(tab, "r1@20")
    first = figures(tab)
    assert first["g gradient"][0] != "–"
    weight = tab.get_by_role("group", name="Weight on show")
    weight.locator("select").nth(0).select_option(label="to the output")
    weight.locator("select").nth(1).select_option(label="unit 3")
    expect(tab.locator("#step-figures tbody")).not_to_contain_text(first["g gradient"][0])
    # 2-6-1: 2·6 weights and 6 biases come before the third weight of the last layer
    tab.wait_for_function("location.hash.includes('parameter=20')")

    tab.locator("#tab-weights").click()
    expect(tab.locator("#weights-state")).to_have_text("")
    expect(tab.locator(".legend-factors")).to_contain_text("Δ")
    assert ink(tab, colour_of(tab, 1), "#weights .step-overlay")


def test_the_panel_is_accessible_with_two_racers(
    tab: Page, axe: Callable[[Page], list[str]]
) -> None:
    open_step(tab, ADAM, SGD, opened="r1,r2")
    shown(tab, "r1@37", "r2@37")
    expect(tab.locator("#step-symbols button").first).to_be_visible()

    assert axe(tab) == []


def test_a_phone_has_room_for_it(open_page: OpenPage) -> None:
    page = open_step(open_page(**PHONE), ADAM, SGD)
    shown(page, "r1@37")
    expect(page.locator("#step-symbols button").first).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") == 390
    for button in page.locator("#step-panel button:visible").all():
        assert box(button)["height"] >= 43.5, button.inner_text()
