"""The playground as a person meets it: where things are, and what they say."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}
RULES = ("sgd", "momentum", "rmsprop", "adam")  # of the first race
TRAILS = "#map-trails"
CURVES = "#curves-canvas"
PLANE = "#map-plot .nsewdrag"  # where the map shows the plane

TABLE_FOLLOWS = """() => new Promise((done) =>
    setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 150))"""  # ms

_POWER = re.compile(r"(-?)(?:([\d.]+)×)?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


@dataclass(frozen=True)
class Row:
    """A racer's line in the table of outcomes."""

    name: str
    convention: str
    now: float | None
    best: float | None
    best_at: int | None
    reached: int | None
    status: str
    words: str


# Left for between two visits. After a blank page one of ours needs a renderer of its own, for its
# Cross-Origin-Opener-Policy, which takes a second; after another page of ours it does not.
ELSEWHERE = "/healthz"


def visit(page: Page, fragment: str = "") -> Page:
    """Open the playground, with a race in its address or without, and wait until it is ready."""
    page.goto(ELSEWHERE)
    page.goto(f"/#{fragment}" if fragment else "/")
    page.wait_for_selector("html[data-ready]", state="attached")
    return page


def race(*runs: str, surface: str = "rosenbrock", start: str = "-1.2,1", **fields: Any) -> str:
    """An address as `docs/` says it: a run is `adam.textbook(lr:0.1,...)`."""
    kept = {"noise": 0, "steps": 500, "seed": 0, **fields}
    racers = [f"racer=r{n}.{run};look={n - 1}" for n, run in enumerate(runs, start=1)]
    parts = ["v=1", f"surface={surface}", f"start={start}"]
    return "&".join([*parts, *racers, *(f"{name}={value}" for name, value in kept.items())])


def card(page: Page, place: int) -> Locator:
    """A racer's card among the controls, counted from 1."""
    return page.locator("#racers > li").nth(place - 1)


def rate(page: Page, place: int) -> Locator:
    """The field of a racer's learning rate."""
    return card(page, place).get_by_role("textbox", name="learning rate, number")


def track(page: Page, place: int) -> Locator:
    """The slider of a racer's learning rate."""
    return card(page, place).get_by_role("slider", name="learning rate")


def type_in(field: Locator, text: str) -> None:
    """Type a number and mean it."""
    field.fill(text)
    field.press("Enter")


def choose_surface(page: Page, label: str) -> None:
    """Choose a surface by typing its name."""
    menu = page.get_by_role("combobox", name="Surface")
    menu.click()
    menu.fill(label)
    menu.press("Enter")
    expect(menu).to_have_value(label)


def ticks(page: Page) -> list[list[float | None]]:
    """The numbers along both axes of the map: what part of the plane is seen."""
    texts = [page.locator(f"#map-plot .{axis}tick text").all_text_contents() for axis in "xy"]
    return [sorted((number(text) for text in each), key=lambda tick: tick or 0) for each in texts]


def expect_ticks(page: Page, wanted: list[list[float | None]]) -> None:
    """Wait until the map shows this part of the plane."""
    until(page, lambda: ticks(page) == wanted, f"the map does not show {wanted}")


def expect_other_ticks(page: Page, before: list[list[float | None]]) -> None:
    """Wait until the map shows another part of the plane."""
    until(page, lambda: ticks(page) != before, f"the map still shows {before}")


def until(page: Page, holds: Callable[[], bool], otherwise: str) -> None:
    """Look again at each frame, for a few seconds."""
    for _ in range(100):
        if holds():
            return
        page.evaluate("new Promise(requestAnimationFrame)")
    raise AssertionError(otherwise)


def step_on_show(page: Page) -> int:
    """The step that the playback bar says."""
    words = page.locator("#scrubber").get_attribute("aria-valuetext") or ""
    return int(words.split()[1])


def expect_step(page: Page, step: int) -> None:
    """Wait until a step is on show."""
    words = re.compile(rf"^step {step} of ")
    expect(page.locator("#scrubber")).to_have_attribute("aria-valuetext", words)


def finish(page: Page) -> None:
    """Go to the end, and wait until the table tells how every racer ended."""
    page.locator("#to-end").click()
    expect(page.locator("#outcomes tr[data-status=running]")).to_have_count(0)
    page.wait_for_function(
        "([bar]) => bar.getAttribute('aria-valuetext') === `step ${bar.max} of ${bar.max}`",
        arg=[page.locator("#scrubber").element_handle()],
    )
    page.evaluate(TABLE_FOLLOWS)


def rows(page: Page) -> list[Row]:
    """The table of outcomes."""
    texts: list[list[list[str]]] = page.locator("#outcomes tr[data-status]").evaluate_all(
        """(rows) => rows.map((row) => [[row.dataset.status], ...[...row.cells].map((cell) => {
            const small = cell.querySelector("small");
            const rest = cell.textContent.slice(0, -(small?.textContent.length ?? 0) || undefined);
            return [rest.trim(), small?.textContent.trim() ?? ""];
        })])"""
    )
    return [_row(*cells) for cells in texts]


