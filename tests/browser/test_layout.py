"""Everything has its place, from a phone to a wall."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.playground import (
    CURVES,
    PHONE,
    TRAILS,
    box,
    card,
    expect_another_picture,
    finish,
    picture,
    race,
    rate,
    track,
    type_in,
    visit,
)


def _scroll_bars(page: Page) -> dict[str, bool]:
    """Which ways the page itself scrolls."""
    return dict(
        page.evaluate(
            """() => {
                const { scrollWidth, scrollHeight, clientWidth, clientHeight } =
                    document.documentElement;
                return { across: scrollWidth > clientWidth, down: scrollHeight > clientHeight };
            }"""
        )
    )


def _unfold_everything(page: Page) -> None:
    page.locator("#conditions-toggle").click()
    for unfold in page.locator("#racers .unfold").all():
        unfold.click()
    page.locator("#numbers summary").click()
    finish(page)


def test_desk_shows_everything_in_one_screen(lab: Page) -> None:
    lab.set_viewport_size({"width": 1440, "height": 900})
    finish(lab)

    assert _scroll_bars(lab) == {"across": False, "down": False}
    controls, stage, readings = (
        box(lab.locator(place)) for place in ("#controls", "#stage", "#readings")
    )
    assert controls["right"] <= stage["left"] + 1
    assert stage["right"] <= readings["left"] + 1
    assert stage["width"] > controls["width"]
    bar = box(lab.locator(".transport-bar"))
    assert bar["bottom"] == pytest.approx(900, abs=1)
    assert max(controls["bottom"], stage["bottom"], readings["bottom"]) <= bar["top"] + 1
    for place in (1, 2, 3, 4):
        assert box(track(lab, place))["bottom"] < bar["top"]
    last = box(lab.locator("#outcomes tr[data-status]").last)
    assert last["bottom"] < bar["top"]


@pytest.mark.parametrize("width", [320, 390, 759, 760, 1199, 1200, 2560])
def test_nothing_is_wider_than_the_window_with_everything_unfolded(lab: Page, width: int) -> None:
    lab.set_viewport_size({"width": width, "height": 900})
    card(lab, 4).locator(".convention").select_option("pytorch")
    type_in(rate(lab, 1), "0.2")
    type_in(rate(lab, 2), "not a number at all")

    _unfold_everything(lab)

    assert not _scroll_bars(lab)["across"]
    wide = lab.evaluate(
        """() => [...document.querySelectorAll("main *, header *, footer *")].filter((one) => {
            const scrolls = one.closest(".table-scroll, .formula, .js-plotly-plot, .sr-only, .map");
            const box = one.getBoundingClientRect();
            return !scrolls && box.width > 0 && (box.right > innerWidth + 1 || box.left < -1);
        }).map((one) => one.outerHTML.slice(0, 90))"""
    )
    assert wide == []


def test_nothing_on_a_card_moves_while_its_slider_does(lab: Page) -> None:
    lab.locator("#to-end").click()
    places = []
    for value in ("1e-8", "0.00123456", "3", "10"):
        type_in(rate(lab, 2), value)
        places.append([box(rate(lab, 2)), box(track(lab, 2)), box(track(lab, 3))])

    assert places[1:] == places[:-1]


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """The playground on a phone, at the end of the first race."""
    page = visit(open_page(**PHONE))
    finish(page)
    return page


def test_phone_sees_the_path_change_under_a_dragged_slider(phone: Page) -> None:
    slider = track(phone, 3)
    slider.evaluate("(one) => one.scrollIntoView({ block: 'center' })")
    plot, bar, thumb = (
        box(one) for one in (phone.locator("#map"), phone.locator(".transport-bar"), slider)
    )
    assert plot["top"] >= 0
    assert plot["bottom"] <= thumb["top"]
    assert thumb["bottom"] <= bar["top"]
    before = picture(phone, TRAILS)
    session = phone.context.new_cdp_session(phone)
    scrolled = phone.evaluate("scrollY")

    def touch(kind: str, *places: float) -> None:
        points = [{"x": thumb["left"] + part * thumb["width"], "y": thumb["y"]} for part in places]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    value = slider.evaluate("(one) => one.valueAsNumber / one.max")
    at = (12 + value * (thumb["width"] - 24)) / thumb["width"]  # the thumb is 24 pixels wide
    touch("touchStart", at)
    for step in range(1, 9):
        touch("touchMove", at - 0.04 * step)
    expect_another_picture(phone, TRAILS, before)  # while the finger is down
    assert box(phone.locator("#map")) == plot
    touch("touchEnd")

    assert phone.evaluate("scrollY") == scrolled
    assert phone.evaluate("getSelection().toString()") == ""


def test_phone_has_playback_under_the_thumb_wherever_it_scrolls(phone: Page) -> None:
    for place in (0, 600, 100_000):
        phone.evaluate("(top) => scrollTo(0, top)", place)
        bar = box(phone.locator(".transport-bar"))
        assert bar["bottom"] == pytest.approx(844, abs=1)
        assert bar["left"] <= 1
        assert bar["right"] >= 389
    buttons = phone.locator(".transport-bar button:visible").all()
    assert all(min(box(one)["width"], box(one)["height"]) >= 40 for one in buttons)
    phone.evaluate("scrollTo(0, 0)")
    curves = phone.locator(CURVES)
    curves.evaluate("(one) => one.scrollIntoView({ block: 'center' })")
    expect(curves).to_be_in_viewport()


def test_everything_to_press_is_large_enough_for_a_finger(phone: Page) -> None:
    small: list[str] = phone.evaluate(
        """() => [...document.querySelectorAll("button, summary, select, input")]
            .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled)
            .filter((one) => {
                one.scrollIntoView({ block: "center" });
                const target = one.type === "checkbox" ? one.labels[0] : one;
                const box = target.getBoundingClientRect();
                const takes = (x, y) => target.contains(document.elementFromPoint(x, y));
                const middle = box.left + box.width / 2;
                const rows = Array.from({ length: box.height + 24 }, (_, row) => box.top - 12 + row)
                    .filter((y) => takes(middle, y));
                const y = rows[Math.floor(rows.length / 2)];
                return !(rows.length >= 23 && takes(middle - 11, y) && takes(middle + 11, y));
            })
            .map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_projector_enlarges_type_and_lines(lab: Page) -> None:
    lab.set_viewport_size({"width": 1920, "height": 1080})
    finish(lab)
    head = lab.locator("#racers .slider-label").first
    before, size = picture(lab, TRAILS), box(head)["height"]

    lab.get_by_role("button", name="Projector").click()

    expect(lab.get_by_role("button", name="Projector")).to_have_attribute("aria-pressed", "true")
    expect_another_picture(lab, TRAILS, before)
    assert box(head)["height"] / size > 1.25
    assert _scroll_bars(lab) == {"across": False, "down": False}


def test_wall_is_filled(tab: Page) -> None:
    visit(tab, race("sgd.textbook(lr:0.001)"))
    tab.set_viewport_size({"width": 2560, "height": 1440})
    finish(tab)

    assert _scroll_bars(tab) == {"across": False, "down": False}
    assert box(tab.locator("#map"))["width"] > 1400
    trails = tab.locator(TRAILS)
    assert trails.evaluate("(canvas) => canvas.width / canvas.clientWidth") >= 1
    assert box(trails)["height"] == pytest.approx(box(tab.locator("#map"))["height"], abs=2)
