"""Choosing between a surface and a network."""

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Watch
from tests.browser.playground import choose_surface, rate, visit


def switch(page: Page, kind: str) -> None:
    """Choose what is minimised."""
    page.get_by_role("radio", name=kind, exact=True).check()
    expect(page.locator(f"html[data-kind={kind.lower()}]")).to_be_attached()


def trained(page: Page, steps: int = 500) -> None:
    """Wait until the server has computed it all."""
    expect(page.locator("#training-words")).to_have_text(f"{steps} steps trained", timeout=20_000)


def test_a_visitor_loads_nothing_of_networks_until_they_are_chosen(tab: Page) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    page = visit(tab)
    page.wait_for_timeout(300)

    assert not [url for url in asked if "/js/network/" in url or "/api/catalog" in url]

    switch(page, "Network")
    trained(page)

    assert [url for url in asked if url.endswith("/js/network/main.js")]


def test_the_same_racers_train_a_network_at_rates_that_work_there(lab: Page) -> None:
    before = [rate(lab, place).input_value() for place in (1, 2, 3, 4)]
    switch(lab, "Network")
    trained(lab)

    expect(lab.locator("#racers > li")).to_have_count(4)
    assert [rate(lab, place).input_value() for place in (1, 2, 3, 4)] != before


def test_going_there_and_back_keeps_what_was_set(lab: Page) -> None:
    choose_surface(lab, "Beale")
    field = rate(lab, 1)
    field.fill("0.0123")
    field.press("Enter")
    switch(lab, "Network")
    trained(lab)
    field.fill("0.321")
    field.press("Enter")
    switch(lab, "Surface")

    expect(field).to_have_value("0.0123")
    expect(lab.get_by_role("combobox", name="Surface")).to_have_value("Beale")

    switch(lab, "Network")

    expect(field).to_have_value("0.321")


def test_back_and_forward_go_between_surface_and_network(lab: Page) -> None:
    switch(lab, "Network")
    expect(lab).to_have_url(re.compile("problem=network"))
    lab.go_back()

    expect(lab.locator("html[data-kind=surface]")).to_be_attached()

    lab.go_forward()

    expect(lab.locator("html[data-kind=network]")).to_be_attached()
    trained(lab)


def test_a_link_opens_the_network_that_it_was_made_of(tab: Page) -> None:
    link = (
        "v=1&problem=network&data=spirals(samples:200)&test=0.5&hidden=4&activation=relu"
        "&initializer=he_normal&scale=1&batch=full&l1=0&l2=0.001&dropout=0&steps=40&seed=3"
        "&racer=r1.adam.keras(lr:0.01,beta1:0.9,beta2:0.999,eps:1e-7,weight_decay:0)"
        ";schedule=constant;look=3;own-batch=8&step=25&view=gradients&across=epochs&threshold=0.1"
    )
    page = visit(tab, link)
    trained(page, 40)

    expect(page.locator("#scrubber")).to_have_value("25")
    expect(page.get_by_role("tab", name="Gradients")).to_have_attribute("aria-selected", "true")
    for part in ("hidden=4", "activation=relu", "batch=full", "own-batch=8", "across=epochs"):
        assert part in page.url


def test_networks_that_do_not_load_are_said_and_tried_again(tab: Page, watch: Watch) -> None:
    watch.allow("ERR_FAILED")
    page = visit(tab)
    failing = True

    def answer(route: Route) -> None:
        if failing:
            route.abort()
        else:
            route.continue_()

    page.route("**/api/catalog", answer)
    page.get_by_role("radio", name="Network", exact=True).click()

    words = "Networks did not load. Choose Network again to retry."
    expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_role("radio", name="Surface", exact=True)).to_be_checked()

    failing = False
    switch(page, "Network")
    trained(page)


def test_a_link_that_cannot_be_read_stays_with_networks(tab: Page) -> None:
    page = visit(tab, "v=1&problem=network&data=stars&test=0.3&steps=40&seed=3&racer=r1.adam.keras")

    expect(page.locator("#notice")).to_contain_text("unknown data set, “stars”")
    expect(page.locator("html[data-kind=network]")).to_be_attached()
    trained(page)
