"""Pictures of what networks answer: drawn from their weights, pointed at, described."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import OpenPage, Watch
from tests.browser.playground import (
    TABLE_FOLLOWS,
    box,
    colour_of,
    expect_another_picture,
    expect_picture,
    expect_step,
    ink,
    picture,
    type_in,
    until,
    visit,
)
from tests.serving import Server

ADAM = "adam.textbook(lr:0.05,beta1:0.9,beta2:0.999,eps:1e-8)"
SGD = "sgd.textbook(lr:0.1)"
CANVAS = ".decision canvas"
SETTLED = 600  # milliseconds: pictures that rest are drawn finely by then


def training(*runs: str, data: str = "moons", hidden: str = "8,8", **fields: Any) -> str:
    """The address of networks that learn."""
    racers = [f"racer=r{n}.{run};look={n - 1}" for n, run in enumerate(runs, start=1)]
    kept = {
        "test": 0.3, "activation": "tanh", "initializer": "xavier_uniform", "scale": 1,
        "batch": 32, "l1": 0, "l2": 0, "dropout": 0, "steps": 300, "seed": 0, **fields,
    }  # fmt: skip
    parts = ["v=1", "problem=network", f"data={data}", f"hidden={hidden}", *racers]
    return "&".join([*parts, *(f"{name}={value}" for name, value in kept.items())])


def to_the_end(page: Page) -> None:
    """Wait until all is trained, and show it."""
    expect(page.locator("#training-on")).to_be_visible()
    page.locator("#to-end").click()
    steps = int(page.locator("#scrubber").get_attribute("max") or 0)
    expect_step(page, steps)
    expect_drawn(page, steps)


def expect_drawn(page: Page, step: int) -> None:
    """Wait until the first picture is drawn from the weights of a step, and says so."""
    label = re.compile(rf" at step {step}: ")
    expect(page.locator(CANVAS).first).to_have_attribute("aria-label", label)


def accuracy(page: Page) -> float:
    """The share of test points that the first picture's title calls right."""
    title = page.locator(".decision-score").first
    expect(title).to_have_text(re.compile(r"^test [\d.]+ %$"))
    return float(title.inner_text().split()[1]) / 100


def learned(page: Page, name: str, **parameters: float) -> dict[str, Any]:
    """The data set, as the server tells it."""
    dataset = {"name": name, "parameters": parameters}
    answer = page.request.post("/api/data", data={"dataset": dataset, "test_fraction": 0.3})
    return dict(answer.json())


def ground(page: Page, data: dict[str, Any]) -> list[int]:
    """Which class each test point lies on the ground of, in the first picture."""
    for part in ("train", "test"):
        page.locator(f"#show-{part}").uncheck()
    page.wait_for_timeout(SETTLED)
    classes: list[int] = page.evaluate(
        """([selector, { plane, test }]) => {
            const canvas = document.querySelector(selector);
            const style = getComputedStyle(canvas);
            const sized = (name) => parseFloat(style.getPropertyValue(name));
            const [left, below] = [sized("--inset"), sized("--below")];
            const [wide, high] = [canvas.clientWidth - left, canvas.clientHeight - below];
            const [across, up] = plane.range.map(([low, high]) => (low + high) / 2);
            const units = plane.units.map(({ deviation }) => deviation);
            const long = plane.range.map(([low, high], axis) => (high - low) * units[axis]);
            const fit = Math.min(wide / long[0], high / long[1]);
            const pen = canvas.getContext("2d");
            const fine = canvas.width / canvas.clientWidth;
            return test.u.map((u, n) => {
                const x = left + wide / 2 + (u - across) * units[0] * fit;
                const y = high / 2 - (test.v[n] - up) * units[1] * fit;
                const [red, , blue] = pen.getImageData(x * fine, y * fine, 1, 1).data;
                return Number(red > blue);
            });
        }""",
        [CANVAS, data],
    )
    return classes


def right(data: dict[str, Any], classes: list[int]) -> float:
    """The share of test points that lie on the ground of their own class."""
    pairs = zip(classes, data["test"]["target"], strict=True)
    return float(sum(one == other for one, other in pairs) / len(classes))


