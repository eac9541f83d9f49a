"""Bytes: of a race on the wire, of the first page load, of the second."""

import json
from collections.abc import Callable

from playwright.sync_api import Browser, Page
from websockets.sync.client import connect
from websockets.typing import Origin

from benchmarks.page import RACERS, STEPS, VIEW, served
from benchmarks.report import Report, Row, at_most
from benchmarks.wire import Wire, relayed

ENOUGH = 64  # blocks granted: more than a race has


def measure() -> Report:
    """Load the page with each coding, and run a race over a socket."""
    with served() as (server, browser):
        race, blocks = _race(server.url)
        brotli, again = _loads(browser, server.url, "gzip, deflate, br")
        gzip, _ = _loads(browser, server.url, "gzip")
        with relayed(server.url) as wire:
            visits = _visits(browser, wire)
    rows = [
        Row(f"a race of {len(RACERS)} × {STEPS}", f"{race / 1e3:,.1f} KB"),
        Row("of it blocks", f"{blocks / 1e3:,.1f} KB"),
        Row("first load, brotli", f"{brotli / 1e6:.3f} MB"),
        Row("first load, gzip", f"{gzip / 1e6:.3f} MB"),
        Row("second load", f"{again / 1e3:,.1f} KB"),
        Row("first visit, all that comes", f"{visits[0] / 1e6:.3f} MB"),
        Row("second visit, all that comes", f"{visits[1] / 1e3:,.1f} KB"),
    ]
    targets = [
        at_most("first load with brotli", 1.3, brotli / 1e6, "MB"),
        at_most("all that comes in a second visit", 20, visits[1] / 1e3, "KB"),
        at_most(f"a race of {len(RACERS)} × {STEPS} on the wire", 85, race / 1e3, "KB"),
    ]
    notes = [
        "a load is every response with its headers, contours included; sockets are not in it",
        "all that comes is counted on the wire: the worker, the socket and its race as well",
        "files compressed beforehand, as in the image",
    ]
    return Report("Weight", rows, targets, notes)


def _race(url: str) -> tuple[int, int]:
    """Bytes of all messages of a race, and of its blocks alone."""
    runs = [
        {"optimizer": name, "convention": "pytorch", "hyperparameters": {"lr": rate}}
        for name, rate in RACERS
    ]
    spec = {"problem": {"kind": "surface", "name": "rosenbrock"}, "runs": runs, "steps": STEPS}
    order = {"type": "race", "race": 1, "blocks": ENOUGH, "spec": spec}
    total = blocks = 0
    address = url.replace("http", "ws", 1) + "/ws/run"
    with connect(address, origin=Origin(url), compression=None) as socket:
        socket.send(json.dumps(order))
        for message in socket:
            if isinstance(message, bytes):
                total += len(message)
                blocks += len(message)
                continue
            total += len(message.encode())
            if json.loads(message)["type"] == "finished":
                break
    return total, blocks


def _loads(browser: Browser, url: str, codings: str) -> tuple[int, int]:
    """Bytes of a load with an empty cache, and of one right after it."""
    context = browser.new_context(viewport=VIEW)
    context.set_extra_http_headers({"Accept-Encoding": codings})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[int] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    first = _bytes(received, page, lambda: page.goto(url))
    second = _bytes(received, page, page.reload)
    context.close()
    return first, second


def _visits(browser: Browser, wire: Wire) -> list[int]:
    """Bytes on the wire in a first visit to the end of its race, and in a second one."""
    context = browser.new_context(viewport=VIEW)
    counts = []
    for _ in range(2):
        before = wire.down
        page = context.new_page()
        page.goto(wire.url)
        page.wait_for_selector("html[data-ready]", state="attached")
        page.locator("#to-end").click()
        page.wait_for_timeout(6000)  # the race is kept, the worker has what it keeps
        counts.append(wire.down - before)
        page.close()
    context.close()
    return counts


def _bytes(received: list[int], page: Page, load: Callable[[], object]) -> int:
    received.clear()
    load()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(2000)  # contours are asked for when the map is there
    return sum(received)
