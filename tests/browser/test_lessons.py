"""Lessons: the race waits for an answer, then plays; the course remembers; words are explained."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.engine.race import Race
from app.engine.training import Training
from app.lessons.course import lessons
from app.spec import NetworkSpec, spec_from
from tests.browser.conftest import OpenPage
from tests.browser.playground import PHONE, box, card, expect_step, race, rows, step_on_show, until

Axe = Callable[[Page], list[str]]

ROUND_TRIP = """async (names) => {
    const root = document.querySelector('script[src$="js/main.js"]').src.replace(/main.js$/, "");
    const [{ specFrom }, { requestOf }, { initialSpec }] = await Promise.all(
        ["from_request", "request", "first"].map((name) => import(`${root}spec/${name}.js`)));
    const catalog = await (await fetch("api/catalog")).json();
    catalog.networks = catalog;
    const before = initialSpec(catalog);
    const found = {};
    for (const name of names) {
        const { races } = await (await fetch(`api/lessons/${name}`)).json();
        for (const [race, { request, ids }] of Object.entries(races)) {
            found[`${name} ${race}`] = requestOf(specFrom(catalog, before, request, ids), ids);
        }
    }
    return found;
}"""


def lesson(page: Page, name: str, fragment: str = "") -> Page:
    page.goto(f"/?lesson={name}{fragment}")
    page.wait_for_selector("html[data-ready]", state="attached")
    return page


def test_a_lesson_asks_first_and_then_plays(page: Page) -> None:
    known = lessons()["momentum-damps"]
    question, says = known.question, next(iter(known.races.values())).says
    wrong = next(place for place in range(3) if place + 1 != question.answer)
    lesson(page, known.name)

    expect(page.locator("#lesson-title")).to_have_text(known.title)
    expect(page.locator("#lesson-runs li")).to_have_text([words or "" for words in says])
    assert step_on_show(page) == 0
    for spoiler in ("#lesson-answer", "#lesson-after", "#outcomes"):
        expect(page.locator(spoiler)).to_be_hidden()

    page.get_by_role("button", name=question.choices[wrong]).click()

    right = question.choices[question.answer - 1]
    expect(page.locator("#lesson-verdict")).to_contain_text(f"It is “{right}”.")
    until(page, lambda: step_on_show(page) > 0, "the race does not play")
    expect(page.get_by_role("heading", name="What to notice")).to_be_visible()
    assert [row.status for row in rows(page)][:2] == ["diverged", "converged"]


def test_who_plays_the_race_has_seen_it_and_can_be_asked_again(page: Page) -> None:
    lesson(page, "momentum-damps")

    page.get_by_role("button", name="One step forward").click()
    expect(page.locator("#lesson-answer")).to_be_visible()
    page.get_by_role("button", name="Ask me again").click()

    expect(page.locator("#lesson-answer")).to_be_hidden()
    expect_step(page, 0)


def test_an_edit_stays_and_the_lessons_race_comes_back(page: Page) -> None:
    mine = race("adam.textbook(lr:0.1,beta1:0.9,beta2:0.99,eps:1e-8)", surface="beale")
    lesson(page, "momentum-damps", f"#{mine}")
    expect(page.locator("#lesson-edited")).to_contain_text("This race is yours now.")
    expect(page.locator("#racers > li")).to_have_count(1)

    back = page.get_by_role("button", name="Beyond both limits", exact=True)
    back.click()

    expect(page.locator("#lesson-edited")).to_have_text("")
    expect(back).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#lesson-runs li")).to_have_text(["heavy ball, η = 0.08"])
    page.get_by_role("tab", name="Controls").click()
    expect(card(page, 1)).to_be_visible()
    expect(page.locator("#lesson")).to_be_hidden()


def test_the_course_goes_on_where_one_stopped(page: Page) -> None:
    first, second, third = list(lessons().values())[:3]
    lesson(page, first.name)
    page.get_by_role("button", name="Just show me").click()
    page.get_by_role("button", name="Mark as done").click()
    page.get_by_role("link", name="Next").click()
    page.wait_for_selector("html[data-ready]", state="attached")
    page.locator(".lesson-choice").nth(second.question.answer - 1).click()
    expect(page.locator("#lesson-verdict")).to_have_text("You were right.")

    page.get_by_role("navigation", name="Course").get_by_role("link", name="Previous").click()
    page.wait_for_selector("html[data-ready]", state="attached")
    expect(page.locator("#lesson-after")).to_be_visible()  # it was done before
    page.locator("#lesson").get_by_role("link", name="Lessons").click()

    expect(page.locator("#course-progress")).to_have_text(f"2 of {len(lessons())} done")
    expect(page.locator("#course-on")).to_have_text(f"Continue: {third.title}")
    page.get_by_role("button", name="Forget my progress").click()
    expect(page.locator("#course-on")).to_have_text("Start")


def test_a_lesson_on_networks_draws_its_own_data(page: Page) -> None:
    lesson(page, "xor-by-width")

    page.get_by_role("button", name="Just show me").click()

    until(page, lambda: step_on_show(page) > 0, "the race does not play")
    expect(page.locator("#network-stage .plot-state:visible")).to_have_count(0)
    expect(page.locator("#lesson-runs li")).to_have_count(3)


def test_a_lesson_needs_no_keyboard_and_no_mouse(open_page: OpenPage) -> None:
    page = lesson(open_page(**PHONE), "momentum-damps")

    page.locator(".lesson-choice").last.tap()
    expect(page.locator("#lesson-answer")).to_be_visible()
    page.locator("#lesson a.term").first.tap()
    expect(page.locator("#term-said")).to_be_visible()
    page.locator("#lesson-title").tap()
    expect(page.locator("#term-said")).to_be_hidden()
    page.locator("#lesson .lesson-load").last.tap()

    expect(page.locator("#lesson .lesson-load").last).to_have_attribute("aria-pressed", "true")


def test_a_word_is_explained_beside_itself_until_it_is_dismissed(page: Page) -> None:
    lesson(page, "momentum-damps")
    word, said = page.locator("#lesson a.term").first, page.locator("#term-said")

    word.hover()
    expect(said).to_contain_text("Steep across and nearly level along")
    above, below = box(word), box(said)
    assert below["y"] - below["height"] / 2 >= above["y"] + above["height"] / 2
    said.hover()
    page.wait_for_timeout(400)
    expect(said).to_be_visible()  # what explains can be pointed at
    page.keyboard.press("Escape")
    expect(said).to_be_hidden()

    page.locator("#lesson .lesson-place a").focus()
    page.keyboard.press("Tab")
    expect(said).to_be_visible()
    expect(word).to_have_attribute("aria-describedby", "term-said")
    page.keyboard.press("Tab")
    expect(said).not_to_contain_text("Steep across")


def test_a_label_of_the_playground_is_explained_too(lab: Page) -> None:
    card(lab, 1).locator("a.term").first.hover()

    expect(lab.locator("#term-said")).to_contain_text("How far a step goes for a given gradient.")


def test_a_racers_details_lead_to_lessons(lab: Page) -> None:
    card(lab, 4).locator(".unfold").click()
    card(lab, 4).get_by_text("Good at, weak at").click()

    link = card(lab, 4).get_by_role("link", name=lessons()["rotation"].title)
    expect(link).to_have_attribute("href", "./?lesson=rotation")


def test_the_page_races_what_each_lesson_asks_for(lab: Page) -> None:
    found = lab.evaluate(ROUND_TRIP, list(lessons()))

    for name, known in lessons().items():
        for each in known.races.values():
            assert asked(found[f"{name} {each.name}"]) == asked(dict(each.request)), name


def asked(request: dict[str, Any]) -> list[Any]:
    spec = spec_from(request)
    made: Race | Training = (
        spec.training() if isinstance(spec.problem, NetworkSpec) else spec.race()
    )
    return [list(made.runs), made.steps, made.seed, made.changes]


def test_a_lesson_is_printed_whole_and_larger_on_a_projector(page: Page) -> None:
    lesson(page, "momentum-damps")
    size = "() => parseFloat(getComputedStyle(document.querySelector('#lesson p')).fontSize)"
    before = page.evaluate(size)

    page.get_by_role("button", name="Projector").click()
    assert page.evaluate(size) > before
    page.emulate_media(media="print")

    expect(page.locator("#lesson-answer")).to_be_visible()
    expect(page.get_by_role("heading", name="Try")).to_be_visible()
    expect(page.locator("#stage")).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_lessons_are_accessible(open_page: OpenPage, axe: Axe, theme: str) -> None:
    page = open_page("/lessons", color_scheme=theme)
    assert axe(page) == []

    lesson(page, "momentum-damps")
    assert axe(page) == []
    page.locator(".lesson-choice").first.click()
    page.locator("#play").click()
    page.locator("#lesson a.term").first.hover()
    expect(page.locator("#term-said")).to_be_visible()
    assert axe(page) == []


def test_a_lesson_that_is_not_there_shows_those_that_are(page: Page, watch: Any) -> None:
    watch.allow("404")
    page.goto("/?lesson=nope")

    expect(page.get_by_role("alert")).to_contain_text("There is no lesson “nope”.")
    expect(page.locator("[data-lesson]")).to_have_count(len(lessons()))
