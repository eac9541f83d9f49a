"""What a slider says is what races, at once, and nothing else moves."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.playground import (
    CURVES,
    ROSENBROCK,
    TRAILS,
    box,
    card,
    catalogue,
    choose_surface,
    computed,
    drag_thumb,
    expect_another_picture,
    expect_other_ticks,
    expect_picture,
    expect_ticks,
    finish,
    first_runs,
    picture,
    rate,
    rows,
    ticks,
    track,
    type_in,
)


def test_drag_changes_the_drawn_path_while_it_lasts_and_of_that_racer_alone(lab: Page) -> None:
    finish(lab)
    before = rows(lab)
    seen = {picture(lab, TRAILS)}
    curves = picture(lab, CURVES)

    drag_thumb(lab, track(lab, 4), 0.74, 0.6)
    for part in (0.55, 0.5, 0.45):
        place = box(track(lab, 4))
        lab.mouse.move(place["left"] + part * place["width"], place["y"])
        lab.wait_for_function(
            "seen => !seen.includes(document.querySelector('#map-trails').toDataURL())",
            arg=list(seen),
        )
        seen.add(picture(lab, TRAILS))
    expect_another_picture(lab, CURVES, curves)
    lab.mouse.up()
    finish(lab)

    assert rows(lab)[:3] == before[:3]
    value = float(rate(lab, 4).input_value())
    run = {"optimizer": "adam", "hyperparameters": {"lr": value}}
    [adam] = computed(lab, [run], problem=ROSENBROCK)
    assert rows(lab)[3].best == pytest.approx(min(adam["loss"]), rel=0.06)
    assert rows(lab)[3].best != before[3].best


def test_double_click_brings_back_the_value_and_the_very_same_picture(lab: Page) -> None:
    finish(lab)
    before = picture(lab, TRAILS)
    first = rate(lab, 2).input_value()
    type_in(rate(lab, 2), "0.004")
    expect_another_picture(lab, TRAILS, before)
    expect(card(lab, 2).get_by_role("button", name="learning rate: back to")).to_be_visible()

    track(lab, 2).dblclick()

    expect(rate(lab, 2)).to_have_value(first)
    expect_picture(lab, TRAILS, before)


def test_smallest_rate_is_taken_and_raced(lab: Page) -> None:
    type_in(rate(lab, 1), "1e-8")
    finish(lab)

    run = {"optimizer": "sgd", "hyperparameters": {"lr": 1e-8}}
    [sgd] = computed(lab, [run], problem=ROSENBROCK)
    assert rows(lab)[0].best == pytest.approx(min(sgd["loss"]), rel=0.006)
    assert rows(lab)[0].status == sgd["status"]
    expect(rate(lab, 1)).to_have_value("1e-8")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("11", "11 is too large. Type a number from 10⁻⁸ to 10."),
        ("-1", "−1 is too small. Type a number from 10⁻⁸ to 10."),
        ("fast", "“fast” is not a number. Type a number from 10⁻⁸ to 10."),
    ],
)
def test_value_out_of_range_is_refused_beside_its_field_and_kept(
    lab: Page, typed: str, words: str
) -> None:
    finish(lab)
    before = rows(lab)

    type_in(rate(lab, 3), typed)

    refusal = card(lab, 3).locator(".racer-rate .refusal")
    expect(refusal).to_have_text(words)
    expect(rate(lab, 3)).to_have_value(typed)
    described = (rate(lab, 3).get_attribute("aria-describedby") or "").split()
    assert refusal.get_attribute("id") in described
    assert 0 < box(refusal)["top"] - box(rate(lab, 3))["bottom"] < 60
    finish(lab)
    assert rows(lab) == before
    expect(lab.locator("#racers .refusal:visible")).to_have_count(1)


def test_zoom_is_kept_when_a_slider_moves(lab: Page) -> None:
    choose_surface(lab, "Ravine")
    finish(lab)
    whole = ticks(lab)
    lab.locator("#zoom-in").click()
    expect_other_ticks(lab, whole)
    zoomed, before = ticks(lab), picture(lab, TRAILS)

    type_in(rate(lab, 4), "0.01")
    expect_another_picture(lab, TRAILS, before)
    assert ticks(lab) == zoomed
    ground = lab.locator("#map-plot .contourlayer").inner_html()
    lab.get_by_role("slider", name="condition number").press("Shift+ArrowRight")
    lab.wait_for_function(
        "before => document.querySelector('#map-plot .contourlayer').innerHTML !== before",
        arg=ground,
    )

    assert ticks(lab) == zoomed
    lab.locator("#zoom-home").click()
    expect_ticks(lab, whole)


def test_slider_of_a_surface_changes_the_ground_and_the_race(lab: Page) -> None:
    choose_surface(lab, "Ravine")
    type_in(lab.get_by_role("textbox", name="condition number"), "200")
    finish(lab)

    rates = next(
        surface["rates"] for surface in catalogue(lab)["surfaces"] if surface["name"] == "ravine"
    )
    runs = [{**run, "hyperparameters": {"lr": rates[run["optimizer"]]}} for run in first_runs(lab)]
    problem = {"kind": "surface", "name": "ravine", "parameters": {"condition": 200}}
    for row, run in zip(rows(lab), computed(lab, runs, problem=problem), strict=True):
        assert row.status == run["status"]
        assert row.best == pytest.approx(min(run["loss"]), rel=0.06)


def test_each_convention_shows_its_own_formula_and_takes_its_own_numbers(lab: Page) -> None:
    one = card(lab, 1)
    one.locator(".unfold").click()
    for rule in catalogue(lab)["optimizers"]:
        menu = one.get_by_role("combobox").first
        menu.click()
        menu.fill(rule["label"])
        menu.press("Enter")
        expect(menu).to_have_value(rule["label"])
        formulas = set()
        for convention in rule["conventions"]:
            one.locator(".convention").select_option(convention["name"])

            names = one.locator(".racer-rate, .hyperparameters").locator("input[type=text]")
            shown = names.evaluate_all("(all) => all.map((field) => field.id)")
            taken = {re.sub(r"^racer-r\d+-", "", name) for name in shown}
            assert taken == set(convention["defaults"]), (rule["name"], convention["name"])
            lines = one.locator(".rule-formula math")
            assert lines.count() > 0
            formulas.add(one.locator(".rule-formula").inner_html())
        assert len(formulas) == len({each["formula"] for each in rule["conventions"]})


def test_schedule_changes_the_rate_that_is_drawn(lab: Page) -> None:
    finish(lab)
    before = picture(lab, CURVES)
    card(lab, 4).locator(".unfold").click()
    card(lab, 4).get_by_label("Schedule").select_option("cosine")
    expect_another_picture(lab, CURVES, before)
    finish(lab)

    run = {**first_runs(lab)[3], "schedule": {"name": "cosine"}}
    [adam] = computed(lab, [run], problem=ROSENBROCK)
    assert rows(lab)[3].best == pytest.approx(min(adam["loss"]), rel=0.06)
    expect(card(lab, 4).locator(".schedule-formula math").first).to_be_visible()


def test_steered_racer_keeps_its_past_and_goes_on_as_the_engine_says(lab: Page) -> None:
    finish(lab)
    whole = rows(lab)
    type_in(lab.locator("#step-field"), "100")
    past = picture(lab, TRAILS)

    lab.locator("#steering").check()
    type_in(rate(lab, 4), "0.01")

    expect(card(lab, 4).get_by_text("from step 100")).to_be_visible()
    finish(lab)
    change = {"step": 100, "run": 0, "hyperparameters": {"lr": 0.01}}
    [adam] = computed(lab, [first_runs(lab)[3]], problem=ROSENBROCK, changes=[change])
    assert rows(lab)[3].best == pytest.approx(min(adam["loss"]), rel=0.06)
    assert rows(lab)[3].best != whole[3].best
    type_in(lab.locator("#step-field"), "100")
    expect_picture(lab, TRAILS, past)
    lab.get_by_role("button", name="Take back: from step 100").click()
    finish(lab)
    assert rows(lab) == whole
