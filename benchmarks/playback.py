"""Playing ten racers × 500 points in the page, at the usual speed."""

from itertools import pairwise

from playwright.sync_api import CDPSession

from benchmarks.page import RACERS, raced
from benchmarks.report import Report, Row, Target, at_most

LATE = 20.0  # ms between frames from which one was missed

PLAY = """() => new Promise((done) => {
    const times = [];
    const scrubber = document.getElementById("scrubber");
    const frame = (now) => {
        times.push(now);
        if (Number(scrubber.value) < Number(scrubber.max)) requestAnimationFrame(frame);
        else done(times);
    };
    document.getElementById("play").click();
    requestAnimationFrame(frame);
})"""


def measure() -> Report:
    """Play once to warm up and once for the figures."""
    with raced(step=0) as page:
        page.evaluate(PLAY)
        page.keyboard.press("Home")
        page.wait_for_timeout(500)
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        before = _spent(session)
        times = page.evaluate(PLAY)
        after = _spent(session)
    gaps = [later - earlier for earlier, later in pairwise(times)]
    a_second = 1000 * len(gaps) / sum(gaps)
    script, main = (
        1000 * (after[name] - before[name]) / len(times)
        for name in ("ScriptDuration", "TaskDuration")
    )
    late = 100 * sum(gap > LATE for gap in gaps) / len(gaps)
    rows = [
        Row("frames a second", f"{a_second:.1f}"),
        Row("script in a frame", f"{script:.2f} ms"),
        Row("all of the main thread in a frame", f"{main:.2f} ms"),
        Row(f"frames later than {LATE:.0f} ms", f"{late:.1f} %"),
    ]
    targets = [
        Target("frames a second of playback", "60", f"{a_second:.1f}", a_second >= 59.5),
        at_most("script in a frame of playback", 8, script, "ms"),
    ]
    notes = [f"{len(RACERS)} racers × 500 points over contours, headless Chromium without a GPU"]
    return Report("Playback", rows, targets, notes)


def _spent(session: CDPSession) -> dict[str, float]:
    """Seconds of the main thread so far, by kind."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return {metric["name"]: metric["value"] for metric in metrics}
