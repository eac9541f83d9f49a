"""From a press on a racer's name to the numbers of its step on the page, and from step to step.

Ten racers are on the page. Each opening is of another step, so that every answer is the server's.
The numbers are there when the panel says whose step it shows, after all of it has been written.
"""

from statistics import median

from playwright.sync_api import Page

from benchmarks.page import RACERS, raced
from benchmarks.report import Report, Row, at_most
from benchmarks.slider import p95

REST = 250  # ms, so that the curves of the opening before are no part of this one

WATCH = """() => {
    const seen = { openings: [], frames: [] };
    let begun = null, wanted = "";
    const panel = document.getElementById("step-panel");
    const shown = () => {
        if (begun === null || panel.dataset.shown !== wanted) return;
        const from = begun;
        begun = null;
        seen.openings.push(performance.now() - from);
        requestAnimationFrame(() => seen.frames.push(performance.now() - from));
    };
    new MutationObserver(shown).observe(panel, { attributeFilter: ["data-shown"] });
    window.expect_step = (what) => { wanted = what; };
    addEventListener("click", () => { begun = performance.now(); }, true);
    addEventListener("keydown", () => { begun = performance.now(); }, true);
    window.seen = seen;
}"""

SHOWN = "(what) => document.getElementById('step-panel').dataset.shown === what"

FIRST = """() => new Promise((done) => {
    const from = performance.now();
    document.querySelector(".step-opener").click();
    const look = () => {
        if (document.getElementById("step-panel")?.dataset.shown) done(performance.now() - from);
        else requestAnimationFrame(look);
    };
    look();
})"""


def measure(rounds: int = 12, steps: int = 60) -> Report:
    """Open each racer's step in turn, at another step each time; then walk with the arrow key."""
    places = [(7919 * turn) % 499 + 1 for turn in range(rounds * len(RACERS))]
    with raced(step=500) as page:
        first = page.evaluate(FIRST)
        page.evaluate(WATCH)
        for turn, place in enumerate(places):
            _open(page, turn % len(RACERS), place)
        openings, frames = page.evaluate("[window.seen.openings, window.seen.frames]")
        page.evaluate("window.seen.openings.length = 0")
        _walk(page, steps)
        walked = page.evaluate("window.seen.openings")
    rows = [
        Row("numbers there, p50", f"{median(openings):.1f} ms"),
        Row("numbers there, p95", f"{p95(openings):.1f} ms"),
        Row("the frame after, p95", f"{p95(frames):.1f} ms"),
        Row("the next step by key, p50", f"{median(walked):.1f} ms"),
        Row("the next step by key, p95", f"{p95(walked):.1f} ms"),
        Row("the very first, scripts and all", f"{first:.1f} ms"),
    ]
    notes = [f"{len(openings)} openings, {len(walked)} steps, {len(RACERS)} racers × 500 steps"]
    targets = [at_most("opening a step, click to numbers, p95", 50, p95(openings), "ms")]
    return Report("From a racer's name to the numbers of its step", rows, targets, notes)


def _open(page: Page, racer: int, step: int) -> None:
    """Press the racer's name in the table, with this step on show."""
    page.locator("#tab-race").click()
    page.locator("#step-field").fill(str(step))
    page.locator("#step-field").press("Enter")
    page.wait_for_timeout(REST)
    page.evaluate(f"window.expect_step('r{racer}@{step}')")
    page.locator("#outcomes .step-opener").nth(racer).click()
    page.wait_for_function(SHOWN, arg=f"r{racer}@{step}")


def _walk(page: Page, steps: int) -> None:
    """Press the right arrow, from the middle of the race on."""
    page.locator("#step-field").fill("200")
    page.locator("#step-field").press("Enter")
    page.locator("#tab-step").focus()
    shown = page.locator("#step-panel")
    page.wait_for_function("document.getElementById('step-panel').dataset.shown?.endsWith('@200')")
    racer = str(shown.get_attribute("data-shown")).split("@")[0]
    page.locator("#step-head").focus()
    for step in range(201, 201 + steps):
        page.wait_for_timeout(REST)
        page.evaluate(f"window.expect_step('{racer}@{step}')")
        page.keyboard.press("ArrowRight")
        page.wait_for_function(SHOWN, arg=f"{racer}@{step}")