@pytest.mark.parametrize(
    ("name", "parameters", "hidden", "steps"),
    [("moons", {"noise": 0.1}, "8,8", 300), ("spirals", {}, "16,16", 1000)],
)
def test_the_ground_is_what_the_trained_network_answers(
    tab: Page, name: str, parameters: dict[str, float], hidden: str, steps: int
) -> None:
    numbers = ",".join(f"{key}:{value}" for key, value in parameters.items())
    written = f"{name}({numbers})" if numbers else name
    visit(tab, training(ADAM, data=written, hidden=hidden, steps=steps))
    data = learned(tab, name, **parameters)
    to_the_end(tab)

    reached = accuracy(tab)
    at_end = right(data, ground(tab, data))
    tab.locator("#to-start").click()
    expect_drawn(tab, 0)
    at_start = right(data, ground(tab, data))

    assert reached > 0.95
    assert at_end == pytest.approx(reached, abs=0.02)
    assert at_start < 0.9
    label = tab.locator(CANVAS).first
    expect(label).to_have_attribute("aria-label", re.compile(r"^Adam at step 0: .* points right, "))


def pointed(page: Page, across: float, down: float) -> None:
    """Move the pointer to a share of the first picture."""
    place = box(page.locator(".decision-plot").first)
    page.mouse.move(place["left"] + across * place["width"], place["top"] + down * place["height"])


def answers(page: Page) -> Locator:
    """What each picture answers at the place that is pointed at."""
    return page.locator(".decision-score.answer")


def test_pointing_at_a_place_says_what_each_network_answers_there(tab: Page) -> None:
    visit(tab, training(ADAM, SGD))
    to_the_end(tab)

    pointed(tab, 0.6, 0.1)

    readout = tab.locator("#network-readout")
    expect(readout).to_have_text(re.compile(r"^x1 [\d.]+, x2 [\d.]+ → upper, (over )?[\d.]+ %$"))
    expect(answers(tab)).to_have_text([re.compile("^upper, ")] * 2)
    expect(tab.locator("#decisions-grid")).to_have_attribute("data-cross", "")
    pointed(tab, 0.6, 0.85)
    expect(answers(tab)).to_have_text([re.compile("^lower, ")] * 2)
    tab.mouse.move(5, 5)
    expect(answers(tab)).to_have_count(0)
    expect(readout).to_be_empty()


def test_the_cross_is_moved_by_keys_and_playing_is_left_alone(tab: Page) -> None:
    visit(tab, training(ADAM, SGD))
    to_the_end(tab)
    said = tab.locator("#network-words")
    expect(said).to_have_text(re.compile("^Step 300 of 300. "))
    tab.locator("#decisions-grid").focus()

    tab.keyboard.press("ArrowUp")
    for _ in range(4):
        tab.keyboard.press("Shift+ArrowUp")

    expect(answers(tab)).to_have_text([re.compile("^upper, ")] * 2)
    said = tab.locator("#network-words")
    expect(said).to_have_text(
        re.compile(r"^x1 .*, x2 .*\. Adam: upper, .*; Gradient descent: upper")
    )
    expect_step(tab, 300)
    tab.keyboard.press("Escape")
    expect(answers(tab)).to_have_count(0)


def test_examples_can_be_hidden_by_part(tab: Page) -> None:
    visit(tab, training(ADAM))
    to_the_end(tab)
    tab.wait_for_timeout(SETTLED)
    both = picture(tab, CANVAS)

    tab.locator("#show-test").uncheck()
    expect_another_picture(tab, CANVAS, both)
    tab.locator("#show-test").check()

    expect_picture(tab, CANVAS, both)


