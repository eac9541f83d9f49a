"""A real server, a real browser, and a page that notices whatever goes wrong in it."""

import json
import re
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    WebError,
    expect,
    sync_playwright,
)

from scripts.find_chromium import find, flags
from tests.browser.playground import ELSEWHERE, visit
from tests.serving import ROOT, Server, serving

PICTURES = ROOT / "test-results"
# Tests look at what a page asks of its server: a worker would answer instead, out of their sight.
SCREEN: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "service_workers": "block"}
NOTHING_KEPT = """try {
    localStorage.clear();
    indexedDB.deleteDatabase("descent-lab");
} catch { /* a blank page has none */ }"""
PATIENCE = 10_000  # milliseconds until what a person waits for has to be there
FAILED = pytest.StashKey[bool]()


class Watch:
    """Collects what went wrong in the pages of one test; what is left at its end fails it."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.pages: list[Page] = []
        self._ended = False
        self._troubles: list[str] = []
        self._allowed: list[re.Pattern[str]] = []

    def allow(self, pattern: str) -> None:
        """Expect troubles that match, as when a test stops the server."""
        self._allowed.append(re.compile(pattern))

    @property
    def troubles(self) -> list[str]:
        """What went wrong and was not allowed."""
        return [
            trouble
            for trouble in self._troubles
            if not any(pattern.search(trouble) for pattern in self._allowed)
        ]

    def over(self, page: Page) -> None:
        """Watch a page from now on."""
        self.pages.append(page)
        page.on("console", self._console)
        page.on("request", lambda request: self._address(request.url))
        page.on("websocket", lambda socket: self._address(socket.url))
        page.context.on("weberror", self._error)

    def end(self) -> None:
        """Hear nothing more: a page that others go on with is theirs to watch."""
        self._ended = True

    def _console(self, message: ConsoleMessage) -> None:
        where = message.location
        if str(where.get("url")).endswith("/favicon.ico"):
            return  # Chromium looks for one where an answer is no page and cannot name its own
        if message.type == "error" and not self._ended:
            self._troubles.append(f"console: {message.text} ({where.get('url')})")

    def _error(self, error: WebError) -> None:
        if not self._ended:
            self._troubles.append(f"error: {error.error}")

    def _address(self, url: str) -> None:
        parts = urlsplit(url)
        local = parts.scheme in ("data", "blob", "about") or parts.netloc == self.host
        if not local and not self._ended:
            self._troubles.append(f"request to another host: {url}")


class OpenPage(Protocol):
    """Opens a watched page in a context of its own: `open_page(viewport={...})`."""

    def __call__(self, path: str | None = None, **context: Any) -> Page: ...


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server that all tests of a session share."""
    with serving(tmp_path_factory.mktemp("server") / "log.txt") as server:
        yield server


@pytest.fixture
def server(shared_server: Server) -> Server:
    """A running server: `.url`, `.stop()`, and `.start()` on the same port."""
    return shared_server if shared_server.running else shared_server.start()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    expect.set_options(timeout=PATIENCE)
    path = find()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=flags())
        yield chromium
        chromium.close()


@pytest.fixture
def contexts(browser: Browser) -> Iterator[list[BrowserContext]]:
    """The browser contexts of one test, closed after it."""
    contexts: list[BrowserContext] = []
    yield contexts
    for context in contexts:
        context.close()


@pytest.fixture
def watch(
    server: Server, contexts: list[BrowserContext], request: pytest.FixtureRequest
) -> Iterator[Watch]:
    """What went wrong in this test's pages: `watch.allow(pattern)` for what was meant to."""
    watch = Watch(urlsplit(server.url).netloc)
    yield watch
    if request.node.stash.get(FAILED, False) or watch.troubles:
        print(f"the server's last words:\n{server.said()[-4000:]}")
        for number, page in enumerate(watch.pages):
            _picture(page, request.node.nodeid, number)
    watch.end()
    assert not watch.troubles, "\n".join(["the page had troubles:", *watch.troubles])


@pytest.fixture
def open_page(
    server: Server, browser: Browser, contexts: list[BrowserContext], watch: Watch
) -> OpenPage:
    """Open another page; the keywords are Playwright's, for a new context."""

    def opener(path: str | None = None, **context: Any) -> Page:
        contexts.append(browser.new_context(**{"base_url": server.url, **SCREEN, **context}))
        contexts[-1].set_default_timeout(PATIENCE)
        page = contexts[-1].new_page()
        watch.over(page)
        if path is not None:
            page.goto(path)
        return page

    return opener


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page in a context of its own, nothing loaded yet: `page.goto("/")`."""
    return open_page()


@pytest.fixture(scope="session")
def kept_page(shared_server: Server, browser: Browser) -> Iterator[Page]:
    """A page that tests take in turn: a visit is four times as fast as a page."""
    context = browser.new_context(base_url=shared_server.url, **SCREEN)
    context.set_default_timeout(PATIENCE)
    context.add_init_script(NOTHING_KEPT)
    yield context.new_page()
    context.close()


@pytest.fixture
def tab(kept_page: Page, server: Server, watch: Watch) -> Page:
    """The kept page, blank, nothing remembered: `visit(tab, race(...))`."""
    kept_page.goto(ELSEWHERE)
    kept_page.set_viewport_size(SCREEN["viewport"])
    kept_page.emulate_media(color_scheme="light")
    watch.over(kept_page)
    return kept_page


@pytest.fixture
def lab(tab: Page) -> Page:
    """The playground as a first visitor meets it: ready and already racing."""
    return visit(tab)


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """Ask axe what is not accessible on a page; one sentence for each thing found."""
    ruler = Axe()
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    def violations(page: Page) -> list[str]:
        found = ruler.run(page, options={"runOnly": tags, "resultTypes": ["violations"]})
        return [
            f"{rule['id']} ({rule['impact']}): {rule['help']}: "
            + json.dumps([node["target"] for node in rule["nodes"]])
            for rule in found.response["violations"]
        ]

    return violations


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let the fixtures know that the test failed, so that they take a picture."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


def _picture(page: Page, name: str, number: int) -> None:
    PICTURES.mkdir(exist_ok=True)
    path = PICTURES / f"{re.sub(r'[^A-Za-z0-9]+', '-', Path(name).name)[:120]}-{number}.png"
    try:
        page.screenshot(path=path)
    except Exception as problem:  # the picture is a help; the test's own failure matters
        print(f"no picture of {name}: {problem}")
    else:
        print(f"picture: {path.relative_to(ROOT)}")
