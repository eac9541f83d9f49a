"""Racers are set up, race, and end as the engine says they do."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.playground import (
    CURVES,
    ROSENBROCK,
    TRAILS,
    Row,
    card,
    catalogue,
    choose_surface,
    colour_of,
    computed,
    expect_another_picture,
    expect_picture,
    finish,
    first_runs,
    ink,
    number,
    picture,
    race,
    rate,
    rows,
    type_in,
    visit,
)

TWO_DIGITS = 0.06  # relative: what the table writes
FOUR_DIGITS = 6e-4  # what the table of numbers writes


def _agrees(row: Row, run: dict[str, Any], lowest: float = 0.0) -> None:
    """A row says what the engine computed."""
    gaps = [value - lowest for value in run["loss"]]
    assert row.status == run["status"]
    assert row.best == pytest.approx(min(gaps), rel=TWO_DIGITS)
    assert row.best_at == gaps.index(min(gaps))


def _numbers(page: Page) -> dict[str, list[list[float | None]]]:
    """The table of numbers: for each racer rows of step, x, y, loss, ‖∇f‖, η and ‖Δx‖."""
    details = page.locator("#numbers")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
        expect(details.locator("tbody tr")).not_to_have_count(0)
    texts: list[list[str]] = details.locator("tbody tr").evaluate_all(
        "(rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    found: dict[str, list[list[float | None]]] = {}
    for name, *cells in texts:
        found.setdefault(name, []).append([number(cell) for cell in cells])
    return found


def test_first_view_teaches_without_a_click(lab: Page) -> None:
    expect(lab.get_by_role("combobox", name="Surface")).to_have_value("Rosenbrock")
    names = [card(lab, place).get_by_role("combobox").first.input_value() for place in range(1, 5)]
    assert names == ["Gradient descent", "Momentum", "RMSprop", "Adam"]
    expect(lab.locator("#lede")).to_contain_text("valley")

    lab.wait_for_function("() => document.querySelector('#scrubber').valueAsNumber > 20")

    expect(lab.get_by_role("button", name="Pause")).to_be_visible()
    assert lab.locator("#map-plot .contourlevel").count() > 5
    for place in range(1, 5):
        assert len(ink(lab, colour_of(lab, place))) > 15
        assert len(ink(lab, colour_of(lab, place), CURVES)) > 15


def test_table_and_numbers_are_those_of_the_engine(lab: Page) -> None:
    finish(lab)

    runs = computed(lab, first_runs(lab), problem=ROSENBROCK)
    for row, run in zip(rows(lab), runs, strict=True):
        _agrees(row, run)
        assert row.name == run["label"]
        assert row.now == pytest.approx(run["loss"][500], rel=TWO_DIGITS)
    numbers = _numbers(lab)
    for run in runs:
        for step, x, y, loss, norm, eta, _ in numbers[run["label"]]:
            assert step is not None
            at = int(step)
            wanted = [run[what][at] for what in ("loss", "gradient_norm", "learning_rate")]
            assert [x, y] == pytest.approx(run["path"][at], rel=FOUR_DIGITS, abs=1e-12)
            assert [loss, norm, eta] == pytest.approx(wanted, rel=FOUR_DIGITS)
        assert numbers[run["label"]][-1][0] == 500


def test_no_racer_explodes_when_the_surface_changes(lab: Page) -> None:
    menus = catalogue(lab)
    everyone = [f"{rule['name']}.{rule['conventions'][0]['name']}" for rule in menus["optimizers"]]
    visit(lab, race(*everyone))
    assert len(menus["surfaces"]) >= 17

    for surface in [*menus["surfaces"][1:], menus["surfaces"][0]]:
        choose_surface(lab, surface["label"])
        finish(lab)

        ended = rows(lab)
        assert len(ended) == len(everyone)
        assert not [row for row in ended if row.status == "diverged"], surface["name"]
        expect(lab.locator("#lede")).to_contain_text(surface["label"])
        rates = surface["rates"]
        asked = [
            {
                "optimizer": rule["name"],
                "hyperparameters": {"lr": rates[rule["name"]]}
                if "lr" in rule["conventions"][0]["defaults"]
                else {},
            }
            for rule in menus["optimizers"]
        ]
        runs = computed(lab, asked, problem={"kind": "surface", "name": surface["name"]})
        assert [row.status for row in ended] == [run["status"] for run in runs], surface["name"]


def test_ten_racers_race_and_none_looks_like_another(lab: Page) -> None:
    for _ in range(6):
        lab.get_by_role("button", name="Add").click()
        lab.keyboard.press("Escape")

    finish(lab)

    assert len(rows(lab)) == 10
    assert len({row.name for row in rows(lab)}) == 10
    looks = lab.locator("#racers .swatch").evaluate_all("(all) => all.map((svg) => svg.innerHTML)")
    assert len(set(looks)) == 10
    in_table = lab.locator("#outcomes tr[data-status] svg path[stroke]")
    colours = in_table.evaluate_all("(all) => all.map((path) => path.getAttribute('stroke'))")
    assert colours == [colour_of(lab, place) for place in range(1, 11)]


def test_hidden_racer_leaves_the_plots_and_comes_back(lab: Page) -> None:
    finish(lab)
    before, colour = picture(lab, TRAILS), colour_of(lab, 2)
    others = [colour_of(lab, place) for place in (1, 3, 4)]
    assert ink(lab, colour)

    lab.get_by_role("button", name="Hide racer 2,").click()

    expect_another_picture(lab, TRAILS, before)
    assert not ink(lab, colour)
    assert not ink(lab, colour, CURVES)
    assert all(ink(lab, other) for other in others)
    assert rows(lab)[1].status == "finished"
    lab.get_by_role("button", name="Hide racer 2,").click()
    expect_picture(lab, TRAILS, before)


def test_solo_shows_one_racer_alone(lab: Page) -> None:
    finish(lab)
    before = picture(lab, TRAILS)

    lab.get_by_role("button", name="Show only racer 4,").click()

    expect_another_picture(lab, TRAILS, before)
    shown = [bool(ink(lab, colour_of(lab, place))) for place in range(1, 5)]
    assert shown == [False, False, False, True]
    expect(lab.locator("#map-words")).to_contain_text("Adam")
    expect(lab.locator("#map-words")).not_to_contain_text("Momentum")


def test_twins_are_told_apart_by_what_differs(lab: Page) -> None:
    lab.get_by_role("button", name="Duplicate racer 4,").click()
    type_in(rate(lab, 5), "0.05")

    finish(lab)

    assert [row.name for row in rows(lab)[3:]] == ["Adam η 0.2", "Adam η 0.05"]
    runs = computed(
        lab,
        [{"optimizer": "adam", "hyperparameters": {"lr": lr}} for lr in (0.2, 0.05)],
        problem=ROSENBROCK,
    )
    for row, run in zip(rows(lab)[3:], runs, strict=True):
        _agrees(row, run)
    assert rows(lab)[3].best != rows(lab)[4].best


def test_noise_is_the_same_for_every_racer(tab: Page) -> None:
    adam = "adam.textbook(lr:0.2)"
    visit(tab, race(adam, adam, noise=1))
    finish(tab)
    first, second = rows(tab)

    assert (first.best, first.best_at) == (second.best, second.best_at)
    run = {"optimizer": "adam", "hyperparameters": {"lr": 0.2}}
    noisy, quiet = (
        computed(tab, [run], problem={**ROSENBROCK, "noise": noise})[0] for noise in (1, 0)
    )
    _agrees(first, noisy)
    assert first.best_at != quiet["loss"].index(min(quiet["loss"]))

    tab.locator("#conditions-toggle").click()
    type_in(tab.get_by_label("Seed", exact=True), "7")
    expect(tab.locator("#conditions-words")).to_have_text("noise 1 · 500 steps · seed 7")
    finish(tab)

    other, twin = rows(tab)
    assert (other.best, other.best_at) == (twin.best, twin.best_at)
    _agrees(other, computed(tab, [run], problem={**ROSENBROCK, "noise": 1}, seed=7)[0])
    assert other.best_at != first.best_at or other.best != first.best


def test_table_is_sorted_by_a_press_and_put_back_by_the_third(lab: Page) -> None:
    finish(lab)
    own = [row.name for row in rows(lab)]
    best = lab.get_by_role("columnheader", name="Best")

    best.get_by_role("button").click()
    values = [row.best or 0 for row in rows(lab)]
    assert values == sorted(values)
    expect(best).to_have_attribute("aria-sort", "ascending")
    best.get_by_role("button").click()
    assert [row.best for row in rows(lab)] == values[::-1]
    best.get_by_role("button").click()

    assert [row.name for row in rows(lab)] == own


def test_reader_chooses_what_counts_as_reached(lab: Page) -> None:
    finish(lab)
    losses = [run["loss"] for run in computed(lab, first_runs(lab), problem=ROSENBROCK)]

    type_in(lab.get_by_label("counts as reached: f"), "0.01")

    expect(lab.locator("#outcomes td", has_text="never")).not_to_have_count(4)
    first_below = [
        next((step for step, loss in enumerate(run) if loss <= 0.01), None) for run in losses
    ]
    assert [row.reached for row in rows(lab)] == first_below


def test_race_of_the_most_racers_is_drawn_and_told(open_page: OpenPage) -> None:
    rates = [n * 1e-5 for n in range(1, 65)]
    page = visit(open_page(), race(*(f"sgd.textbook(lr:{lr})" for lr in rates)))
    finish(page)

    runs = [{"optimizer": "sgd", "hyperparameters": {"lr": lr}} for lr in rates]
    for row, run in zip(rows(page), computed(page, runs, problem=ROSENBROCK), strict=True):
        _agrees(row, run)
    expect(page.get_by_role("button", name="Add")).to_be_disabled()
    expect(page.get_by_text("racers are the most that one race holds")).to_be_visible()
    assert urlsplit(page.url).fragment.count("racer=") == 64