def test_one_feature_is_drawn_as_a_curve_in_the_racers_colour(tab: Page) -> None:
    visit(tab, training(ADAM, data="sine", hidden="16,16", steps=600))
    data = learned(tab, "sine")
    to_the_end(tab)
    tab.wait_for_timeout(SETTLED)
    for part in ("train", "test"):
        tab.locator(f"#show-{part}").uncheck()
    tab.wait_for_timeout(SETTLED)
    curve = ink(tab, colour_of(tab, 1), CANVAS)

    left, height = tab.evaluate(
        """(selector) => {
            const canvas = document.querySelector(selector);
            const style = getComputedStyle(canvas);
            const sized = (name) => parseFloat(style.getPropertyValue(name));
            return [sized("--inset"), canvas.clientHeight - sized("--below")];
        }""",
        CANVAS,
    )
    (u0, u1), (v0, v1) = data["plane"]["range"]
    wide = max(x for x, _ in curve) - left
    spread = sorted(
        min(
            abs(y - (v1 - target) / (v1 - v0) * height)
            for x, y in curve
            if abs(x - left - (u - u0) / (u1 - u0) * wide) <= 2
        )
        / height
        for u, target in zip(data["train"]["u"], data["train"]["target"], strict=True)
    )
    assert spread[len(spread) // 2] < 0.05  # of the height: the curve runs through the points


def test_a_network_that_diverged_says_so_in_its_picture(tab: Page) -> None:
    wild = "sgd.textbook(lr:10)"
    visit(tab, training(ADAM, wild, data="plane", activation="identity", steps=60))
    to_the_end(tab)

    note = tab.locator(".decision").nth(1).locator(".decision-note")
    expect(note).to_have_text(re.compile(r"^diverged at step \d+$"))
    expect(tab.locator("#network-verdict")).to_have_text(
        re.compile(r"^Adam ends ahead: test R² .*; 1 diverged$")
    )


def test_headings_say_what_the_table_says_at_any_step(tab: Page) -> None:
    visit(tab, training(ADAM, SGD, steps=1500))
    to_the_end(tab)
    type_in(tab.locator("#step-field"), "37")  # scores come every few steps, and none at this one
    expect_drawn(tab, 37)
    tab.evaluate(TABLE_FOLLOWS)

    told = tab.locator("#learning-outcomes td[headers*=quality]").all_inner_texts()
    assert len(told) == 2
    expect(tab.locator(".decision-score")).to_have_text([f"test {each}" for each in told])


def test_a_picture_says_that_the_server_is_waited_for(
    open_page: OpenPage, watch: Watch, server: Server
) -> None:
    watch.allow(r"WebSocket connection|ERR_CONNECTION|ERR_SOCKET|ERR_EMPTY")
    page = visit(open_page(), training(ADAM))
    to_the_end(page)
    note = page.locator(".decision-note")
    expect(note).to_be_hidden()

    server.stop()
    type_in(page.locator("#step-field"), "37")

    expect(note).to_have_text("step 300, waiting for the server")
    page.locator("#to-end").click()
    expect(note).to_be_hidden()


def test_pictures_of_many_features_are_told_to_be_slices(tab: Page) -> None:
    visit(tab, training(ADAM, data="iris", steps=20))

    expect(tab.locator("#decisions-slice")).to_have_text(
        re.compile("^A slice through the mean along the first two components")
    )


def test_old_points_are_not_shown_under_another_name(tab: Page) -> None:
    visit(tab, training(ADAM, data="moons", steps=60))
    to_the_end(tab)
    held: list[Route] = []
    tab.route("**/api/data", lambda route: held.append(route))
    try:
        menu = tab.get_by_role("combobox", name="Data set")
        menu.click()
        menu.fill("Circles")
        menu.press("Enter")

        expect(tab.locator("#decisions-state")).to_have_text("Drawing the data…")
        expect(tab.locator(CANVAS)).to_have_count(0)
        until(tab, lambda: bool(held), "the data are not asked for")
        held[0].continue_()
        expect(tab.locator("#decisions-scale")).to_contain_text("outer")
        expect(tab.locator(CANVAS)).to_have_count(1)
    finally:
        tab.unroute("**/api/data")  # other tests have this tab as well


def test_many_pictures_are_scrolled_and_drawn_as_they_come_to_sight(tab: Page) -> None:
    visit(tab, training(*[SGD] * 64, hidden="2", steps=20))
    to_the_end(tab)
    expect(tab.locator(".decision")).to_have_count(64)
    tab.wait_for_timeout(SETTLED)

    tab.locator("#decisions-grid").evaluate("(grid) => grid.scrollTo(0, grid.scrollHeight)")
    tab.wait_for_timeout(SETTLED)

    first, last = (
        tab.locator(CANVAS).nth(place).evaluate("(canvas) => canvas.toDataURL()")
        for place in (0, 63)
    )
    assert first == last


def test_the_header_tells_of_the_data_and_of_the_surface_again(tab: Page) -> None:
    visit(tab, training(ADAM, steps=20))
    expect(tab.locator("#lede")).to_have_text(re.compile("^Moons. "))

    tab.locator("#kind-surface").check()
    expect(tab.locator("#lede")).to_have_text(re.compile("^Rosenbrock. "))
    tab.locator("#kind-network").check()

    expect(tab.locator("#lede")).to_have_text(re.compile("^Moons. "))
