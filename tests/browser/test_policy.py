"""What browsers are told not to do: nothing of ours needs it, and it keeps other pages out."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

from app.lessons.course import lessons
from tests.browser.conftest import OpenPage, Watch
from tests.browser.playground import card, finish, race, visit
from tests.serving import Server

TELL = """document.addEventListener("securitypolicyviolation", (violation) => window.violated(
    `${violation.effectiveDirective}: ${violation.blockedURI} ${violation.sample} at `
    + `${violation.sourceFile}:${violation.lineNumber}:${violation.columnNumber}`))"""
EXPORTED = """async (kind) => {
    const plot = document.querySelector(".js-plotly-plot");
    const address = await Plotly.toImage(plot, { format: kind });
    const image = new Image();
    image.src = address;
    await image.decode();
    return [address.slice(0, 20), image.naturalWidth > 100];
}"""
HEATMAP = """async () => {
    const place = document.createElement("div");
    document.body.append(place);
    const z = [[1, 2], [3, 4]];
    await Plotly.newPlot(place, [{ type: "heatmap", z }, { type: "contour", z, x: [2, 3] }]);
    place.remove();
}"""
NETWORK = (
    "v=1&problem=network&test=0.3&initializer=he_normal&scale=1&batch=32&data=moons&hidden=4,3"
    "&l1=0&l2=0&dropout=0&racer=r1.sgd.textbook(lr:0.1);look=1&activation=tanh&steps=60&seed=0"
)
ASKED = """async (base) => {
    const fetched = await fetch(`${base}/api/catalog`).then(() => "answered", () => "refused");
    const sent = await fetch(`${base}/api/run`, { method: "POST", body: "{}", mode: "no-cors" })
        .then(() => "opaque", () => "refused");
    const talked = await new Promise((done) => {
        const socket = new WebSocket(`${base.replace("http", "ws")}/ws/run`);
        socket.onopen = () => done("open");
        socket.onerror = () => done("refused");
    });
    const image = await new Promise((done) => {
        const script = document.createElement("script");
        script.src = `${base}/api/catalog`;
        script.onload = () => done("loaded");
        script.onerror = () => done("refused");
        document.head.append(script);
    });
    return [fetched, sent, talked, image];
}"""


@pytest.fixture
def violations() -> list[str]:
    """What the policy forbade to the pages of this test."""
    return []


@pytest.fixture
def watched(open_page: OpenPage, violations: list[str]) -> Page:
    """A page whose violations are counted, on every address it goes to."""
    page = open_page()
    page.context.expose_binding("violated", lambda _, words: violations.append(words))
    page.context.add_init_script(TELL)
    return page


def _playing(page: Page) -> None:
    visit(page, race("adam.pytorch(lr:0.1)", "sgd.textbook(lr:0.001)"))
    card(page, 1).get_by_role("slider", name="learning rate").press("ArrowRight")
    finish(page)
    page.locator("#numbers summary").click()
    page.locator("#help-open").click()


def _in_relief(page: Page) -> None:
    visit(page)
    page.get_by_role("tab", name="3-D").click()
    expect(page.locator("#panel-3d .js-plotly-plot")).to_have_count(1)
    page.wait_for_selector("#panel-3d canvas", state="attached")
    for kind, begin in (
        ("png", "data:image/png"),
        ("svg", "data:image/svg+xml"),
        ("jpeg", "data:"),
    ):
        address, drawn = page.evaluate(EXPORTED, kind)
        assert address.startswith(begin)
        assert drawn
    page.evaluate(HEATMAP)


def _reading(page: Page) -> None:
    for path in ("/lessons", "/evidence", "/?lesson=momentum-damps"):
        page.goto(path)
        page.wait_for_load_state()
    page.wait_for_selector("html[data-ready]", state="attached")
    page.get_by_role("button", name=lessons()["momentum-damps"].question.choices[0]).click()


def _training(page: Page) -> None:
    for view in ("network", "decisions", "gradients"):
        visit(page, f"{NETWORK}&view={view}")
        expect(page.locator("#training-words")).to_have_text("60 steps trained")


def _embedded(page: Page) -> None:
    page.goto(f"/embed#{race('adam.pytorch(lr:0.1)')}")
    page.wait_for_selector("html[data-ready]", state="attached")


@pytest.mark.parametrize("use", [_playing, _in_relief, _reading, _training, _embedded])
def test_nothing_of_ours_is_forbidden(
    watched: Page, violations: list[str], use: Callable[[Page], None]
) -> None:
    use(watched)
    watched.wait_for_timeout(300)  # milliseconds: what is drawn late

    assert violations == []


def test_what_is_forbidden_would_be_counted(
    watched: Page, violations: list[str], watch: Watch
) -> None:
    watch.allow("Content Security Policy")
    visit(watched)
    watched.evaluate("""() => {
        document.body.insertAdjacentHTML("beforeend", "<p style='color: red'>styled</p>");
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        document.body.append(script);
        const image = new Image();
        image.src = "https://attacker.example/";
        fetch("https://attacker.example/").catch(() => {});
    }""")
    watch.allow("request to another host: https://attacker.example/")

    watched.wait_for_timeout(300)  # milliseconds
    found = {words.split(":")[0] for words in violations}
    assert found == {"style-src-attr", "script-src-elem", "img-src", "connect-src"}
    assert watched.evaluate("window.ran") is None
    assert watched.evaluate("crossOriginIsolated")


@contextmanager
def _elsewhere(html: str) -> Iterator[str]:
    """A page of somebody else: another origin, as a school's own site is."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_another_page_may_frame_the_embedded_race_and_nothing_else(
    open_page: OpenPage, server: Server, watch: Watch
) -> None:
    frames = f"""<!doctype html><title>School</title>
        <iframe name="race" src="{server.url}/embed" width="800" height="600"></iframe>
        <iframe name="whole" src="{server.url}/" width="800" height="600"></iframe>"""
    watch.allow(r"request to another host: http://localhost:")
    watch.allow("frame-ancestors|X-Frame-Options|favicon")
    with _elsewhere(frames) as school:
        page = open_page(school)
        expect(page.frame_locator("[name=race]").locator("html[data-ready]")).to_have_count(1)
        racing = page.frame(name="race")
        assert racing is not None
        racing.wait_for_selector("#embed-racers li")
        expect(page.frame_locator("[name=whole]").locator("#controls")).to_have_count(0)


def test_another_page_gets_no_answer_and_no_websocket(
    open_page: OpenPage, server: Server, watch: Watch
) -> None:
    watch.allow(r"request to another host: http://localhost:")
    watch.allow("CORS|403|ERR_FAILED|WebSocket|ERR_BLOCKED_BY_RESPONSE|MIME|favicon|net::")
    with _elsewhere("<!doctype html><title>Attacker</title>") as attacker:
        page = open_page(attacker)
        found = page.evaluate(ASKED, server.url)

    assert found == ["refused", "refused", "refused", "refused"]