def _row(
    state: Sequence[str],
    racer: Sequence[str],
    now: Sequence[str],
    best: Sequence[str],
    reached: Sequence[str],
    end: Sequence[str],
) -> Row:
    return Row(
        name=racer[0],
        convention=racer[1],
        now=number(now[0]),
        best=number(best[0]),
        best_at=int(best[1].removeprefix("step ")) if best[1] else None,
        reached=None if reached[0] == "never" else int(reached[0]),
        status=state[0],
        words=" ".join(end).strip(),
    )


def number(text: str) -> float | None:
    """What a number means as the page writes it: "−1.2×10⁻⁵"; None for a dash."""
    if text == "–":
        return None
    plain = text.replace("−", "-").replace("∞", "inf")
    found = _POWER.fullmatch(plain)
    if not found:
        return float(plain)
    sign, mantissa, power = found.groups()
    return float(f"{sign}{mantissa or 1}e{power.translate(_SUPERSCRIPTS)}")


def computed(page: Page, runs: list[dict[str, Any]], **race: Any) -> list[dict[str, Any]]:
    """The same race from the engine itself: the runs that POST /api/run answers."""
    answer = page.request.post("/api/run", data={"runs": runs, **race})
    assert answer.ok, answer.text()
    return list(answer.json()["runs"])


def catalogue(page: Page) -> dict[str, Any]:
    """Every menu, as the server describes it."""
    return dict(page.request.get("/api/catalog").json())


def first_runs(page: Page) -> list[dict[str, Any]]:
    """The runs of the first race, as the catalog says them."""
    surfaces = {surface["name"]: surface for surface in catalogue(page)["surfaces"]}
    rates = surfaces["rosenbrock"]["rates"]
    return [{"optimizer": rule, "hyperparameters": {"lr": rates[rule]}} for rule in RULES]


ROSENBROCK: dict[str, Any] = {"kind": "surface", "name": "rosenbrock", "start": [-1.2, 1.0]}


def picture(page: Page, canvas: str) -> str:
    """What a canvas shows, once what is under way is painted."""
    return str(
        page.evaluate(
            """(selector) => new Promise((done) =>
                requestAnimationFrame(() => requestAnimationFrame(() =>
                    done(document.querySelector(selector).toDataURL()))))""",
            canvas,
        )
    )


def expect_picture(page: Page, canvas: str, wanted: str) -> None:
    """Wait until a canvas shows exactly this."""
    page.wait_for_function(
        "([selector, wanted]) => document.querySelector(selector).toDataURL() === wanted",
        arg=[canvas, wanted],
    )


def expect_another_picture(page: Page, canvas: str, before: str) -> None:
    """Wait until a canvas shows something else."""
    page.wait_for_function(
        "([selector, before]) => document.querySelector(selector).toDataURL() !== before",
        arg=[canvas, before],
    )


def ink(page: Page, colour: str, canvas: str = TRAILS) -> list[list[float]]:
    """Where a canvas shows a colour such as "#0060a8": places in CSS pixels of the canvas."""
    return list(
        page.evaluate(
            """([selector, colour]) => {
                const canvas = document.querySelector(selector);
                const { width, height } = canvas;
                const fine = width / canvas.clientWidth;
                const rgb = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
                const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
                const places = [];
                for (let at = 0; at < data.length; at += 4) {
                    const away = rgb.map((part, k) => Math.abs(data[at + k] - part));
                    if (data[at + 3] < 250 || Math.max(...away) > 4) continue;
                    const row = Math.floor(at / 4 / width);
                    places.push([(at / 4 - row * width) / fine, row / fine]);
                }
                return places;
            }""",
            [canvas, colour],
        )
    )


def colour_of(page: Page, place: int) -> str:
    """A racer's colour, as its swatch on the card shows it."""
    return str(card(page, place).locator(".swatch-head").get_attribute("fill"))


def box(element: Locator) -> dict[str, float]:
    """Where an element is on the screen: left, top, right, bottom, and its middle."""
    found = element.bounding_box()
    assert found, f"{element} is not on the screen"
    x, y, width, height = found["x"], found["y"], found["width"], found["height"]
    return {
        "left": x, "top": y, "right": x + width, "bottom": y + height,
        "x": x + width / 2, "y": y + height / 2, "width": width, "height": height,
    }  # fmt: skip


def drag(page: Page, element: Locator, across: float, down: float = 0, steps: int = 8) -> None:
    """Press on an element's middle and move; the button stays down."""
    place = box(element)
    page.mouse.move(place["x"], place["y"])
    page.mouse.down()
    page.mouse.move(place["x"] + across, place["y"] + down, steps=steps)


def drag_thumb(page: Page, slider: Locator, start: float, end: float, steps: int = 8) -> None:
    """Drag along a track, both ends as shares of its length; the button stays down."""
    slider.scroll_into_view_if_needed()
    place = box(slider)
    page.mouse.move(place["left"] + start * place["width"], place["y"])
    page.mouse.down()
    page.mouse.move(place["left"] + end * place["width"], place["y"], steps=steps)
