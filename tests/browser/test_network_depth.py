"""What happens inside networks: gradients that starve, and paths through the space of weights."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.conftest import OpenPage
from tests.browser.playground import (
    PHONE,
    box,
    colour_of,
    expect_step,
    ink,
    picture,
    until,
    visit,
)

Axe = Callable[[Page], list[str]]

RULES = ("sgd.textbook(lr:0.1)", "adam.textbook(lr:0.01)")
HERE = "#flows li:nth-child({}) canvas"
LIGHTNESS = """([canvas, row]) => {
    const pen = canvas.getContext("2d");
    const fine = canvas.width / canvas.clientWidth;
    const left = Math.ceil(60 * fine);
    const y = Math.round((row + 0.5) * 32 * fine);
    const { data } = pen.getImageData(left, y, canvas.width - left - 10, 1);
    let sum = 0;
    for (let at = 0; at < data.length; at += 4) {
        sum += 0.2126 * data[at] + 0.7152 * data[at + 1] + 0.0722 * data[at + 2];
    }
    return sum / (data.length / 4);
}"""


def training(*runs: str, **fields: object) -> str:
    """An address of networks that are trained."""
    network = {
        "data": "spirals", "test": 0.3, "hidden": "8,8", "activation": "tanh",
        "initializer": "xavier_uniform", "scale": 1, "batch": 32, "l1": 0, "l2": 0, "dropout": 0,
        "steps": 200, "seed": 0, **fields,
    }  # fmt: skip
    racers = [f"racer=r{n}.{run};look={n - 1}" for n, run in enumerate(runs, start=1)]
    return "&".join(["v=1", "problem=network", *(f"{k}={v}" for k, v in network.items()), *racers])


def _trained(page: Page) -> None:
    expect(page.locator("#training-words")).to_have_text(re.compile("steps trained$"))
    page.locator("#to-end").click()


def _lightness(page: Page, place: int, row: int) -> float:
    canvas = page.locator(HERE.format(place)).element_handle()
    return float(page.evaluate(LIGHTNESS, [canvas, row]))


def _settled(page: Page) -> None:
    """Wait until the picture is drawn to its end."""
    until(page, lambda: _lightness(page, 1, 0) > 20, "no gradients are drawn")


def _drawn(page: Page, colour: str) -> None:
    until(page, lambda: len(ink(page, colour, "#weights-trails")) > 40, f"no path is {colour}")


def test_first_layer_of_a_deep_sigmoid_network_starves(tab: Page, axe: Axe) -> None:
    deep = training(*RULES, hidden="8,8,8,8,8,8", activation="sigmoid")
    page = visit(tab, deep)
    page.get_by_role("tab", name="Gradients").click()
    _trained(page)

    sentence = page.locator(".flow-sentence").first
    expect(sentence).to_contain_text("Step 200: the first layer gets 1/")
    found = re.search(r"gets 1/([\d,]+) of", sentence.inner_text())
    assert found
    assert int(found[1].replace(",", "")) > 100

    rows = 7
    _settled(page)
    shades = [_lightness(page, 1, row) for row in range(rows)]
    assert shades[-1] < 0.6 * shades[0], "the first layer, at the bottom, is darker than the last"
    assert all(below < above for above, below in pairwise(shades))

    expect(page.locator("#flows .layer-row")).to_have_count(2 * rows)
    expect(page.locator(".flow-when").first).to_have_text("at step 200")
    assert axe(page) == []


def test_gradients_are_read_under_the_pointer_and_a_click_seeks(tab: Page) -> None:
    page = visit(tab, training(*RULES))
    page.get_by_role("tab", name="Gradients").click()
    _trained(page)
    _settled(page)

    place = box(page.locator(HERE.format(2)))
    page.mouse.move(place["left"] + 0.6 * place["width"], place["top"] + 80)

    expect(page.locator(".flow-sentence").nth(1)).to_have_text(
        re.compile(r"^Step \d+, layer 1: ‖g‖ \S+, layer 3 \(outputs\): \S+, ratio ")
    )
    told = page.locator(".flow-sentence").nth(1).inner_text()
    step = int(told.split(",")[0].removeprefix("Step "))
    expect(page.locator(".flow-sentence").first).to_contain_text(f"Step {step}:")
    expect(page.locator(".flow-pointed").first).to_be_visible()
    page.mouse.down()
    page.mouse.up()
    expect_step(page, step)
    expect(page.locator(".flow-when").nth(1)).to_have_text(f"at step {step}")


def test_units_of_a_rectifier_that_died_are_counted(tab: Page) -> None:
    page = visit(tab, training("sgd.textbook(lr:5)", activation="relu", loss="mse", steps=60))
    page.get_by_role("tab", name="Gradients").click()
    _trained(page)

    expect(page.locator(".layer-idle").filter(has_text="dead").first).to_have_text(
        re.compile(r"^[1-8] of 8 units dead$")
    )


def test_paths_lie_on_a_plane_that_says_how_much_it_holds(tab: Page, axe: Axe) -> None:
    page = visit(tab, training(*RULES, data="moons"))
    page.get_by_role("tab", name="Weights").click()
    _trained(page)

    explained = page.locator("#weights-explained")
    expect(explained).to_have_text(re.compile(r"^This plane holds [\d.]+ % \+ [\d.]+ %"))
    shares = [float(share) / 100 for share in re.findall(r"([\d.]+) %", explained.inner_text())]
    assert all(0 < share <= 1 for share in shares)
    assert shares[0] >= shares[1]
    assert sum(shares) <= 1.01
    expect(page.locator("#weights-table tbody tr")).to_have_count(len(RULES))
    cells = page.locator("#weights-table tbody tr").first.locator("td")
    expect(cells.nth(0)).to_have_text(re.compile(r"^[\d.]+, .*[\d.]+ %$"))
    for place in (1, 2):
        expect(cells.nth(place)).to_have_text(re.compile(r"^[\d.]+$"))
    expect(cells.nth(3)).to_have_text(re.compile("it$"))
    for racer in (1, 2):
        _drawn(page, colour_of(page, racer))
    assert axe(page) == []

    before = picture(page, "#weights-trails")
    page.locator("#to-start").click()
    expect(page.locator("#weights-step")).to_have_text("Step 0")
    assert picture(page, "#weights-trails") != before, "the heads have gone back to the start"


def test_plane_tells_the_loss_under_the_pointer_for_either_part(tab: Page) -> None:
    page = visit(tab, training(*RULES, data="moons"))
    page.get_by_role("tab", name="Weights").click()
    _trained(page)
    expect(page.locator("#weights-explained")).to_contain_text("This plane holds")
    place = box(page.locator("#weights"))

    page.mouse.move(place["x"], place["y"])
    expect(page.locator("#network-readout")).to_contain_text(re.compile(r"^train loss [\d.]+ here"))
    page.get_by_role("radio", name="Test loss").check()
    expect(page.locator("#weights-words")).to_contain_text("Test loss on a plane")
    page.mouse.move(place["x"], place["y"])
    expect(page.locator("#network-readout")).to_contain_text(re.compile(r"^test loss [\d.]+ here"))


def test_network_of_another_shape_is_left_out_and_said(tab: Page) -> None:
    page = visit(tab, training(RULES[0], RULES[1], f"{RULES[1]};own-hidden=4", data="moons"))
    page.get_by_role("tab", name="Weights").click()
    _trained(page)

    expect(page.locator("#weights-missing")).to_contain_text("Not on it: Adam")
    expect(page.locator("#weights-missing")).to_contain_text("the same layers")
    expect(page.locator("#weights-table tbody tr")).to_have_count(2)


def test_what_is_drawn_is_said_while_the_connection_is_lost(open_page: OpenPage) -> None:
    page = open_page()
    lines: list[WebSocketRoute] = []
    connected = True

    def join(line: WebSocketRoute) -> None:
        if not connected:
            line.close()
            return
        line.connect_to_server()
        lines.append(line)

    page.route_web_socket("**/ws/run", join)
    visit(page, training(*RULES, data="moons"))
    page.get_by_role("tab", name="Network").click()
    _trained(page)
    drawn = page.locator("#drawing-step")
    expect(drawn).to_have_text(re.compile("step 200$"))
    state = page.locator("#drawing-state")
    expect(state).to_be_empty()

    connected = False
    lines[-1].close()
    page.locator("#to-start").click()
    expect(state).to_have_text(
        "The connection is lost. Step 200 is drawn; other steps wait for the server."
    )
    page.get_by_role("tab", name="Weights").click()
    expect(page.locator("#weights-state")).to_have_text(
        "The connection is lost: the plane waits for the server."
    )

    connected = True
    expect(page.locator("#weights-state")).to_be_empty(timeout=20_000)
    page.get_by_role("tab", name="Network").click()
    expect(drawn).to_have_text(re.compile("step 0$"))
    expect(state).to_be_empty()


@pytest.mark.parametrize("name", ["Gradients", "Weights"])
def test_depth_is_accessible_on_a_dark_phone(open_page: OpenPage, axe: Axe, name: str) -> None:
    page = visit(open_page(**PHONE, color_scheme="dark"), training(*RULES))
    page.get_by_role("tab", name=name).click()
    _trained(page)
    page.wait_for_timeout(300)

    assert not [found for found in axe(page) if "flow" in found or "weights" in found]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    last = page.locator("#panel-gradients .flow, #weights-table tbody tr").locator("visible=true")
    last.last.scroll_into_view_if_needed()
    panel = page.get_by_role("tabpanel", name=name)
    assert panel.evaluate("(place) => place.firstElementChild.scrollHeight <= place.clientHeight")
    assert box(page.locator("#transport"))["bottom"] <= 844
