"""A race is played, stepped and scrubbed through, forwards and backwards, by the page alone."""

import re

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.browser.conftest import OpenPage
from tests.browser.playground import (
    CURVES,
    ROSENBROCK,
    TABLE_FOLLOWS,
    TRAILS,
    box,
    card,
    choose_surface,
    colour_of,
    computed,
    drag_thumb,
    expect_another_picture,
    expect_picture,
    expect_step,
    finish,
    first_runs,
    ink,
    number,
    picture,
    rate,
    rows,
    step_on_show,
    type_in,
    visit,
)


def _go(page: Page, step: int) -> None:
    """Type a step and wait until it is on show."""
    type_in(page.locator("#step-field"), str(step))
    expect_step(page, step)
    page.evaluate(TABLE_FOLLOWS)


def test_race_plays_to_its_end_and_stops_there(lab: Page) -> None:
    lab.get_by_label("Speed").select_option("8")

    lab.wait_for_function("() => document.querySelector('#scrubber').valueAsNumber === 500")

    expect(lab.get_by_role("button", name="Play", exact=True)).to_be_visible()
    lab.get_by_role("button", name="Play", exact=True).click()
    lab.wait_for_function("() => document.querySelector('#scrubber').valueAsNumber < 450")
    expect(lab.get_by_role("button", name="Pause")).to_be_visible()


