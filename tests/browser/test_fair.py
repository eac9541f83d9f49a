"""Fair comparisons: how rates are chosen, what each rate comes to, and many seeds."""

import re

from playwright.sync_api import Page, expect

from tests.browser.playground import number, race, rate, track, visit

TWO = race("sgd.textbook(lr:0.0005)", "momentum.textbook(lr:0.001,beta:0.9)", steps=150, step=150)


def opened(page: Page, fragment: str) -> Page:
    """The page with what the line above the race opens."""
    visit(page, fragment)
    page.locator("#fair-open").click()
    expect(page.get_by_role("group", name="Learning rates")).to_be_visible()
    return page


def test_each_at_its_best_is_one_edit_that_can_be_undone(page: Page):
    opened(page, TWO)
    page.get_by_role("radio", name="Each at its best").check()
    expect(page.locator("#fair-chosen")).to_have_text("each at its best")
    best = [number(rate(page, place).input_value()) for place in (1, 2)]
    assert best != [0.0005, 0.001]
    page.wait_for_url(re.compile("fair=best"))

    page.go_back()
    expect(rate(page, 1)).to_have_value("0.0005")
    expect(rate(page, 2)).to_have_value("0.001")
    expect(page.locator("#fair-chosen")).to_have_text("rates as set")


def test_a_rate_changed_by_hand_is_as_set_again(page: Page):
    opened(page, TWO)
    page.get_by_role("radio", name="Same rate").check()
    expect(rate(page, 1)).to_have_value("0.001")
    page.get_by_role("slider", name="learning rate of all racers").press("ArrowRight")
    same = rate(page, 1).input_value()
    assert number(same) > 0.001
    expect(rate(page, 2)).to_have_value(same)
    expect(page.locator("#fair-chosen")).to_have_text("one rate for all")

    page.keyboard.press("Escape")
    expect(page.locator("#fair-part")).to_be_hidden()
    track(page, 1).press("ArrowLeft")
    expect(page.locator("#fair-chosen")).to_have_text("rates as set")


def test_curves_of_rates_give_a_rate_by_key_and_by_click(page: Page):
    visit(page, f"{TWO}&reading=rates")
    canvas = page.get_by_role("slider", name="Learning rate of Gradient descent")
    expect(canvas).to_be_visible()
    canvas.press("ArrowRight")
    expect(rate(page, 1)).not_to_have_value("0.0005")
    taken = number(rate(page, 1).input_value())
    assert 0.0005 < taken < 0.002
    expect(page.locator("#rates-told")).to_contain_text("Gradient descent: η")

    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("slider", name="Learning rate of Momentum")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(rate(page, 2)).not_to_have_value("0.001")

    box = page.locator("#rates-canvas").bounding_box()
    assert box
    fields = [rate(page, place) for place in (1, 2)]
    before = [field.input_value() for field in fields]
    for share in range(10, 80, 5):  # down a line that both curves cross
        page.mouse.click(box["x"] + 0.3 * box["width"], box["y"] + share / 100 * box["height"])
    assert [field.input_value() for field in fields] != before


def test_many_seeds_show_in_words_table_and_on_the_map(page: Page):
    fragment = race("sgd.textbook(lr:0.002)", steps=150, noise=4, step=150, threshold=2)
    opened(page, fragment)
    page.get_by_role("radio", name="64", exact=True).check()
    words = page.locator("#fair-cloud-words")
    expect(words).to_contain_text(re.compile(r"Gradient descent \d+ of 64"))
    expect(page.locator("#outcomes tbody td").nth(2).locator("small")).to_contain_text("%")
    drawn = """canvas => {
        const { width, height } = canvas;
        const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
        return data.some((part) => part > 0);
    }"""
    assert page.locator(".cloud-overlay").evaluate(drawn)
    page.wait_for_url(re.compile("cloud=64"))

    page.get_by_role("radio", name="One", exact=True).check()
    expect(words).to_contain_text("one draw of many")
    expect(page.locator("#outcomes tbody td").nth(2).locator("small")).to_have_text("")


def test_without_noise_seeds_are_refused_in_a_sentence(page: Page):
    opened(page, f"{TWO}&cloud=64")
    expect(page.locator("#fair-cloud-words")).to_contain_text("every seed takes the same path")
    expect(page.get_by_text("Every rule here takes one gradient a step")).to_be_visible()
