"""The page needs its own server and nobody else."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, Route

from tests.browser.conftest import OpenPage
from tests.browser.playground import choose_surface, finish, rows, visit
from tests.serving import Server


def test_whole_tour_of_the_page_asks_no_other_host(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))

    visit(page)
    choose_surface(page, "Ackley")
    finish(page)
    page.locator("#zoom-in").click()
    page.locator("#theme").click()
    page.locator("#help-open").click()
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="3-D").click()
    page.wait_for_function("() => document.querySelector('#tab-3d').ariaSelected === 'true'")
    page.wait_for_load_state("networkidle")

    ours = urlsplit(server.url).netloc
    assert {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))} == {
        ours
    }
    kinds = [
        r"/static/.+plotly.*\.js$", r"/static/.+\.css$", r"/static/.+/main\.js$",
        r"/api/surfaces/ackley/grid", r"^ws://.+/ws/run$",
    ]  # fmt: skip
    for kind in kinds:
        assert any(re.search(kind, url) for url in asked), kind


def test_page_works_where_no_other_host_can_be_reached(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    ours, refused = urlsplit(server.url).netloc, []

    def gate(route: Route, request: Request) -> None:
        if urlsplit(request.url).netloc == ours:
            route.continue_()
        else:
            refused.append(request.url)
            route.abort()

    page.context.route("**/*", gate)
    visit(page)
    finish(page)

    assert refused == []
    assert len(rows(page)) == 4
    assert page.locator("#map-plot .contourlevel").count() > 5


def test_page_names_no_other_host_to_load_from(lab: Page) -> None:
    for address in (
        "/",
        *lab.evaluate("[...document.styleSheets].map((sheet) => sheet.href).filter(Boolean)"),
    ):
        text = lab.request.get(address).text()

        loads = re.findall(r"(?:src|href|url|@import)\s*[=(]?\s*[\"']?(https?:)?//[^\"') ]+", text)
        assert loads == [], address
