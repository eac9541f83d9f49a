"""From a slider's `input` event to the frame after its trail was drawn anew, in the page.

Ten racers are on the page, the last step on show: the touched racer's 500 steps are computed by the
server and drawn whole. The mouse drags the thumbs, so the browser times its events as for a person.
A drawing is known by the sum of all coordinates that go to the pen.
"""

from collections.abc import Sequence
from statistics import median

from playwright.sync_api import Locator, Page

from benchmarks.page import RACERS, raced
from benchmarks.report import Report, Row, at_most

PAUSE = 180  # ms between moves that are timed one by one
HURRY = 16  # ms between those of a drag

WATCH = """() => {
    const seen = { took: [], drawings: 0 };
    let begun = null, before = 0, sum = 0;
    const { clearRect, lineTo } = CanvasRenderingContext2D.prototype;
    const drawn = () => {
        if (begun === null || sum === before) return;
        const [from, at] = [begun, performance.now()];
        begun = null;
        seen.drawings += 1;
        requestAnimationFrame(() => seen.took.push([at - from, performance.now() - from]));
    };
    CanvasRenderingContext2D.prototype.clearRect = function (...box) {
        if (this.canvas.id === "map-trails") {
            sum = 0;
            queueMicrotask(drawn);
        }
        return clearRect.apply(this, box);
    };
    CanvasRenderingContext2D.prototype.lineTo = function (x, y) {
        if (this.canvas.id === "map-trails") sum += 3 * x + y;
        return lineTo.call(this, x, y);
    };
    addEventListener("input", () => {
        if (begun === null) before = sum;
        begun = performance.now();
    }, true);
    window.seen = seen;
}"""


def measure(moves: int = 20, pulls: int = 120) -> Report:
    """Move each racer's learning rate a little at a time, then drag one without a pause."""
    with raced(step=500) as page:
        page.evaluate(WATCH)
        tracks = [page.locator(f"#racer-r{place}-lr-track") for place in range(len(RACERS))]
        for track in tracks:
            drag(page, track, moves, PAUSE)
        drawings, frames = zip(*page.evaluate("window.seen.took"), strict=True)
        page.evaluate("window.seen.drawings = 0")
        begun = page.evaluate("performance.now()")
        drag(page, tracks[6], pulls, HURRY)
        seconds = (page.evaluate("performance.now()") - begun) / 1000
        a_second = page.evaluate("window.seen.drawings") / seconds
    rows = [
        Row("drawn, p50", f"{median(drawings):.1f} ms"),
        Row("drawn, p95", f"{p95(drawings):.1f} ms"),
        Row("the frame after, p50", f"{median(frames):.1f} ms"),
        Row("the frame after, p95", f"{p95(frames):.1f} ms"),
        Row("new trails while dragging", f"{a_second:.0f} a second"),
    ]
    notes = [
        f"{len(frames)} moves, {len(RACERS)} racers × 500 steps on the page, headless Chromium",
        "a thumb stays at a tick for a few pixels: moves without a new value are not counted",
    ]
    targets = [at_most("slider to repainted trail, p95", 50, p95(frames), "ms")]
    return Report("From a slider to its trail", rows, targets, notes)


def drag(page: Page, track: Locator, moves: int, pause: int) -> None:
    """Take the thumb, and pull it to the left and back by a pixel each time."""
    track.scroll_into_view_if_needed()
    box = track.bounding_box()
    if box is None:
        raise RuntimeError("the slider cannot be seen")
    at = track.evaluate("track => track.valueAsNumber / track.max")
    x, y = box["x"] + 8 + at * (box["width"] - 16), box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for move in range(moves):
        page.mouse.move(x - min(move, moves - move) - 6, y)
        page.wait_for_timeout(pause)
    page.mouse.up()


def p95(numbers: Sequence[float]) -> float:
    """What one in twenty is above."""
    return sorted(numbers)[int(0.95 * len(numbers))]
