"""The whole state is in the address; opening it is the same race, and the way back is undo."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Watch
from tests.browser.playground import (
    CURVES,
    TRAILS,
    box,
    card,
    choose_surface,
    computed,
    drag,
    expect_picture,
    expect_step,
    finish,
    picture,
    race,
    rate,
    rows,
    type_in,
    visit,
)


def _fragment(page: Page) -> str:
    return urlsplit(page.url).fragment


def test_opening_the_link_reproduces_the_race_exactly(lab: Page, open_page: OpenPage) -> None:
    choose_surface(lab, "Ravine")
    type_in(lab.get_by_role("textbox", name="condition number"), "80")
    drag(lab, lab.locator("#start-handle"), across=70, down=-40)
    lab.mouse.up()
    lab.locator("#conditions-toggle").click()
    type_in(lab.get_by_role("textbox", name="gradient noise, number"), "0.3")
    type_in(lab.get_by_label("Seed", exact=True), "11")
    type_in(lab.get_by_role("textbox", name="steps, number"), "321")
    card(lab, 3).locator(".convention").select_option("pytorch")
    card(lab, 4).locator(".unfold").click()
    card(lab, 4).get_by_label("Schedule").select_option("cosine")
    lab.get_by_role("button", name="Duplicate racer 2,").click()
    type_in(rate(lab, 3), "0.0031")
    lab.get_by_role("button", name="Hide racer 1,").click()
    type_in(lab.get_by_label("counts as reached: f"), "0.03")
    finish(lab)
    type_in(lab.locator("#step-field"), "123")
    expect(lab).to_have_url(re.compile("step=123&.*threshold=0.03"))
    shown = [picture(lab, canvas) for canvas in (TRAILS, CURVES)]
    fields = [field.input_value() for field in lab.locator("#controls input").all()]

    other = visit(open_page(), _fragment(lab))

    expect_step(other, 123)
    expect(other.locator("#outcomes tr[data-status=running]")).to_have_count(0)
    other.locator("#conditions-toggle").click()
    card(other, 5).locator(".unfold").click()
    for canvas, wanted in zip((TRAILS, CURVES), shown, strict=True):
        expect_picture(other, canvas, wanted)
    assert [field.input_value() for field in other.locator("#controls input").all()] == fields
    finish(lab)
    finish(other)
    assert rows(other) == rows(lab)


def test_link_as_a_person_may_write_it_races_as_the_engine_says(tab: Page) -> None:
    visit(tab, race("adam.eps_inside(lr:0.1)", surface="beale", start="1,1", steps=200))
    finish(tab)

    run = {"optimizer": "adam", "convention": "eps_inside", "hyperparameters": {"lr": 0.1}}
    problem = {"kind": "surface", "name": "beale", "start": [1, 1]}
    [adam] = computed(tab, [run], problem=problem, steps=200)
    [row] = rows(tab)
    assert row.status == adam["status"]
    assert row.best == pytest.approx(min(adam["loss"]), rel=0.06)


def test_copied_link_is_the_race_on_show(open_page: OpenPage) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    visit(page)
    type_in(rate(page, 2), "0.0042")

    page.get_by_role("button", name="Copy link").click()

    expect(page.get_by_role("status").filter(has_text="Link copied.")).to_be_attached()
    assert "lr:0.0042" in page.evaluate("navigator.clipboard.readText()")


def test_back_is_undo_and_forward_is_redo(page: Page) -> None:
    visit(page)
    finish(page)
    first = picture(page, TRAILS)
    own = rate(page, 2).input_value()
    type_in(rate(page, 2), "0.004")
    expect(page).to_have_url(re.compile(r"lr:0\.004"))
    finish(page)
    second = picture(page, TRAILS)
    choose_surface(page, "Booth")
    expect(page).to_have_url(re.compile("surface=booth"))

    page.go_back()
    expect(page.get_by_role("combobox", name="Surface")).to_have_value("Rosenbrock")
    expect(rate(page, 2)).to_have_value("0.004")
    finish(page)
    expect_picture(page, TRAILS, second)
    page.go_back()
    expect(rate(page, 2)).to_have_value(own)
    finish(page)
    expect_picture(page, TRAILS, first)
    page.go_forward()
    expect(rate(page, 2)).to_have_value("0.004")
    page.go_forward()

    expect(page.get_by_role("combobox", name="Surface")).to_have_value("Booth")


def test_first_change_can_be_undone_while_the_first_race_still_plays(page: Page) -> None:
    visit(page)
    own = rate(page, 2).input_value()
    type_in(rate(page, 2), "0.004")
    expect(page).to_have_url(re.compile(r"lr:0\.004"))
    expect(page.get_by_role("button", name="Pause")).to_be_visible()

    page.go_back()

    expect(rate(page, 2)).to_have_value(own)


def test_back_right_after_a_change_undoes_that_one_alone(page: Page) -> None:
    visit(page)
    finish(page)
    type_in(rate(page, 2), "0.004")
    expect(page).to_have_url(re.compile(r"lr:0\.004"))
    page.evaluate("""() => {
        const field = document.querySelector("#start-x");
        field.focus();
        field.value = "-0.5";
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.dispatchEvent(new Event("change", { bubbles: true }));
        field.blur();
        history.back();
    }""")

    expect(page.locator("#start-x")).to_have_value("-1.2")
    expect(rate(page, 2)).to_have_value("0.004")
    expect(page).to_have_url(re.compile(r"start=-1\.2,.*lr:0\.004"))


def test_drag_is_one_step_of_the_history(page: Page) -> None:
    visit(page)
    finish(page)
    before = page.evaluate("history.length")

    drag(page, page.locator("#start-handle"), across=100, down=-60, steps=20)
    page.mouse.up()
    x = page.locator("#start-x").input_value()
    expect(page).to_have_url(re.compile(f"start={re.escape(x)},"))

    assert page.evaluate("history.length") - before == 1
    page.go_back()
    expect(page.locator("#start-x")).to_have_value("-1.2")


def test_change_right_after_scrubbing_can_be_undone(page: Page) -> None:
    visit(page)
    finish(page)
    own = rate(page, 1).input_value()
    before = page.evaluate("history.length")

    page.keyboard.press("ArrowLeft")
    type_in(rate(page, 1), "0.0007")
    expect(page).to_have_url(re.compile(r"lr:0\.0007"))

    assert page.evaluate("history.length") - before == 1
    page.go_back()
    expect(rate(page, 1)).to_have_value(own)


@pytest.mark.parametrize(
    ("fragment", "beside", "words"),
    [
        (race("sgd.textbook(lr:50)"), "#racer-r1-lr", "50"),
        (race("adam.textbook(lr:0.1,beta1:2)"), "#racer-r1-beta1", "2"),
        (race("sgd.textbook(lr:0.1)", noise=99), "#noise", "99"),
        (race("sgd.textbook(lr:0.1)", steps=20000), "#steps", "20000"),
        (race("sgd.textbook(lr:0.1)", steps=10**12), "#steps", "steps"),
        (race("sgd.textbook(lr:0.1)", steps=-5), "#steps", "-5"),
        (race("sgd.textbook(lr:0.1)", seed=-1), "#seed", "-1"),
        (race("sgd.textbook(lr:0.1)", start="1e300,0"), "#start-x", "1e"),
        (race("sgd.textbook", surface="ravine(condition:0.5)"), "#parameter-condition", "0.5"),
    ],
)
def test_value_out_of_range_in_a_link_is_refused_beside_its_field(
    tab: Page, watch: Watch, fragment: str, beside: str, words: str
) -> None:
    watch.allow("422.*condition=0.5")  # the ground that cannot be drawn
    visit(tab, fragment)

    field = tab.locator(beside)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_visible()
    ids = (field.get_attribute("aria-describedby") or "").split()
    told = tab.locator(", ".join(f"#{name}" for name in ids)).filter(visible=True)
    refusal = told.filter(has_text=words).first
    expect(refusal).to_be_visible()
    assert -40 < box(refusal)["top"] - box(field)["bottom"] < 60


@pytest.mark.parametrize(
    ("fragment", "words"),
    [
        (race("sgd.textbook(lr:0.1)", surface="beal"), "unknown surface, “beal”"),
        (race("adamm.textbook"), "unknown rule, “adamm.textbook”"),
        (race("adam.tensorflow"), "unknown rule, “adam.tensorflow”"),
        (race("sgd.textbook(lr:0.1);schedule=often"), "unknown schedule, “often”"),
        (race("sgd.textbook(lr:fast)"), "lr:fast"),
        (race("sgd.textbook(lr:0.1)", noise="much"), "noise is “much”"),
        (race("sgd.textbook(lr:0.1,momentum:0.9)"), "no number “momentum”"),
        (race("sgd.textbook", surface="rosenbrock(tilt:3)"), "no number “tilt”"),
        (race("sgd.textbook", change="r2.9(lr:0.1)"), "not in it, “r2”"),
        (f"{race('sgd.textbook')}&racer=r1.adam.textbook", "two racers called “r1”"),
        (race(), "no racers"),
        ("v=99&surface=beale", "version 99"),
    ],
)
def test_link_that_cannot_be_read_is_told_in_a_notice_and_the_first_race_shown(
    tab: Page, fragment: str, words: str
) -> None:
    visit(tab, fragment)

    notice = tab.get_by_role("alert")
    expect(notice).to_contain_text(words)
    expect(notice).to_contain_text("The usual first race is shown instead.")
    expect(tab.get_by_role("combobox", name="Surface")).to_have_value("Rosenbrock")
    finish(tab)
    assert len(rows(tab)) == 4


def test_link_that_shows_only_a_racer_that_is_not_there_shows_all(tab: Page) -> None:
    visit(tab, race("sgd.textbook(lr:0.001)", solo="r9"))
    finish(tab)

    expect(tab.locator("#map-words")).to_contain_text("Gradient descent")
