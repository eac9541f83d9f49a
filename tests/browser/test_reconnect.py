"""A server that goes away and comes back costs nothing that was there."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.conftest import OpenPage, Watch
from tests.browser.playground import (
    ROSENBROCK,
    TRAILS,
    box,
    choose_surface,
    computed,
    expect_another_picture,
    finish,
    first_runs,
    picture,
    rate,
    rows,
    type_in,
    visit,
)
from tests.serving import Server

GONE = r"WebSocket connection|ERR_CONNECTION|ERR_SOCKET|ERR_EMPTY"  # what a browser logs of it
BACK = 30_000  # milliseconds: the page tries again within 0.5, 2, 8, 10 seconds
RESTARTS = "Connection lost: the service restarts. What is here goes on playing; back in a moment."
STEPS = 10_000


class Line:
    """The page's connection: orders are noted, and blocks are held back beyond a number."""

    def __init__(self, page: Page) -> None:
        self.orders: list[dict[str, Any]] = []
        self.blocks = 0
        self.most: float = float("inf")
        page.route_web_socket("**/ws/run", self._join)

    def _join(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def up(message: str | bytes) -> None:
            order = json.loads(message)
            if order["type"] == "race":
                self.orders.append(order)
            server.send(message)

        def down(message: str | bytes) -> None:
            if isinstance(message, bytes):
                self.blocks += 1
            if self.blocks <= self.most:
                socket.send(message)

        socket.on_message(up)
        server.on_message(down)


def test_race_goes_on_where_it_stopped_when_the_server_comes_back(
    open_page: OpenPage, watch: Watch, server: Server
) -> None:
    watch.allow(GONE)
    page = open_page()
    line = Line(page)
    line.most = 4
    visit(page)
    page.locator("#conditions-toggle").click()
    type_in(page.get_by_role("textbox", name="steps, number"), str(STEPS))
    page.locator("#to-start").click()
    page.wait_for_function("() => document.querySelector('#scrubber').title.includes('computed')")
    asked = len(line.orders)
    page.locator("#play").click()

    server.stop()

    notice = page.locator("#connection")
    expect(notice).to_have_text(RESTARTS)
    assert notice.get_attribute("role") == "status"
    drawn = page.locator("#scrubber").evaluate("(bar) => parseInt(bar.title)")
    assert 100 < drawn < STEPS
    before = picture(page, TRAILS)
    step = page.locator("#scrubber").evaluate("(bar) => bar.valueAsNumber")
    page.wait_for_function(  # what is here goes on playing
        "step => document.querySelector('#scrubber').valueAsNumber > step + 20", arg=step
    )
    expect_another_picture(page, TRAILS, before)
    assert rows(page)[0].best is not None
    line.most = float("inf")
    server.start()
    expect(notice).to_have_text("", timeout=BACK)
    finish(page)

    [again] = line.orders[asked:]
    assert 100 < again["from_step"] <= drawn + 1
    runs = computed(page, first_runs(page), problem=ROSENBROCK, steps=STEPS)
    for row, run in zip(rows(page), runs, strict=True):
        assert row.status == run["status"]
        assert row.best_at is not None
        assert run["loss"][row.best_at] == pytest.approx(min(run["loss"]), rel=1e-6)
        assert row.best == pytest.approx(min(run["loss"]), rel=0.06)


def test_playback_that_ran_out_of_steps_waits_and_goes_on_by_itself(
    open_page: OpenPage, watch: Watch, server: Server
) -> None:
    watch.allow(GONE)
    page = open_page()
    line = Line(page)
    line.most = 1
    visit(page)
    page.wait_for_function("() => document.querySelector('#scrubber').title.includes('computed')")
    server.stop()
    available = page.locator("#scrubber").evaluate("(bar) => parseInt(bar.title)")
    page.wait_for_function(
        "last => document.querySelector('#scrubber').valueAsNumber === last", arg=available
    )

    line.most = float("inf")
    server.start()

    page.wait_for_function(
        "last => document.querySelector('#scrubber').valueAsNumber > last + 30",
        arg=available,
        timeout=BACK,
    )


def test_change_made_while_the_server_was_gone_is_raced_when_it_is_back(
    open_page: OpenPage, watch: Watch, server: Server
) -> None:
    watch.allow(GONE)
    page = visit(open_page())
    finish(page)
    before, place = picture(page, TRAILS), box(page.locator(TRAILS))

    server.stop()
    expect(page.locator("#connection")).to_contain_text("Connection lost")
    type_in(rate(page, 4), "0.05")
    assert box(page.locator(TRAILS)) == place  # the notice moves nothing
    assert picture(page, TRAILS) == before
    server.start()

    expect(page.locator("#connection")).to_have_text("", timeout=BACK)
    expect_another_picture(page, TRAILS, before)
    finish(page)
    run = {"optimizer": "adam", "hyperparameters": {"lr": 0.05}}
    [adam] = computed(page, [run], problem=ROSENBROCK)
    assert rows(page)[3].best == pytest.approx(min(adam["loss"]), rel=0.06)
    expect(page.locator("#connection")).to_be_hidden()


def test_surface_chosen_while_the_server_was_gone_can_be_tried_again(
    open_page: OpenPage, watch: Watch, server: Server
) -> None:
    watch.allow(GONE)
    page = visit(open_page())
    finish(page)
    server.stop()

    choose_surface(page, "Himmelblau")

    state = page.locator("#map-state")
    expect(state).to_contain_text("The surface could not be drawn.")
    server.start()
    expect(page.locator("#connection")).to_have_text("", timeout=BACK)
    state.get_by_role("button", name="Try again").click()
    expect(state).to_have_text("")
    finish(page)
    assert page.locator("#map-plot .contourlevel").count() > 5
    assert all(row.status != "diverged" for row in rows(page))
