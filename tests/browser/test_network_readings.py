"""What is read of networks beside their pictures: curves, outcomes, a step, and the training."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.browser.conftest import OpenPage
from tests.browser.playground import (
    PHONE,
    TABLE_FOLLOWS,
    box,
    colour_of,
    expect_another_picture,
    expect_step,
    ink,
    number,
    picture,
    visit,
)
from tests.serving import Server

LEARNING = "#learning-canvas"
STEPS = 200
NETWORK = {
    "data": "moons(samples:300)", "test": 0.3, "hidden": "6", "activation": "relu",
    "initializer": "he_uniform", "scale": 1, "batch": 32, "l1": 0, "l2": 0, "dropout": 0,
    "steps": STEPS, "seed": 0,
}  # fmt: skip
SGD = "sgd.textbook(lr:0.5)"
ADAM = "adam.textbook(lr:0.05)"
WILD = "sgd.textbook(lr:10);own-scale=100;own-hidden=20,20,20"
SLOW = {"hidden": "64,64,64", "batch": "full", "data": "moons(samples:2000)", "steps": 2000}


def training(*runs: str, **fields: Any) -> str:
    """The address of a training: a run is `adam.textbook(lr:0.1)`."""
    racers = [f"racer=r{n}.{run};look={n - 1}" for n, run in enumerate(runs, start=1)]
    kept = [f"{name}={value}" for name, value in {**NETWORK, **fields}.items()]
    return "&".join(["v=1", "problem=network", *kept, *racers])


def open_training(page: Page, *runs: str, **fields: Any) -> Page:
    """Open a training at its start; it is not over yet."""
    return visit(page, training(*runs, **{"step": 0, **fields}))


def finish(page: Page) -> None:
    """Go to the end, and wait until the tables tell of it."""
    page.locator("#to-end").click()
    expect(page.locator("#learning-outcomes tbody[data-status=running]")).to_have_count(0)
    expect(page.locator("#at-step-when")).to_have_text(re.compile(r"^Step [\d,]+(, the last.*)?$"))
    page.evaluate(TABLE_FOLLOWS)


def outcomes(page: Page) -> dict[str, list[str]]:
    """By racer: train loss, test loss, quality, best, reached. The table follows in a moment."""
    page.evaluate(TABLE_FOLLOWS)
    found: dict[str, list[str]] = page.locator("#learning-outcomes").evaluate(
        """(table) => Object.fromEntries([...table.tBodies].map((body) => [
            body.querySelector(".racer-name").firstChild.textContent.trim(),
            [...body.rows[1].cells].map((cell) => cell.textContent),
        ]))"""
    )
    return found


def engine(page: Page, *runs: dict[str, Any]) -> list[dict[str, Any]]:
    """The same training by POST /api/run."""
    problem = {
        "kind": "network", "dataset": {"name": "moons", "parameters": {"samples": 300}},
        "test_fraction": 0.3, "hidden": [6], "activation": "relu", "initializer": "he_uniform",
        "batch_size": 32,
    }  # fmt: skip
    body = {"problem": problem, "runs": list(runs), "steps": STEPS, "seed": 0}
    answer = page.request.post("/api/run", data=body)
    assert answer.ok, answer.text()
    return list(answer.json()["runs"])


def test_tables_and_numbers_are_those_of_the_engine(tab: Page) -> None:
    page = open_training(tab, SGD, ADAM)
    finish(page)

    runs = engine(
        page,
        {"optimizer": "sgd", "hyperparameters": {"lr": 0.5}},
        {"optimizer": "adam", "hyperparameters": {"lr": 0.05}},
    )
    for run, cells in zip(runs, outcomes(page).values(), strict=True):
        best = min(run["test_loss"], key=lambda pair: pair[1])
        assert number(cells[0]) == pytest.approx(run["train_loss"][-1][1], rel=0.06)
        assert number(cells[1]) == pytest.approx(run["test_loss"][-1][1], rel=0.06)
        assert cells[2] == f"{100 * run['test_accuracy'][-1][1]:.1f} %"
        assert cells[3].endswith(f" at {best[0]}")
    page.locator("#learning-numbers summary").click()
    rows = page.locator("#learning-numbers tbody tr")
    expect(rows.last.locator("td").first).to_have_text(str(STEPS))
    last = rows.last.locator("td").all_text_contents()
    assert number(last[1]) == pytest.approx(runs[1]["train_loss"][-1][1], rel=1e-3)
    assert number(last[5]) == pytest.approx(runs[1]["loss"][-1], rel=1e-3)


def test_curves_reach_the_end_and_lie_where_examples_are(tab: Page) -> None:
    page = open_training(tab, SGD, f"{ADAM};own-batch=full")
    finish(page)
    first, second = colour_of(page, 1), colour_of(page, 2)
    width = box(page.locator(LEARNING))["width"]
    steps = picture(page, LEARNING)
    for colour in (first, second):
        assert max(x for x, _ in ink(page, colour, LEARNING)) > width - 25

    page.get_by_role("radio", name="epochs").check()

    expect_another_picture(page, LEARNING, steps)
    expect(page).to_have_url(re.compile("across=epochs"))
    short = picture(page, LEARNING)
    for colour in (first, second):
        assert max(x for x, _ in ink(page, colour, LEARNING)) > width - 25
    page.get_by_role("button", name="to the longest: 200 epochs").click()
    expect_another_picture(page, LEARNING, short)
    expect(page.get_by_role("button", name="to the shortest: 29 epochs")).to_be_visible()
    assert max(x for x, _ in ink(page, second, LEARNING)) > width - 25
    assert max(x for x, _ in ink(page, first, LEARNING)) < width / 2
    # 210 examples: 7 steps of 32 an epoch, and the full batch is one.
    expect(page.locator("#learning-count")).to_contain_text("epoch 28.6 · 6,008 examples")
    expect(page.locator("#learning-count")).to_contain_text("epoch 200.0 · 42,000 examples")


def test_a_press_on_the_curves_goes_to_a_step_and_the_pointer_reads_them(tab: Page) -> None:
    page = open_training(tab, SGD)
    finish(page)
    place = box(page.locator(LEARNING))

    page.mouse.click(place["left"] + 52 + (place["width"] - 62) / 2, place["top"] + 60)

    expect_step(page, STEPS // 2)
    expect(page.locator("#learning-readout")).to_contain_text(f"step {STEPS // 2}: loss")
    expect(page.locator("#learning-readout .readout-value")).to_have_count(2)
    expect(page.locator("#at-step-when")).to_have_text(f"Step {STEPS // 2}")
    exact = outcomes(page)["Gradient descent"]
    assert exact[1] == page.locator("#at-step-quality td").nth(2).inner_text()


def test_confusion_matrix_counts_every_example_once(tab: Page) -> None:
    page = open_training(tab, SGD, ADAM)
    finish(page)
    cells = page.locator("#confusion tbody td:not(.share)")

    def total() -> int:
        return sum(int(text.replace("·", "0")) for text in cells.all_text_contents())

    assert cells.count() == 4
    assert total() == 90
    page.locator("#at-step-part").get_by_role("radio", name="train").check()
    assert total() == 210
    expect(page.locator("#layer-health tbody tr")).to_have_count(2)
    expect(page.locator("#layer-health")).to_contain_text(re.compile(r"6 units, (none|\d) dead"))
    expect(page.locator("#layer-ratio")).to_contain_text("The first layer gets")
    page.locator("#at-step-racer").select_option("Adam")
    expect(page).to_have_url(re.compile("chosen=r2"))
    accuracy = page.locator("#at-step-quality td").first
    expect(accuracy).to_have_text(outcomes(page)["Adam"][2])


def test_regression_is_told_by_r2(tab: Page) -> None:
    page = open_training(tab, ADAM, data="sine")
    finish(page)

    expect(page.locator("#learning-quality")).to_have_text("R²")
    quality = page.locator("#at-step-quality td").first
    expect(quality).to_have_text(outcomes(page)["Adam"][2])
    assert -1 < (number(quality.inner_text()) or 0) <= 1
    expect(page.locator("#confusion")).to_be_hidden()


def test_what_was_changed_on_the_way_is_marked_and_told(tab: Page) -> None:
    page = open_training(tab, SGD, ADAM, change="r2.80(lr:0.005)")
    finish(page)

    flag = page.locator("#learning-flags").get_by_role("button", name="Adam: η 0.005 from step 80")
    expect(page.locator("#learning-outcomes")).to_contain_text("η 0.005 from step 80")
    flag.focus()
    page.keyboard.press("Enter")

    expect_step(page, 80)


def test_rows_are_sorted_by_a_press(tab: Page) -> None:
    page = open_training(tab, SGD, ADAM)
    finish(page)
    head = page.locator("#learning-outcomes").get_by_role("columnheader", name="Test loss")
    values = []
    for order in ("ascending", "descending"):
        head.get_by_role("button").click()
        expect(head).to_have_attribute("aria-sort", order)
        values.append([number(cells[1]) or 0.0 for cells in outcomes(page).values()])

    assert values[0] == sorted(values[0])
    assert values[1] == values[0][::-1]


def test_a_paused_training_leaves_the_server_idle_and_goes_on(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page()
    came: list[str | bytes] = []

    def hear(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: came.append(frame[:4]))

    page.on("websocket", hear)
    open_training(page, SGD, ADAM, **SLOW)
    words = page.locator("#training-words")
    expect(words).to_have_text(re.compile(r"^training: [1-9][\d,]* of 2,000 steps$"))
    place = box(words)

    page.get_by_role("button", name="Pause training").click()
    expect(words).to_have_text(re.compile("^paused: "))
    page.wait_for_timeout(800)  # what was granted already is still computed
    reached, blocks, worked = words.inner_text(), came.count(b"DLN1"), server.cpu_seconds()
    page.wait_for_timeout(1000)

    assert server.cpu_seconds() - worked < 0.1
    assert came.count(b"DLN1") == blocks
    assert words.inner_text() == reached
    assert box(words)["width"] == place["width"]

    page.get_by_role("button", name="Resume training").click()
    expect(words).not_to_have_text(reached)
    expect(words).not_to_have_text(reached.replace("paused", "training"))
    assert box(words)["x"] == place["x"]


def test_training_goes_on_beyond_its_end(tab: Page) -> None:
    page = open_training(tab, ADAM)
    finish(page)
    loss = outcomes(page)["Adam"][0]

    page.get_by_role("button", name="Train 200 on").press("Enter")

    expect(page.locator("#training-words")).to_have_text("400 steps trained")
    expect(page.get_by_role("button", name="Train 200 on")).to_be_focused()
    expect(page).to_have_url(re.compile("steps=400"))
    finish(page)
    expect_step(page, 400)
    assert outcomes(page)["Adam"][0] != loss


@pytest.mark.parametrize("size", [(1440, 900), (1200, 800), (760, 900), (390, 844)])
def test_readings_and_transport_fit(open_page: OpenPage, size: tuple[int, int]) -> None:
    width, height = size
    page = open_page(
        **{"viewport": {"width": width, "height": height}, **(PHONE if width < 760 else {})}
    )
    open_training(page, SGD, WILD, change="r1.50(lr:0.1)")
    finish(page)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for part in ("#training", LEARNING, "#learning-outcomes", "#at-step-quality"):
        place = box(page.locator(part))
        assert place["left"] >= 0
        assert place["right"] <= width
    assert box(page.locator("#training"))["bottom"] <= height


def test_readings_are_accessible(open_page: OpenPage, axe: Callable[[Page], list[str]]) -> None:
    for theme in ("light", "dark"):
        page = open_page(color_scheme=theme)
        open_training(page, SGD, WILD, data="iris", change="r1.50(lr:0.1)", view="gradients")
        finish(page)
        page.locator("#learning-numbers summary").click()
        expect(page.locator("#learning-outcomes tbody[data-status=diverged]")).to_have_count(1)

        assert axe(page) == []
