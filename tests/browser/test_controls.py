"""A race can be set up and played by hand, by keys and without seeing the page."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.playground import PHONE, card, rate, track, visit


def _span(element: Locator) -> tuple[float, float]:
    """Where an element begins and ends on the screen, from the top."""
    box = element.bounding_box()
    assert box
    return box["y"], box["y"] + box["height"]


def test_number_that_cannot_be_taken_is_refused_beside_its_field_and_kept(lab: Page) -> None:
    field, slider = rate(lab, 1), track(lab, 1)
    before = slider.get_attribute("aria-valuetext")

    field.fill("0,5")
    field.press("Enter")

    expect(card(lab, 1).get_by_text("has a comma. Write 0.5 with a point.")).to_be_visible()
    expect(field).to_have_value("0,5")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(slider).to_have_attribute("aria-valuetext", before or "")
    field.press("Escape")
    expect(card(lab, 1).get_by_text("has a comma")).to_be_hidden()
    expect(field).not_to_have_value("0,5")


def test_number_field_takes_more_than_thetrack(lab: Page) -> None:
    rate(lab, 1).fill("1e-8")
    rate(lab, 1).press("Enter")

    expect(track(lab, 1)).to_have_attribute("aria-valuetext", "10⁻⁸, beyond the track")


def test_slider_is_worked_by_keys_and_goes_back_to_its_default(lab: Page) -> None:
    default = rate(lab, 4).input_value()
    slider = track(lab, 4)

    slider.press("ArrowLeft")
    once = float(rate(lab, 4).input_value())
    slider.press("Shift+ArrowLeft")
    often = float(rate(lab, 4).input_value())

    assert often < once < float(default)
    slider.press("Backspace")
    expect(rate(lab, 4)).to_have_value(default)


def test_mark_on_the_track_gives_the_rate_that_works_here(lab: Page) -> None:
    good = rate(lab, 4).input_value()
    rate(lab, 4).fill("1e-5")
    rate(lab, 4).press("Enter")

    card(lab, 4).get_by_role("button", name="which works well here").click()

    expect(rate(lab, 4)).to_have_value(good)


def test_dragging_a_slider_keeps_its_card_and_focus(lab: Page) -> None:
    box = track(lab, 2).bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    card(lab, 2).evaluate("card => { card.dataset.kept = 'yes'; }")

    lab.mouse.move(box["x"] + 0.3 * box["width"], middle)
    lab.mouse.down()
    seen = set()
    for part in range(30, 70, 4):
        lab.mouse.move(box["x"] + part / 100 * box["width"], middle)
        seen.add(rate(lab, 2).input_value())
    lab.mouse.up()

    assert len(seen) > 8
    expect(card(lab, 2)).to_have_attribute("data-kept", "yes")
    expect(track(lab, 2)).to_be_focused()


def test_surface_is_found_by_typing(lab: Page) -> None:
    surface = lab.get_by_role("combobox", name="Surface")

    surface.click()
    menu = lab.get_by_role("listbox", name="Surface")
    expect(menu.get_by_role("option")).to_have_count(18)
    lab.keyboard.type("rav")
    lab.keyboard.press("Enter")

    expect(surface).to_have_value("Ravine")
    expect(lab.get_by_role("slider", name="condition number")).to_be_visible()


def test_typing_again_after_a_choice_begins_another_word(lab: Page) -> None:
    surface = lab.get_by_role("combobox", name="Surface")
    surface.fill("him")
    surface.press("Enter")

    lab.keyboard.type("boo")
    surface.press("Enter")

    expect(surface).to_have_value("Booth")


def test_escape_leaves_the_menu_as_it_was(lab: Page) -> None:
    rule = card(lab, 1).get_by_role("combobox").first
    before = rule.input_value()

    rule.click()
    lab.keyboard.type("zzz")
    expect(lab.get_by_text("Nothing is called that")).to_be_visible()
    lab.keyboard.press("Escape")

    expect(rule).to_have_value(before)
    expect(rule).to_have_attribute("aria-expanded", "false")


def test_convention_brings_its_own_numbers_and_formula(lab: Page) -> None:
    one = card(lab, 4)
    one.locator(".unfold").click()
    expect(one.get_by_role("slider", name="weight decay")).to_have_count(0)
    lines = one.locator(".rule-formula .formula-line").count()

    one.locator(".convention").select_option("pytorch")

    expect(one.get_by_role("slider", name="weight decay")).to_be_visible()
    expect(one.locator(".rule-formula .formula-line")).to_have_count(lines + 1)


def test_racers_are_added_copied_and_removed_and_the_last_one_stays(lab: Page) -> None:
    racers = lab.locator("#racers > li")
    lab.get_by_role("button", name="Add").click()
    expect(racers).to_have_count(5)
    lab.keyboard.press("Escape")
    lab.get_by_role("button", name="Duplicate racer 1,").click()
    expect(racers).to_have_count(6)

    for _ in range(5):
        lab.get_by_role("button", name="Remove racer 1,").click()

    expect(racers).to_have_count(1)
    expect(racers.first).to_be_focused()
    expect(lab.get_by_role("button", name="Remove racer 1,")).to_be_disabled()


def test_keys_play_step_and_restart_from_anywhere(lab: Page) -> None:
    step = lab.get_by_role("slider", name="Step")
    lab.keyboard.press("End")
    expect(step).to_have_attribute("aria-valuetext", "step 500 of 500")

    lab.keyboard.press("Home")
    lab.keyboard.press("ArrowRight")
    lab.keyboard.press("Shift+ArrowRight")
    expect(step).to_have_attribute("aria-valuetext", "step 11 of 500")
    lab.keyboard.press("r")
    expect(lab.get_by_role("button", name="Pause")).to_be_visible()
    lab.keyboard.press("Space")
    expect(lab.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_space_on_a_button_presses_that_button_alone(lab: Page) -> None:
    lab.keyboard.press("Home")

    lab.get_by_role("button", name="Keys and help").press("Space")

    expect(lab.get_by_role("dialog", name="Keys and help")).to_be_visible()
    lab.keyboard.press("Escape")
    expect(lab.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_keys_can_be_turned_off(lab: Page) -> None:
    lab.keyboard.press("Home")
    lab.keyboard.press("?")
    lab.get_by_label("Listen to these keys").uncheck()
    lab.keyboard.press("Escape")

    lab.keyboard.press("ArrowRight")

    expect(lab.get_by_role("slider", name="Step")).to_have_attribute(
        "aria-valuetext", "step 0 of 500"
    )


def test_theme_is_kept_for_the_next_visit(page: Page) -> None:
    visit(page)
    page.get_by_role("button", name="Theme").click()
    page.get_by_role("button", name="Theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")

    visit(page)

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_plot_stays_in_view_while_a_phone_reaches_the_last_slider(open_page: OpenPage) -> None:
    page = visit(open_page(**PHONE))

    track(page, 4).scroll_into_view_if_needed()
    track(page, 4).focus()

    top, bottom = _span(page.locator("#stage"))
    assert top >= 0
    assert bottom <= _span(track(page, 4))[0]
    assert _span(track(page, 4))[1] <= _span(page.locator(".transport-bar"))[0]
