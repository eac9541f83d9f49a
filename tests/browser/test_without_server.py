"""What a page shows that has no server, or one that makes it wait."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.conftest import OpenPage, Watch
from tests.browser.playground import (
    PHONE,
    TRAILS,
    expect_step,
    finish,
    picture,
    race,
    rate,
    rows,
    type_in,
    visit,
)
from tests.serving import Server

GONE = r"WebSocket connection|ERR_CONNECTION|ERR_SOCKET|ERR_EMPTY|ERR_FAILED|the script|503"
OFFLINE = "Offline. Races kept in this browser play; new ones, steps and code wait for the server."
KEPT = """() => new Promise((done) => {
    const request = indexedDB.open("descent-lab");
    request.onsuccess = () => {
        const count = request.result.transaction("races").objectStore("races").count();
        count.onsuccess = () => done(count.result);
    };
})"""
ENLISTED = """async () => {
    if (!navigator.serviceWorker.controller) return false;
    const shelf = await caches.open(`descent-lab ${new URL("./", location.href).href}`);
    return Boolean(await shelf.match("PATH"));
}"""


def ordered(page: Page) -> list[dict[str, Any]]:
    """Every race that the page asks for from now on."""
    orders: list[dict[str, Any]] = []

    def join(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def up(message: str | bytes) -> None:
            order = json.loads(message)
            if order["type"] == "race":
                orders.append(order)
            server.send(message)

        socket.on_message(up)

    page.route_web_socket("**/ws/run", join)
    return orders


def until(page: Page, holds: str) -> None:
    """Wait until an asynchronous question is answered with yes."""
    page.evaluate(
        f"""async () => {{
            const holds = {holds};
            for (let tries = 0; tries < 200; tries += 1) {{
                if (await holds()) return;
                await new Promise((done) => setTimeout(done, 100));
            }}
            throw new Error(`still not: ${{holds}}`);
        }}"""
    )


def until_kept(page: Page) -> None:
    """Wait until the browser has a race on its disk."""
    until(page, KEPT)


def until_enlisted(page: Page, path: str = "./") -> None:
    """Wait until the worker has a page and what it is made of."""
    until(page, ENLISTED.replace("PATH", path))


def test_second_visit_draws_the_race_without_asking_for_it(open_page: OpenPage) -> None:
    page = open_page()
    orders = ordered(page)
    visit(page)
    finish(page)
    drawn, ends = picture(page, TRAILS), rows(page)
    until_kept(page)
    assert len(orders) == 1

    visit(page)
    finish(page)

    assert len(orders) == 1
    assert picture(page, TRAILS) == drawn
    assert rows(page) == ends


def test_another_race_is_asked_for_in_a_second_visit(open_page: OpenPage) -> None:
    page = open_page()
    orders = ordered(page)
    visit(page)
    finish(page)
    until_kept(page)

    visit(page, race("adam.textbook(lr:0.3)"))
    finish(page)

    assert len(orders) == 2


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["desk", "phone"])
def test_page_that_was_visited_works_without_its_server(
    open_page: OpenPage, watch: Watch, server: Server, screen: dict[str, Any]
) -> None:
    watch.allow(GONE)
    page = open_page(**{**screen, "service_workers": "allow"})
    visit(page)
    finish(page)
    drawn, ends = picture(page, TRAILS), rows(page)
    until_kept(page)
    until_enlisted(page)

    server.stop()
    visit(page)

    expect(page.locator("#connection")).to_have_text(OFFLINE)
    finish(page)
    assert picture(page, TRAILS) == drawn
    assert rows(page) == ends
    page.locator("#to-start").click()
    page.locator("#forward-one").click()
    expect_step(page, 1)
    assert page.locator("#map-plot .contourlevel").count() > 5


def test_lesson_that_was_read_is_there_without_a_server_and_others_say_so(
    open_page: OpenPage, watch: Watch, server: Server
) -> None:
    watch.allow(GONE)
    page = open_page(service_workers="allow")
    page.goto("/?lesson=learning-rate")
    page.wait_for_selector("html[data-ready]", state="attached")
    until_enlisted(page, "./?lesson=learning-rate")
    server.stop()

    page.goto("/?lesson=learning-rate")
    expect(page.get_by_role("heading", name="The learning rate decides")).to_be_visible()
    page.goto("/?lesson=adadelta")
    expect(page.get_by_role("heading", name="Offline")).to_be_visible()
    page.get_by_role("link", name="learning rate").click()
    expect(page.get_by_role("heading", name="The learning rate decides")).to_be_visible()


def test_race_that_is_not_kept_says_that_it_waits(
    open_page: OpenPage, watch: Watch, server: Server
) -> None:
    watch.allow(GONE)
    page = open_page(service_workers="allow")
    visit(page)
    until_enlisted(page)
    server.stop()

    visit(page, race("adam.textbook(lr:0.3)"))

    words = "Offline. This race is not kept in this browser: it waits for the server."
    expect(page.locator("#connection")).to_have_text(words)
    server.start()
    expect(page.locator("#connection")).to_have_text("", timeout=30_000)
    finish(page)
    assert rows(page)[0].best is not None


def test_everything_that_is_kept_can_be_forgotten(open_page: OpenPage) -> None:
    page = open_page(service_workers="allow")
    visit(page)
    finish(page)
    until_kept(page)
    until_enlisted(page)
    page.locator("#theme").click()

    page.locator("#help-open").click()
    page.get_by_role("button", name="Forget all of it").click()

    expect(page.locator("#forgotten")).to_have_text("Forgotten.")
    left = page.evaluate(
        """async () => [
            (await indexedDB.databases()).length,
            (await caches.keys()).length,
            (await navigator.serviceWorker.getRegistrations()).length,
            localStorage.length,
        ]"""
    )
    assert left == [0, 0, 0, 0]


def test_place_in_the_queue_is_shown_and_goes_when_the_race_starts(open_page: OpenPage) -> None:
    page = open_page()
    held: list[Any] = []

    def join(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def up(message: str | bytes) -> None:
            order = json.loads(message)
            if order["type"] == "race" and not held:
                held.extend((server, message, socket, order["race"]))
                socket.send(json.dumps({"type": "queued", "race": order["race"], "place": 3}))
            else:
                server.send(message)

        socket.on_message(up)

    page.route_web_socket("**/ws/run", join)
    visit(page)
    notice = page.locator("#connection")
    expect(notice).to_have_text("Waiting for a turn: number 3 in line.")
    server, order, socket, number = held
    socket.send(json.dumps({"type": "queued", "race": number, "place": 1}))
    expect(notice).to_have_text("Waiting for a turn: next in line.")

    server.send(order)

    expect(notice).to_have_text("")
    finish(page)
    assert all(row.best is not None for row in rows(page))


def test_busy_server_is_asked_again_by_itself(open_page: OpenPage) -> None:
    page = open_page()
    asked: list[dict[str, Any]] = []

    def join(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def up(message: str | bytes) -> None:
            order = json.loads(message)
            if order["type"] == "race":
                asked.append(order)
                if len(asked) == 1:
                    detail = [{"loc": [], "msg": "too many races wait for a turn"}]
                    refusal = {"type": "refused", "race": order["race"], "detail": detail}
                    socket.send(json.dumps({**refusal, "retry_after": 2}))
                    return
            server.send(message)

        socket.on_message(up)

    page.route_web_socket("**/ws/run", join)
    visit(page)
    expect(page.locator("#connection")).to_contain_text("Too many races wait for a turn. Asking")
    expect(page.locator("#connection")).to_have_text("")
    finish(page)
    assert len(asked) == 2
    assert all(row.best is not None for row in rows(page))


def test_what_is_here_stays_and_is_saved_when_the_server_is_gone(
    open_page: OpenPage, watch: Watch, server: Server
) -> None:
    watch.allow(GONE)
    page = visit(open_page())
    finish(page)
    drawn = picture(page, TRAILS)
    page.locator("#code-open").click()
    expect(page.locator("#code-text")).to_contain_text("import numpy")
    server.stop()
    expect(page.locator("#connection")).to_contain_text("Connection lost")

    with page.expect_download() as saved:
        page.locator("#code-save").click()
    page.keyboard.press("Escape")

    assert "import numpy" in saved.value.path().read_text()
    assert picture(page, TRAILS) == drawn
    page.locator("#to-start").click()
    expect_step(page, 0)
    assert picture(page, TRAILS) != drawn
    type_in(rate(page, 4), "0.05")
    page.locator("#to-end").click()
    expect_step(page, 500)


def test_embedded_race_has_a_way_to_the_whole_page(open_page: OpenPage) -> None:
    page = open_page()
    address = race("adam.textbook(lr:0.3)", "sgd.textbook(lr:0.001)")
    page.goto(f"/embed#{address}")
    page.wait_for_selector("html[data-ready]", state="attached")

    expect(page.locator("#embed-racers li")).to_have_text(["Adam", "Gradient descent"])
    expect(page.locator("#controls")).to_be_hidden()
    page.locator("#to-end").click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Open in Descent Lab").click()
    whole = opened.value
    whole.wait_for_selector("html[data-ready]", state="attached")
    assert "adam.textbook(lr:0.3" in whole.url
    assert "/embed" not in whole.url
    expect(whole.locator("#controls")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(390, 480), (800, 480), (800, 600), (1440, 900)])
def test_embedded_race_fits_into_its_frame(
    open_page: OpenPage, width: int, height: int
) -> None:
    page = open_page(viewport={"width": width, "height": height})
    page.goto("/embed")
    page.wait_for_selector("html[data-ready]", state="attached")

    size = page.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    assert size == [width, height]
    assert page.locator("#map").evaluate("(map) => map.clientHeight") > 0.5 * height
