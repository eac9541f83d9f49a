"""The page below a path, as https://example.org/lab/ serves it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PATIENCE, SCREEN
from tests.browser.playground import finish, rows
from tests.serving import Server, serving

BASE = "/lab"


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server below a path."""
    log = tmp_path_factory.mktemp("below") / "log.txt"
    with serving(log, base_path=BASE) as server:
        yield server


def test_page_below_a_path_asks_for_nothing_beside_it(below: Server, browser: Browser) -> None:
    context = browser.new_context(**{**SCREEN, "service_workers": "allow"})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))

    page.goto(f"{below.url}{BASE}")
    page.wait_for_selector("html[data-ready]", state="attached")
    finish(page)
    assert all(row.best is not None for row in rows(page))
    scope = page.evaluate("navigator.serviceWorker.ready.then(({ scope }) => scope)")
    page.locator("#code-open").click()
    expect(page.locator("#code-text")).to_contain_text("import numpy")
    page.keyboard.press("Escape")
    page.locator("#to-lessons").click()
    page.get_by_role("link", name="The learning rate decides").click()
    page.wait_for_selector("html[data-ready]", state="attached")
    page.goto(f"{below.url}{BASE}/embed")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.locator("#embed-open").focus()

    assert scope == f"{below.url}{BASE}/"
    assert str(page.locator("#embed-open").get_attribute("href")).startswith(f"{scope}#v=1")
    paths = {urlsplit(url).path for url in asked}
    assert {f"{BASE}/ws/run", f"{BASE}/api/code", f"{BASE}/lessons"} <= paths
    assert [path for path in paths if not path.startswith(f"{BASE}/")] == [BASE]
    context.close()