def test_speed_at_once_shows_the_end_at_once(lab: Page) -> None:
    lab.get_by_role("button", name="Restart (R)").click()

    lab.get_by_label("Speed").select_option("at once")

    expect_step(lab, 500)
    expect(lab.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_scrubbing_back_shows_what_was_there_on_the_way(lab: Page) -> None:
    finish(lab)
    shown = {}
    for step in (0, 3, 120, 500):
        _go(lab, step)
        shown[step] = picture(lab, TRAILS), picture(lab, CURVES), [row.now for row in rows(lab)]
    assert len({trails for trails, _, _ in shown.values()}) == 4
    assert len({curves for _, curves, _ in shown.values()}) == 4

    for step in (120, 3, 0):
        _go(lab, step)
        expect_picture(lab, TRAILS, shown[step][0])
        expect_picture(lab, CURVES, shown[step][1])
        assert [row.now for row in rows(lab)] == shown[step][2]

    runs = computed(lab, first_runs(lab), problem=ROSENBROCK)
    for step, (_, _, now) in shown.items():
        assert now == pytest.approx([run["loss"][step] for run in runs], rel=0.06)


def test_bar_is_dragged_backwards_and_the_picture_follows_the_hand(lab: Page) -> None:
    finish(lab)
    last = picture(lab, TRAILS)

    drag_thumb(lab, lab.locator("#scrubber"), 0.999, 0.5)
    expect_another_picture(lab, TRAILS, last)
    middle = step_on_show(lab)
    assert 200 < middle < 300
    before = picture(lab, TRAILS)
    place = box(lab.locator("#scrubber"))
    lab.mouse.move(place["left"] + 0.1 * place["width"], place["y"], steps=4)
    expect_another_picture(lab, TRAILS, before)
    lab.mouse.up()

    assert 20 < step_on_show(lab) < 80
    expect(lab.locator("#step-field")).to_have_value(str(step_on_show(lab)))


def test_buttons_step_and_pause(lab: Page) -> None:
    expect(lab.get_by_role("button", name="Pause")).to_be_visible()
    lab.get_by_role("button", name="To the start (Home)").click()
    for name, step in (
        ("Ten steps forward", 10), ("One step forward", 11), ("One step back", 10),
        ("Ten steps back", 0), ("One step back", 0), ("To the end", 500), ("One step forward", 500),
    ):  # fmt: skip
        lab.get_by_role("button", name=re.compile(f"^{name}")).click()
        expect_step(lab, step)
        expect(lab.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_step_beyond_the_end_is_refused_in_words(lab: Page) -> None:
    type_in(lab.locator("#step-field"), "501")

    expect(lab.locator("#step-refusal")).to_have_text(
        "501 is too large. Type a whole number from 0 to 500."
    )
    expect(lab.locator("#step-field")).to_have_value("501")


def test_hover_on_a_curve_shows_the_same_step_everywhere(lab: Page) -> None:
    finish(lab)
    map_before, curves_before = picture(lab, TRAILS), picture(lab, CURVES)
    curves = box(lab.locator(CURVES))

    lab.mouse.move(curves["x"], curves["top"] + 60)

    readout = lab.locator("#curves-readout")
    expect(readout.locator(".readout-step")).to_have_text(re.compile(r"^step \d+: loss f − f\*$"))
    step = int((readout.locator(".readout-step").inner_text()).split()[1].rstrip(":"))
    assert 150 < step < 350
    expect_another_picture(lab, TRAILS, map_before)
    expect_another_picture(lab, CURVES, curves_before)
    runs = computed(lab, first_runs(lab), problem=ROSENBROCK)
    told = [number(text) for text in readout.locator(".readout-value").all_text_contents()]
    assert told == pytest.approx([run["loss"][step] for run in runs], rel=0.006)

    lab.mouse.move(curves["x"], curves["bottom"] - 50)
    expect(readout.locator(".readout-step")).to_contain_text("step length")
    lab.mouse.move(5, 5)
    expect(readout).to_be_hidden()
    expect_picture(lab, TRAILS, map_before)
    expect_picture(lab, CURVES, curves_before)


def test_hover_on_a_trail_shows_its_step_on_the_curves(lab: Page) -> None:
    lab.get_by_role("button", name="Show only racer 2,").click()
    finish(lab)
    before = picture(lab, CURVES)
    canvas = box(lab.locator(TRAILS))
    places = ink(lab, colour_of(lab, 2))
    x, y = places[len(places) // 2]

    lab.mouse.move(canvas["left"] + x, canvas["top"] + y)

    expect_another_picture(lab, CURVES, before)
    expect(lab.locator("#curves-readout .readout-step")).to_contain_text("step")
    expect(lab.locator("#map-readout")).to_have_text(re.compile(r"^x .+, y .+, f − f\* .+$"))


def test_click_on_a_curve_goes_to_its_step(lab: Page) -> None:
    finish(lab)
    curves = box(lab.locator(CURVES))

    lab.mouse.click(curves["left"] + 0.4 * curves["width"], curves["top"] + 80)

    lab.wait_for_function("() => document.querySelector('#scrubber').valueAsNumber < 400")
    assert 100 < step_on_show(lab) < 250


def test_playback_asks_nothing_of_the_server(page: Page) -> None:
    sent: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda _: sent.append("frame"))

    page.on("websocket", listen)
    visit(page)
    finish(page)
    page.wait_for_load_state("networkidle")
    page.on("request", lambda request: sent.append(request.url))
    assert "frame" in sent
    sent.clear()

    for step in (400, 20, 260, 0):
        _go(page, step)
    page.get_by_role("button", name="Restart (R)").click()
    page.wait_for_function("() => document.querySelector('#scrubber').valueAsNumber > 30")
    finish(page)

    assert [each for each in sent if not each.endswith("mark.svg")] == []  # the tab's own icon


def test_less_motion_shows_the_finished_picture_at_once_and_steps_still_work(
    open_page: OpenPage,
) -> None:
    page = visit(open_page(reduced_motion="reduce"))

    expect_step(page, 500)
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    choose_surface(page, "Himmelblau")
    expect_step(page, 500)
    whole = picture(page, TRAILS)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Home")
    expect_step(page, 0)
    page.keyboard.press("ArrowRight")
    expect_step(page, 1)
    expect_another_picture(page, TRAILS, whole)
    assert ink(page, colour_of(page, 4))


def test_slider_moved_in_mid_race_lets_it_play_on(lab: Page) -> None:
    lab.wait_for_function("() => document.querySelector('#scrubber').valueAsNumber > 60")

    type_in(rate(lab, 1), "0.0005")

    lab.wait_for_function(
        "before => document.querySelector('#scrubber').valueAsNumber > before + 20",
        arg=step_on_show(lab),
    )
    expect(card(lab, 1).get_by_role("button", name="learning rate: back to")).to_be_visible()


def test_shorter_race_ends_where_it_says(lab: Page) -> None:
    finish(lab)
    lab.locator("#conditions-toggle").click()

    type_in(lab.get_by_role("textbox", name="steps, number"), "40")
    finish(lab)

    expect_step(lab, 40)
    runs = computed(lab, first_runs(lab), problem=ROSENBROCK, steps=40)
    assert [row.now for row in rows(lab)] == pytest.approx(
        [run["loss"][40] for run in runs], rel=0.06
    )
    type_in(lab.get_by_role("textbox", name="steps, number"), "10000")
    finish(lab)
    expect_step(lab, 10_000)
