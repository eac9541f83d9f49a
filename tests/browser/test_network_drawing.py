"""The network drawn: its units, its weights, and one unit large."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.playground import (
    PHONE,
    box,
    expect_another_picture,
    expect_picture,
    expect_step,
    picture,
    visit,
)

CANVAS = "#drawing-canvas"
STEPS = 60
ADAM = "adam.keras(lr:0.03,beta1:0.9,beta2:0.999,eps:1e-7,weight_decay:0)"
SGD = "sgd.textbook(lr:0.1)"
BEFORE = ("v=1", "problem=network", "test=0.3", "initializer=he_normal", "scale=1", "batch=32")


def network(data: str = "moons", hidden: str = "4,3", **fields: Any) -> str:
    """An address of two racers that train a network, with its drawing on show."""
    kept = {"activation": "tanh", "steps": STEPS, "seed": 0, "step": STEPS, **fields}
    racers = [f"racer=r{n}.{run};look={n}" for n, run in enumerate((ADAM, SGD), start=1)]
    rest = ["l1=0", "l2=0", "dropout=0", "view=network", *racers]
    given = [f"{name}={value}" for name, value in kept.items()]
    return "&".join([*BEFORE, f"data={data}", f"hidden={hidden}", *rest, *given])


def unit(page: Page, name: str) -> Locator:
    """The button over a drawn unit; what it is marked as may follow its name."""
    return page.get_by_role("button", name=re.compile(f"^{re.escape(name)}(, |$)"))


def drawn(page: Page, step: int = STEPS) -> None:
    """Wait until the drawing shows a step."""
    expect(page.locator("#drawing-step")).to_have_text(re.compile(f", step {step}$"))


@pytest.fixture
def drawing(tab: Page) -> Page:
    """A drawing of 2-4-3-1 at its last step."""
    page = visit(tab, network())
    drawn(page)
    return page


def test_every_unit_is_there_and_every_weight_counted(
    drawing: Page, axe: Callable[[Page], list[str]]
) -> None:
    names = drawing.locator("#drawing-units button").evaluate_all(
        "(units) => units.map((unit) => unit.ariaLabel.split(', ').slice(0, 2).join(', '))"
    )

    hidden = [
        f"layer {layer}, unit {n}" for layer, units in ((1, 4), (2, 3)) for n in range(1, units + 1)
    ]
    assert names == ["input x1", "input x2", *hidden, "output"]
    expect(drawing.locator("#drawing-legend")).to_contain_text("all 23 weights")
    expect(drawing.locator("#drawing-words")).to_contain_text(
        "2 inputs, 4 in layer 1, 3 in layer 2"
    )
    assert not axe(drawing)


def test_a_unit_opens_large_by_mouse(drawing: Page, axe: Callable[[Page], list[str]]) -> None:
    unit(drawing, "layer 1, unit 2").click()
    card = drawing.get_by_role("dialog", name="layer 1, unit 2")

    expect(card.locator("#unit-into li")).to_have_count(2)
    expect(card.locator("#unit-out li")).to_have_count(3)
    expect(card.locator("#unit-numbers")).to_contain_text("bias")
    expect(card.locator("#unit-formula")).to_contain_text("Tanh of s")
    expect(card.locator("#unit-scale")).to_contain_text("with the 350 train rows")
    assert not axe(drawing)

    card.get_by_role("button", name="layer 2, unit 3").click()
    expect(drawing.get_by_role("dialog", name="layer 2, unit 3")).to_be_visible()
    drawing.get_by_role("button", name="Close").click()
    expect(drawing.get_by_role("dialog")).to_have_count(0)


def test_units_are_reached_and_opened_by_keyboard(drawing: Page) -> None:
    step = drawing.locator("#scrubber").input_value()
    unit(drawing, "layer 1, unit 1").focus()
    drawing.keyboard.press("ArrowDown")
    drawing.keyboard.press("ArrowRight")
    expect(unit(drawing, "layer 2, unit 1")).to_be_focused()
    drawing.keyboard.press("Enter")
    expect(drawing.get_by_role("dialog", name="layer 2, unit 1")).to_be_visible()
    drawing.keyboard.press("Escape")

    expect(drawing.get_by_role("dialog")).to_have_count(0)
    expect(unit(drawing, "layer 2, unit 1")).to_be_focused()
    expect(drawing.locator("#scrubber")).to_have_value(step)  # arrow keys moved nothing else
    assert drawing.locator("#drawing-units [tabindex='0']").count() == 1


def test_a_line_under_the_pointer_tells_its_weight_and_opens_it(drawing: Page) -> None:
    ends = [box(unit(drawing, name)) for name in ("input x1", "layer 1, unit 1")]
    drawing.mouse.move(ends[1]["left"] - 2, ends[1]["y"])
    tip = drawing.locator("#drawing-tip")

    expect(tip).to_contain_text(re.compile(r"weight −?[\d.]+"))
    expect(tip).to_contain_text("→ layer 1, unit 1")

    told = tip.inner_text()
    drawing.mouse.down()
    drawing.mouse.up()
    choice = drawing.get_by_role("group", name="Weight on show").locator("select option:checked")
    expect(choice).to_have_text(["to hidden layer 1", re.compile(r"x\d"), "unit 1"])
    assert f"input {choice.nth(1).inner_text()}" in told

    drawing.mouse.move(ends[0]["x"], ends[0]["y"])
    expect(tip).to_contain_text("input x1")


def settled(page: Page) -> str:
    """The drawing once it stands still: a busy machine draws it finely only after a while."""
    before = picture(page, CANVAS)
    for _ in range(20):
        page.wait_for_timeout(400)
        now = picture(page, CANVAS)
        if now == before:
            return now
        before = now
    raise AssertionError("the drawing does not come to rest")


def test_the_drawing_changes_with_the_steps_and_comes_back_to_the_pixel(drawing: Page) -> None:
    end = settled(drawing)
    drawing.keyboard.press("Home")
    expect_step(drawing, 0)
    drawn(drawing, 0)
    start = settled(drawing)
    assert start != end
    drawing.keyboard.press("End")
    expect_step(drawing, STEPS)
    expect_picture(drawing, CANVAS, end)
    drawing.keyboard.press("Home")

    expect_picture(drawing, CANVAS, start)


def test_another_racers_network_is_drawn_when_it_is_chosen(drawing: Page) -> None:
    before = picture(drawing, CANVAS)
    drawing.get_by_role("radio", name="Gradient descent", exact=True).check()

    expect_another_picture(drawing, CANVAS, before)


def test_eight_racers_are_chosen_from_a_menu_beside_the_step(tab: Page) -> None:
    more = [f"racer=m{n}.sgd.textbook(lr:0.0{n});look={n + 2}" for n in range(1, 7)]
    page = visit(tab, "&".join([network(), *more]))
    drawn(page)
    before = picture(page, CANVAS)
    menu = page.get_by_role("combobox", name="Racer whose network is drawn")

    expect(menu.locator("option")).to_have_count(8)
    assert box(menu)["right"] <= box(page.locator("#drawing-step"))["left"]
    menu.select_option(index=0 if menu.evaluate("(menu) => menu.selectedIndex") else 1)
    expect_another_picture(page, CANVAS, before)
    page.set_viewport_size({"width": 3400, "height": 900})
    expect(page.locator("#drawing-racers").get_by_role("radio")).to_have_count(8)
    expect(menu).to_be_hidden()


def test_pixels_stand_as_in_their_picture_and_the_strongest_weights_are_drawn(tab: Page) -> None:
    page = visit(tab, network("digits", "32,16", activation="relu", steps=10, step=10))
    drawn(page, 10)
    first, next_one, below = (
        box(unit(page, f"input pixel_{place}")) for place in ("0_0", "0_1", "1_0")
    )

    assert (next_one["y"], below["x"]) == (first["y"], first["x"])
    expect(page.locator("#drawing-legend")).to_contain_text(
        re.compile("the strongest .* of 2,720 weights")
    )
    unit(page, "layer 1, unit 1").click()
    expect(page.locator("#unit-pixels-words")).to_contain_text("pixel by pixel")


def test_on_a_phone_the_page_does_not_scroll_sideways(open_page: OpenPage) -> None:
    page = visit(open_page(**PHONE), network(hidden="64,64,64,64"))
    drawn(page)

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    scroll = page.locator("#drawing-scroll")
    assert scroll.evaluate("(place) => place.scrollWidth > place.clientWidth")
    expect(scroll).to_have_class(re.compile("more-right"))
    expect(page.locator("#drawing-more")).to_be_visible()
    scroll.evaluate("(place) => { place.scrollLeft = place.scrollWidth; }")
    expect(scroll).to_have_class(re.compile("more-left$"))


def test_six_layers_and_the_words_at_the_output_fit_a_screen(tab: Page) -> None:
    tab.set_viewport_size({"width": 1440, "height": 900})
    page = visit(tab, network(hidden="8,8,8,8,8,8"))
    drawn(page)

    scroll = page.locator("#drawing-scroll")
    assert scroll.evaluate("(place) => place.scrollWidth <= place.clientWidth")
    assert box(unit(page, "output"))["right"] + 40 < box(scroll)["right"]
    expect(page.locator("#drawing-more")).to_be_hidden()
