"""Six networks on the page: from a slider's move to the first changed picture, any step, playing.

Every picture of decisions goes through `putImageData`; a changed one has another sum of bytes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from playwright.sync_api import Page

from benchmarks.page import VIEW, served
from benchmarks.report import Report, Row, Target, at_most
from benchmarks.slider import drag, p95

RACERS = {
    "sgd": 0.1,
    "momentum": 0.03,
    "nesterov": 0.03,
    "rmsprop": 0.003,
    "adam": 0.01,
    "adamw": 0.01,
}
STEPS = 1000
SCRUBBED = 2000  # steps of the training that is scrubbed through
PAUSE = 250  # ms between moves that are timed one by one

WATCH = """() => {
    const seen = { took: [], frames: new Set(), pictures: 0 };
    const sums = new Map();
    let begun = null, before = new Map(), frame = 0;
    const tick = () => { frame += 1; requestAnimationFrame(tick); };
    requestAnimationFrame(tick);
    const put = CanvasRenderingContext2D.prototype.putImageData;
    CanvasRenderingContext2D.prototype.putImageData = function (image, ...rest) {
        put.call(this, image, ...rest);
        if (!document.querySelector(".decisions-grid")) return;
        let sum = 0;
        for (let at = 0; at < image.data.length; at += 4) sum = (sum * 31 + image.data[at]) | 0;
        const old = sums.get(this.canvas);
        sums.set(this.canvas, sum);
        if (old === sum) return;
        seen.pictures += 1;
        seen.frames.add(frame);
        if (begun === null) return;
        seen.took.push(performance.now() - begun);
        begun = null;
    };
    addEventListener("input", () => { begun = performance.now(); }, true);
    window.seen = seen;
    window.frames_now = () => frame;
}"""

PLAY = """() => new Promise((done) => {
    const scrubber = document.getElementById("scrubber");
    window.seen.frames.clear();
    window.seen.pictures = 0;
    const [from, first] = [performance.now(), window.frames_now()];
    const watch = () => {
        if (Number(scrubber.value) < Number(scrubber.max)) return requestAnimationFrame(watch);
        const seconds = (performance.now() - from) / 1000;
        done([seconds, window.frames_now() - first, window.seen.frames.size, window.seen.pictures]);
    };
    document.getElementById("play").click();
    requestAnimationFrame(watch);
})"""


def from_slider(moves: int = 20) -> Report:
    """(j) Move each racer's learning rate a little at a time, at step 100."""
    with _trained(100) as page:
        page.evaluate(WATCH)
        for place in range(len(RACERS)):
            drag(page, page.locator(f"#racer-r{place}-lr-track"), moves, PAUSE)
        took = page.evaluate("window.seen.took")
    rows = [Row("p50", f"{median(took):.1f} ms"), Row("p95", f"{p95(took):.1f} ms")]
    notes = [
        f"{len(took)} moves, {len(RACERS)} racers × {STEPS} mini-batches of moons, 2-8-8-1"
    ]
    targets = [at_most("slider to changed decision picture, p95", 150, p95(took), "ms")]
    return Report("From a slider to the first changed decision picture", rows, targets, notes)


def scrubbing(jumps: int = 60) -> Report:
    """From a pull at the scrubber to the picture of that step, at steps all over a training."""
    places = [(7919 * jump) % (SCRUBBED + 1) for jump in range(1, jumps + 1)]
    with _trained(0, SCRUBBED) as page:
        page.evaluate(WATCH)
        for place in places:
            page.locator("#scrubber").evaluate(
                """(scrubber, step) => {
                    scrubber.valueAsNumber = step;
                    scrubber.dispatchEvent(new Event("input", { bubbles: true }));
                }""",
                place,
            )
            page.wait_for_timeout(PAUSE)
        took = page.evaluate("window.seen.took")
    rows = [Row("p50", f"{median(took):.1f} ms"), Row("p95", f"{p95(took):.1f} ms")]
    notes = [f"{len(took)} jumps in {len(RACERS)} racers × {SCRUBBED} mini-batches, 2-8-8-1"]
    targets = [at_most("any step of 2,000 back on screen, worst", 100, max(took), "ms")]
    return Report("From the scrubber to the decisions of that step", rows, targets, notes)


def playing() -> Report:
    """(k) Play once; every look has to be asked for."""
    with _trained(0) as page:
        page.evaluate(WATCH)
        page.keyboard.press("Home")
        seconds, frames, changed, pictures = page.evaluate(PLAY)
    rate = changed / seconds
    rows = [
        Row("frames with new pictures a second", f"{rate:.1f}"),
        Row("frames a second", f"{frames / seconds:.1f}"),
        Row("new pictures a second", f"{pictures / seconds:.0f}"),
    ]
    notes = [f"{len(RACERS)} decision pictures, {STEPS} steps at the usual speed; no GPU"]
    target = Target("frames a second with 6 decision pictures", "≥ 30", f"{rate:.1f}", rate >= 30)
    return Report("Playing decision pictures", rows, [target], notes)


@contextmanager
def _trained(step: int, steps: int = STEPS) -> Iterator[Page]:
    """The page with networks that are trained to the end, at rest at `step`."""
    racers = "&".join(
        f"racer=r{place}.{name}.pytorch(lr:{rate});schedule=constant;look={place}"
        for place, (name, rate) in enumerate(RACERS.items())
    )
    with served() as (server, browser):
        page = browser.new_page(viewport=VIEW)
        page.goto(
            f"{server.url}/#v=1&problem=network&data=moons&test=0.3&steps={steps}&seed=0&{racers}"
            f"&step={step}&view=decisions&across=steps&threshold=0.0001"
        )
        page.wait_for_function(f"document.getElementById('scrubber').value === '{step}'")
        page.wait_for_function(
            "document.getElementById('training-words').textContent.endsWith('steps trained')"
        )
        page.wait_for_timeout(2000)  # whatever else a load brings is done by then
        yield page
