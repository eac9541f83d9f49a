"""The page fixture notices what goes wrong, or no other browser test means much."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage, Watch
from tests.serving import Server


def test_error_in_the_console_is_noticed(page: Page, watch: Watch) -> None:
    page.evaluate("console.error('out of paint')")

    assert "out of paint" in watch.troubles[0]
    watch.allow("out of paint")


def test_error_that_nobody_catches_is_noticed(page: Page, watch: Watch) -> None:
    with page.expect_event("pageerror"):
        page.evaluate("void setTimeout(() => { throw new Error('lost') })")

    assert any("lost" in trouble for trouble in watch.troubles)
    watch.allow("lost")


def test_request_to_another_host_is_noticed(page: Page, watch: Watch) -> None:
    page.evaluate("fetch('http://127.0.0.1:1/far').catch(() => 0)")

    assert any("another host: http://127.0.0.1:1/far" in trouble for trouble in watch.troubles)
    watch.allow("127.0.0.1:1|ERR_")


def test_what_is_allowed_is_no_trouble(page: Page, watch: Watch) -> None:
    watch.allow("^console: meant")

    page.evaluate("console.error('meant'), console.error('not meant')")

    assert [trouble.split(" (")[0] for trouble in watch.troubles] == ["console: not meant"]
    watch.allow("not meant")


def test_server_comes_back_on_the_same_port(server: Server, page: Page) -> None:
    server.stop()
    server.start()

    answer = page.request.get("/healthz")

    assert answer.ok


def test_axe_finds_what_is_wrong(open_page: OpenPage, axe: Callable[[Page], list[str]]) -> None:
    page = open_page()
    page.set_content("<html lang=en><title>A page</title><main><h1>A page</h1><img src='data:,'>")

    assert [sentence.split()[0] for sentence in axe(page)] == ["image-alt"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_opens_without_trouble(open_page: OpenPage, scheme: str) -> None:
    page = open_page("/", color_scheme=scheme)

    page.wait_for_load_state("networkidle")

    assert page.title()
