"""Everything begins where the ring is, and the ring goes where a person puts it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.playground import (
    PHONE,
    PLANE,
    ROSENBROCK,
    TRAILS,
    box,
    colour_of,
    computed,
    drag,
    expect_another_picture,
    expect_other_ticks,
    expect_picture,
    expect_ticks,
    finish,
    first_runs,
    ink,
    number,
    picture,
    rows,
    ticks,
    type_in,
    until,
    visit,
)


def _start(page: Page) -> list[float]:
    return [float(page.locator(f"#start-{axis}").input_value()) for axis in "xy"]


def _follows_the_engine(page: Page, start: list[float]) -> None:
    """Every racer's row says what the engine says of a race from this start."""
    finish(page)
    runs = computed(page, first_runs(page), problem={**ROSENBROCK, "start": start})
    for row, run in zip(rows(page), runs, strict=True):
        assert row.status == run["status"]
        assert row.best == pytest.approx(min(run["loss"]), rel=0.06)


def test_dragging_the_ring_moves_the_start_and_every_path_with_it(lab: Page) -> None:
    finish(lab)
    before = picture(lab, TRAILS)
    ring = lab.locator("#start-handle")
    came_from = box(ring)

    drag(lab, ring, across=60, down=-90)
    expect_another_picture(lab, TRAILS, before)  # while the button is down
    assert _start(lab) != [-1.2, 1]
    on_the_way = picture(lab, TRAILS)
    lab.mouse.move(came_from["x"] + 150, came_from["y"] - 60, steps=8)
    expect_another_picture(lab, TRAILS, on_the_way)
    lab.mouse.up()

    now = box(ring)
    assert [now["x"], now["y"]] == pytest.approx([came_from["x"] + 150, came_from["y"] - 60], abs=2)
    x, y = _start(lab)
    assert x > -1.2
    assert y > 1
    name = (ring.get_attribute("aria-label") or "").removeprefix("Start at (").removesuffix(")")
    assert [number(part) for part in name.split(", ")] == pytest.approx([x, y], rel=0.006)
    assert lab.evaluate("getSelection().toString()") == ""
    _follows_the_engine(lab, [x, y])


def test_paths_begin_in_the_ring(lab: Page) -> None:
    lab.keyboard.press("Home")
    until(lab, lambda: ink(lab, colour_of(lab, 4)) != [], "nothing is drawn")
    ring, canvas = box(lab.locator("#start-handle")), box(lab.locator(TRAILS))
    middle = [ring["x"] - canvas["left"], ring["y"] - canvas["top"]]

    places = ink(lab, colour_of(lab, 4))  # the last one drawn lies on top

    for place in places:
        assert place == pytest.approx(middle, abs=8)


def test_click_on_the_map_sets_the_start_and_a_double_click_does_not(lab: Page) -> None:
    finish(lab)
    plot = box(lab.locator(PLANE))

    lab.mouse.click(plot["x"] + 90, plot["y"] - 120)

    expect(lab.locator("#start-x")).not_to_have_value("-1.2")
    ring = box(lab.locator("#start-handle"))
    assert [ring["x"], ring["y"]] == pytest.approx([plot["x"] + 90, plot["y"] - 120], abs=2)
    start = _start(lab)
    _follows_the_engine(lab, start)

    whole = ticks(lab)
    lab.locator("#zoom-in").click()
    expect_other_ticks(lab, whole)
    lab.mouse.dblclick(plot["x"] - 60, plot["y"] + 40)

    expect_ticks(lab, whole)
    assert _start(lab) == start


def test_dragging_the_ground_pans_and_leaves_the_start(lab: Page) -> None:
    finish(lab)
    ring = lab.locator("#start-handle")
    before = box(ring)
    plot = box(lab.locator(PLANE))

    lab.mouse.move(plot["x"], plot["y"] - 100)
    lab.mouse.down()
    lab.mouse.move(plot["x"] + 40, plot["y"] - 70, steps=6)
    lab.mouse.up()

    lab.wait_for_function(
        "left => document.querySelector('#start-handle').getBoundingClientRect().x > left + 20",
        arg=before["left"],
    )
    moved = box(ring)
    assert moved["x"] - before["x"] == pytest.approx(40, abs=3)
    assert moved["y"] - before["y"] == pytest.approx(30, abs=3)
    assert _start(lab) == [-1.2, 1]


def test_arrow_keys_move_the_ring_and_reset_brings_it_back(lab: Page) -> None:
    finish(lab)
    before = picture(lab, TRAILS)

    lab.locator("#start-handle").press("ArrowRight")
    assert _start(lab) == pytest.approx([-1.16, 1])
    lab.keyboard.press("Shift+ArrowUp")
    assert _start(lab) == pytest.approx([-1.16, 1.4])
    expect_another_picture(lab, TRAILS, before)
    _follows_the_engine(lab, _start(lab))

    lab.get_by_role("button", name="Back to this surface's own start").click()
    assert _start(lab) == [-1.2, 1]
    expect_picture(lab, TRAILS, before)


def test_typed_start_is_taken_exactly_and_nonsense_is_refused_beside_it(lab: Page) -> None:
    type_in(lab.get_by_label("Start, x"), "0.123456")
    type_in(lab.get_by_label("Start, y"), "-0.5")
    _follows_the_engine(lab, [0.123456, -0.5])

    type_in(lab.get_by_label("Start, y"), "1e9")

    refusal = lab.locator("#start-y-refusal")
    expect(refusal).to_contain_text("too large")
    expect(lab.get_by_label("Start, y")).to_have_value("1e9")
    expect(lab.get_by_label("Start, y")).to_have_attribute("aria-invalid", "true")
    assert abs(box(refusal)["top"] - box(lab.get_by_label("Start, y"))["bottom"]) < 40


def test_finger_drags_the_ring_without_scrolling_the_page(open_page: OpenPage) -> None:
    page = visit(open_page(**PHONE))
    finish(page)
    ring = box(page.locator("#start-handle"))
    assert min(ring["width"], ring["height"]) >= 44
    scrolled = page.evaluate("scrollY")
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        places = [{"x": x, "y": y} for x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    touch("touchStart", (ring["x"], ring["y"]))
    for part in range(1, 9):
        touch("touchMove", (ring["x"] + 8 * part, ring["y"] - 9 * part))
    touch("touchEnd")

    expect(page.locator("#start-x")).not_to_have_value("-1.2")
    assert page.evaluate("scrollY") == scrolled
    now = box(page.locator("#start-handle"))
    assert [now["x"], now["y"]] == pytest.approx([ring["x"] + 64, ring["y"] - 72], abs=3)
