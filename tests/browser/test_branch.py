"""Two futures of one past: a branch, and a rate that works from where a racer went wrong."""

import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.playground import (
    CURVES,
    ROSENBROCK,
    TRAILS,
    card,
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
    step_on_show,
    track,
    type_in,
    until,
    visit,
)

RAVINE = {"kind": "surface", "name": "ravine", "start": [-1.2, 1.0]}


def branch(page: Page, place: int, step: int | None = None) -> Locator:
    """Branch a racer, and give the card of the branch, which stands below it."""
    if step is not None:
        type_in(page.locator("#step-field"), str(step))
        expect_step(page, step)
    cards = page.locator("#racers > li")
    before = cards.count()
    card(page, place).locator(".branch").click()
    expect(cards).to_have_count(before + 1)
    return card(page, place + 1)


def choose(page: Page, rule: str) -> None:
    """Type the name of a rule into the menu that has the focus."""
    page.keyboard.type(rule)
    page.keyboard.press("Enter")


def _why(page: Page, place: int) -> Locator:
    """The row that says why a racer ended so."""
    return page.locator("#outcomes tr.why").nth(place - 1)


def test_a_branch_races_on_by_another_rule_from_the_step_on_show(lab: Page) -> None:
    finish(lab)
    before = rows(lab)
    second = branch(lab, 4, 120)
    expect(second.locator(".racer-branch")).to_have_text("Adam (Textbook) until step 120, then")
    menu = second.get_by_role("combobox", name="Optimizer")
    expect(menu).to_be_focused()
    choose(lab, "Momentum")
    expect(menu).to_have_value("Momentum")
    finish(lab)

    run = first_runs(lab)[3]
    turn = {"step": 120, "run": 0, "optimizer": "momentum", "hyperparameters": {"lr": 0.01}}
    (wanted,) = computed(lab, [run], problem=ROSENBROCK, changes=[turn])
    told = rows(lab)
    assert told[:4] == before
    assert told[4].name == "Adam → Momentum at 120"
    assert told[4].now == pytest.approx(wanted["loss"][-1], rel=0.06)

    held = r";branch=120&change=r5\.120\.momentum\.textbook\(.*step=500"
    expect(lab).to_have_url(re.compile(held))
    link = lab.url
    visit(lab, link.split("#", 1)[1])
    finish(lab)
    assert rows(lab) == told

    card(lab, 5).get_by_role("button", name=re.compile("^Take back")).click()
    expect(lab.locator("#racers > li")).to_have_count(4)
    finish(lab)
    assert rows(lab) == before


def test_branching_while_it_plays_pauses_at_that_step(lab: Page) -> None:
    lab.keyboard.press("Home")
    lab.locator("#play").click()
    until(lab, lambda: step_on_show(lab) > 5, "nothing is played")
    second = branch(lab, 1)
    step = step_on_show(lab)
    expect(second.locator(".racer-past")).to_have_text(
        f"Gradient descent (Textbook) until step {step}, then"
    )
    expect(lab.locator("#play")).to_have_attribute("aria-label", re.compile("Play"))


def test_sliders_of_a_branch_act_from_its_step_on(lab: Page) -> None:
    finish(lab)
    before = rows(lab)
    branch(lab, 1, 40)
    track(lab, 2).focus()
    lab.keyboard.press("ArrowRight")
    lr = float(rate(lab, 2).input_value())
    assert lr != float(rate(lab, 1).input_value())
    finish(lab)

    change = {"step": 40, "run": 0, "hyperparameters": {"lr": lr}}
    (wanted,) = computed(lab, first_runs(lab)[:1], problem=ROSENBROCK, changes=[change])
    told = rows(lab)
    assert told[1].name == "Gradient descent, branched at 40"
    assert told[1].best == pytest.approx(min(wanted["loss"]), rel=0.06)
    assert [told[0], *told[2:]] == before


def test_the_common_past_is_drawn_once(tab: Page) -> None:
    visit(tab, race("sgd.textbook(lr:0.001)", steps=300))
    branch(tab, 1, 150)
    choose(tab, "Adam")
    finish(tab)
    first, second = colour_of(tab, 1), colour_of(tab, 2)

    def begins(colour: str) -> float:
        return min(x for x, _ in ink(tab, colour, CURVES))

    left = begins(first)
    middle = (left + max(x for x, _ in ink(tab, first, CURVES))) / 2
    assert begins(second) == pytest.approx(middle, abs=12)
    assert ink(tab, second)
    before = picture(tab, TRAILS)
    card(tab, 1).get_by_role("button", name=re.compile("^Hide")).click()
    expect_another_picture(tab, TRAILS, before)
    assert begins(second) == pytest.approx(left, abs=12)


