"""A racer that leaves the finite numbers is told as such, and the others race on."""

from playwright.sync_api import Page, expect

from tests.browser.playground import (
    CURVES,
    PLANE,
    ROSENBROCK,
    TRAILS,
    box,
    colour_of,
    computed,
    expect_another_picture,
    expect_step,
    finish,
    first_runs,
    ink,
    picture,
    race,
    rate,
    rows,
    type_in,
    visit,
)


def test_diverged_racer_is_told_with_its_step_and_why(lab: Page) -> None:
    finish(lab)
    before = rows(lab)
    type_in(rate(lab, 1), "0.2")
    finish(lab)

    runs = first_runs(lab)
    runs[0] = {"optimizer": "sgd", "hyperparameters": {"lr": 0.2}}
    sgd = computed(lab, runs, problem=ROSENBROCK)[0]
    assert sgd["status"] == "diverged"
    told = rows(lab)
    assert told[0].status == "diverged"
    assert told[0].words == f"diverged at step {sgd['steps'] + 1}"
    assert told[0].now is None
    assert told[1:] == before[1:]
    why = lab.locator("#outcomes tr.why").first
    expect(why).to_be_visible()
    expect(why).to_contain_text(sgd["reason"])
    expect(lab.locator("#map-words")).to_contain_text(
        f"Gradient descent: diverged at step {sgd['steps'] + 1}."
    )
    expect_step(lab, 500)


def test_button_finds_the_largest_rate_that_works(lab: Page) -> None:
    type_in(rate(lab, 1), "0.2")
    finish(lab)
    why = lab.locator("#outcomes tr.why").first
    why.get_by_role("button", name="Find a rate that works").click()
    expect(why).to_contain_text("is the largest rate that works from the start")
    finish(lab)

    found = float(rate(lab, 1).input_value())
    assert 1e-4 < found < 0.2
    assert rows(lab)[0].status != "diverged"
    expect(why.get_by_role("button")).to_have_count(0)

    type_in(rate(lab, 1), str(4 * found))
    finish(lab)
    assert rows(lab)[0].status == "diverged"
    expect(why).not_to_contain_text("is the largest rate")


def test_cross_ends_the_path_and_the_curve_where_it_diverged(tab: Page) -> None:
    visit(tab, race("sgd.textbook(lr:0.2)"))
    finish(tab)
    colour = colour_of(tab, 1)
    at_the_end = picture(tab, TRAILS)
    curve = ink(tab, colour, CURVES)
    assert curve
    assert max(x for x, _ in curve) < box(tab.locator(CURVES))["width"] * 0.75
    assert ink(tab, colour)
    type_in(tab.locator("#step-field"), "1")
    expect_another_picture(tab, TRAILS, at_the_end)
    expect(tab.locator("#map-words")).to_contain_text("Gradient descent: step 1 of 500")


def test_all_may_diverge_and_the_page_still_works(tab: Page) -> None:
    visit(tab, race("sgd.textbook(lr:10)", "momentum.textbook(lr:10)"))
    finish(tab)

    assert [row.status for row in rows(tab)] == ["diverged", "diverged"]
    type_in(rate(tab, 1), "0.001")
    finish(tab)
    assert [row.status for row in rows(tab)] == ["finished", "diverged"]


def test_racer_outside_of_the_picture_has_an_arrow_at_the_border(tab: Page) -> None:
    visit(tab, race("sgd.textbook(lr:0.001)"))
    finish(tab)
    colour = colour_of(tab, 1)
    canvas, plane = box(tab.locator(TRAILS)), box(tab.locator(PLANE))
    assert ink(tab, colour)

    tab.mouse.move(plane["x"], plane["y"])
    tab.mouse.down()
    tab.mouse.move(plane["right"] - 10, plane["y"], steps=8)
    tab.mouse.move(plane["right"] + 400, plane["y"], steps=8)
    tab.mouse.up()

    tab.wait_for_function("() => document.querySelector('#start-handle').hidden")
    right = plane["right"] - canvas["left"]
    tab.evaluate("new Promise(requestAnimationFrame)")
    places = ink(tab, colour)
    assert places
    assert max(x for x, _ in places) > right - 8  # its tip
    assert any(x < right - 16 for x, _ in places)  # and how far away it is, in words
