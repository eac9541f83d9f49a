"""What a network is and learns: chosen, changed and refused in the left column."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage, Watch
from tests.browser.playground import PHONE, card, catalogue, race, type_in, visit

Axe = Callable[[Page], list[str]]
NETWORK = "v=1&problem=network&racer=r1.adam.textbook(lr:0.03,beta1:0.9,beta2:0.999,eps:1e-8)"
FIELDS: dict[str, Any] = {
    "data": "moons", "test": 0.3, "hidden": "8,8", "activation": "tanh",
    "initializer": "xavier_uniform", "scale": 1, "batch": 32, "l1": 0, "l2": 0, "dropout": 0,
    "steps": 60, "seed": 0,
}  # fmt: skip


def network(**fields: Any) -> str:
    """An address of a network that Adam trains."""
    parts = (f"{name}={value}" for name, value in {**FIELDS, **fields}.items())
    return "&".join([NETWORK, *parts])


def choose_dataset(page: Page, label: str) -> None:
    """Choose data by typing their name."""
    menu = page.get_by_role("combobox", name="Data set")
    menu.click()
    menu.fill(label)
    menu.press("Enter")


def shape(page: Page) -> Locator:
    """The network in a line."""
    return page.locator("#layers-words")


def expect_training(page: Page, words: str) -> None:
    """Wait until the address has this, and its race has come to its end."""
    expect(page).to_have_url(re.compile(words))
    page.locator("#to-end").click()
    expect(page.locator("#scrubber")).to_have_attribute("aria-valuetext", re.compile("step 60 of"))


def test_every_data_set_can_be_chosen(tab: Page) -> None:
    page = visit(tab, network())
    for entry in catalogue(page)["datasets"]:
        choose_dataset(page, entry["label"])
        expect(page.locator("#dataset-summary")).to_have_text(entry["summary"])
        inputs = len(entry["features"])
        words = re.compile(rf"^{inputs} – 8 – 8 – \d+ · [\d,]+ parameters$")
        expect(shape(page)).to_have_text(words)
        expect(page.locator("#drawn-over")).to_be_visible(visible=inputs > 2)
        expect(page.locator("#network-problem .refusal").filter(visible=True)).to_have_count(0)
    expect_training(page, "data=diabetes")


def test_layers_are_added_widened_and_removed(tab: Page) -> None:
    page = visit(tab, network())
    expect(shape(page)).to_have_text("2 – 8 – 8 – 1 · 105 parameters")

    page.get_by_role("button", name="Layer 1: one unit more").click()
    type_in(page.get_by_role("textbox", name="Layer 2, units"), "4")
    page.get_by_role("button", name="Add a layer").click()
    expect(shape(page)).to_have_text("2 – 9 – 4 – 4 – 1 · 92 parameters")
    expect_training(page, "hidden=9,4,4")

    for _ in range(3):
        page.get_by_role("button", name="Remove layer 1").click()
    expect(shape(page)).to_have_text("2 – 1 · 3 parameters")
    expect(page.get_by_role("button", name="Add a layer")).to_be_focused()
    expect_training(page, "hidden=none")


def test_batches_go_from_one_example_to_all(tab: Page) -> None:
    page = visit(tab, network())
    track = page.get_by_role("slider", name="batch size")
    words = page.locator("#batch .batch-words")
    expect(words).to_have_text("11 steps an epoch")

    track.press("End")
    expect(words).to_have_text("all 350 at every step")
    expect(page).to_have_url(re.compile("batch=full"))
    track.press("Home")
    expect(words).to_have_text("350 steps an epoch")
    page.get_by_role("button", name="Full batch").click()
    expect_training(page, "batch=full")


def test_lines_of_facts_are_whole_and_their_numbers_too(tab: Page) -> None:
    page = visit(tab, network(data="digits", hidden="64,16,16"))
    expect(page.locator("#dataset-words")).to_have_text("1,258 train · 539 test")
    expect(page.locator("#batch .ticks")).to_have_text("18321281,258")
    expect(shape(page)).to_have_text("64 – 64 – 16 – 16 – 10 · 5,642 parameters")
    assert shape(page).evaluate("(line) => line.scrollWidth <= line.clientWidth")
    assert shape(page).evaluate("(line) => line.scrollHeight <= line.clientHeight")


def test_a_rate_is_called_good_only_where_it_was_tested(tab: Page) -> None:
    page = visit(tab, network())
    mark = card(page, 1).locator(".racer-rate .good-mark")
    expect(mark).to_have_attribute("title", re.compile("tested with 8-8, batch 32"))
    page.get_by_role("button", name="One example a step").first.click()
    expect(mark).to_be_hidden()
    page.get_by_role("button", name="Rates that work").click()
    expect(page).to_have_url(re.compile(r"batch=1&.*"))


def test_what_trains_anew_is_said_where_sliders_act_at_once(tab: Page) -> None:
    page = visit(tab, network())
    page.get_by_role("checkbox", name="Sliders act from the step on show").check()
    help_ = page.locator("#steering-help")
    expect(help_).to_contain_text("what came before stays")
    expect(help_.get_by_text("trains anew from the start")).to_be_visible()
    expect(help_.get_by_text("acts from the start")).to_be_hidden()


def test_losses_fit_what_is_learned(tab: Page) -> None:
    page = visit(tab, network())
    page.locator("#beginning-toggle").click()
    loss = page.get_by_role("combobox", name="Loss")
    assert loss.locator("option").count() == 4
    loss.select_option("hinge")
    expect_training(page, "loss=hinge")

    choose_dataset(page, "Bump")
    expect(loss.locator("option")).to_have_text(["Mean squared error (usual)", "Huber"])
    expect(loss).to_have_value("mse")


def test_what_is_refused_is_said_at_its_field(tab: Page, watch: Watch) -> None:
    watch.allow("422")
    page = visit(tab, network(dropout=7, data="moons(noise:50)", hidden="8,900"))

    dropout = page.locator("#penalties .slider", has_text="dropout")
    expect(dropout.locator(".refusal")).to_contain_text("dropout = 7")
    expect(page.locator("#layers .layer").nth(1).locator(".refusal")).to_contain_text("900")
    type_in(page.get_by_role("textbox", name="dropout, number"), "0")
    type_in(page.get_by_role("textbox", name="Layer 2, units"), "9")
    noise = page.locator("#dataset-parameters .slider", has_text="noise")
    expect(noise.locator(".refusal")).to_contain_text("noise = 50")
    type_in(page.get_by_role("textbox", name="noise, number"), "0.1")
    expect_training(page, r"noise:0\.1")


def test_decisions_are_drawn_over_two_features(tab: Page) -> None:
    page = visit(tab, network(data="wine"))
    how = page.get_by_role("combobox", name="Drawn over")
    expect(how.locator("option").first).to_have_text(re.compile(r"^first components \(\d+ %\)$"))

    how.select_option("pair")
    page.get_by_role("combobox", name="Upwards").select_option("hue")
    expect(page).to_have_url(re.compile("features=alcohol,hue"))
    page.get_by_role("combobox", name="Across").select_option("hue")
    expect(page).to_have_url(re.compile("features=hue,alcohol"))
    choose_dataset(page, "Iris")
    expect(page).not_to_have_url(re.compile("features="))


def test_one_racer_has_its_own_settings(tab: Page) -> None:
    page = visit(tab, network())
    own = card(page, 1).locator(".own")
    card(page, 1).locator(".racer-foot .unfold").click()
    own.get_by_role("combobox", name="Own settings").select_option("hidden")
    own.get_by_role("button", name="Add", exact=True).click()
    own.get_by_role("button", name="Add a layer").click()
    own.get_by_role("combobox", name="Own settings").select_option("batch_size")
    own.get_by_role("button", name="Add", exact=True).click()
    own.get_by_role("button", name="One example a step").click()
    expect(card(page, 1).locator(".settings")).to_have_text(re.compile("^batch 1 · hidden 8–8–8"))
    expect_training(page, "own-hidden=8,8,8;own-batch=1")

    own.get_by_role("button", name="hidden layers: as in the network again").click()
    expect(card(page, 1).locator(".settings")).to_have_text(re.compile("^batch 1 · β₁"))
    expect(page).not_to_have_url(re.compile("own-hidden"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_unfolded_panel_is_accessible_and_fits_a_phone(
    open_page: OpenPage, axe: Axe, theme: str
) -> None:
    page = visit(open_page(**PHONE, color_scheme=theme), network(data="wine"))
    for toggle in ("dataset", "beginning", "penalties"):
        page.locator(f"#{toggle}-toggle").click()
    page.locator("#network-problem .choice .unfold").first.click()
    page.locator("#drawn-how").select_option("pair")
    card(page, 1).locator(".racer-foot .unfold").click()
    for _ in range(8):
        card(page, 1).locator(".own-add").click()
    page.locator("#to-end").click()
    decisions = page.locator(".decision-plot canvas").first
    expect(decisions).to_have_attribute("aria-label", re.compile("."))

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_surface_knows_nothing_of_it(tab: Page) -> None:
    page = visit(tab, race("adam.textbook(lr:0.03,beta1:0.9,beta2:0.999,eps:1e-8)"))

    expect(page.locator("#network-problem")).to_be_hidden()
    page.locator("#kind-network").check()
    expect(page.locator("#network-problem")).to_be_visible()