def test_nothing_branches_off_at_the_start_or_the_end(lab: Page) -> None:
    finish(lab)
    button = card(lab, 1).locator(".branch")
    expect(button).to_be_disabled()
    type_in(lab.locator("#step-field"), "7")
    expect(button).to_have_attribute("title", re.compile("^Branch from step 7:"))
    expect(button).to_be_enabled()
    type_in(lab.locator("#step-field"), "0")
    expect(button).to_be_disabled()


def _expect_entry(page: Page, words: str) -> None:
    """Wait until the edit that gave a change these words is an entry of the history."""
    page.wait_for_url(lambda url: words in unquote(url).partition("change=")[2])


def test_a_branch_that_diverges_is_mended_from_its_step_on(tab: Page) -> None:
    visit(tab, race("sgd.textbook(lr:0.03)", surface="ravine", steps=300))
    branch(tab, 1, 40)
    choose(tab, "Momentum")
    type_in(rate(tab, 2), "5")
    _expect_entry(tab, "lr:5")
    finish(tab)
    assert [row.status for row in rows(tab)] == ["stalled", "diverged"]
    why = _why(tab, 2)
    expect(why).to_contain_text("Gradient descent, then Momentum diverged")
    why.get_by_role("button", name="Find a rate that works").click()
    expect(why).to_contain_text("is the largest rate that works from step 40")
    finish(tab)

    lr = float(rate(tab, 2).input_value())
    runs = [{"optimizer": "sgd", "hyperparameters": {"lr": 0.03}}]
    turn = {"step": 40, "run": 0, "optimizer": "momentum", "hyperparameters": {"lr": lr}}
    (mended,) = computed(tab, runs, problem=RAVINE, changes=[turn], steps=300)
    assert mended["status"] != "diverged"
    assert mended["loss"][-1] < mended["loss"][40]
    assert rows(tab)[1].status == mended["status"]
    assert float(rate(tab, 1).input_value()) == 0.03

    _expect_entry(tab, f"lr:{lr:g}")
    tab.go_back()
    expect(rate(tab, 2)).to_have_value("5")


def test_curvature_against_the_limit_is_shown_where_it_diverged(tab: Page) -> None:
    visit(tab, race("sgd.textbook(lr:0.001)", "sgd.textbook(lr:0.1)", surface="ravine", steps=300))
    finish(tab)
    last = computed(
        tab,
        [{"optimizer": "sgd", "hyperparameters": {"lr": 0.1}}],
        problem=RAVINE,
        steps=300,
    )[0]["steps"]
    _why(tab, 2).get_by_role("button", name="Show curvature against the limit").click()
    expect_step(tab, last)
    expect(tab.locator("#tab-step")).to_have_attribute("aria-selected", "true")
    expect(tab.locator("#step-racers [aria-pressed=true]")).to_contain_text("η 0.1")
    expect(tab.locator("#step-memory-canvas")).to_be_in_viewport()


def test_a_network_branches_too(tab: Page) -> None:
    visit(
        tab,
        "v=1&problem=network&data=moons&test=0.3&hidden=4&activation=tanh&batch=32"
        "&racer=r1.sgd.textbook(lr:0.1)&steps=80&seed=0&step=80&view=decisions&threshold=0.1",
    )
    expect(tab.locator("#training-words")).to_have_text("80 steps trained")
    branch(tab, 1, 30)
    choose(tab, "Adam")
    type_in(rate(tab, 2), "0.05")
    body = tab.locator("#learning-outcomes tbody").nth(1)
    expect(body).to_contain_text("Gradient descent → Adam at 30")
    expect(body).to_have_attribute("data-status", "finished")
    type_in(tab.locator("#step-field"), "80")

    turn = {"step": 30, "run": 0, "optimizer": "adam", "hyperparameters": {"lr": 0.05}}
    network = {"kind": "network", "dataset": "moons", "hidden": [4]}
    run = {"optimizer": "sgd", "hyperparameters": {"lr": 0.1}}
    (wanted,) = computed(tab, [run], problem=network, changes=[turn], steps=80)
    expect(body).to_contain_text(f"{wanted['test_loss'][-1][1]:.3g}")
    expect(tab.locator("#learning-flags button")).to_have_count(1)
