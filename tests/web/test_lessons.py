"""The course, its lessons and the glossary, as pages and as data."""

import json
import re
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

from app import places
from app.lessons.course import lessons, topics
from app.lessons.glossary import glossary

NAMES = list(lessons())


class Links(HTMLParser):
    """The addresses that a page leads to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


def test_the_course_lists_each_lesson_once_in_order(door: TestClient) -> None:
    answer = door.get("/api/lessons").json()

    assert [each["topic"] for each in answer["topics"]] == list(topics())
    listed = [lesson for topic in answer["topics"] for lesson in topic["lessons"]]
    assert [each["name"] for each in listed] == NAMES
    assert all({"title", "order", "summary"} <= set(each) for each in listed)


def test_a_lesson_has_its_text_its_races_its_claims_and_its_neighbours(door: TestClient) -> None:
    name = NAMES[1]
    found, known = door.get(f"/api/lessons/{name}").json(), lessons()[name]

    assert (found["title"], found["topic"]) == (known.title, known.topic)
    assert (found["previous"], found["next"]) == (NAMES[0], NAMES[2])
    assert "<h3>What to notice</h3>" in found["html"]
    assert [claim["holds"] for claim in found["claims"]] == [each.holds for each in known.claims]
    assert found["predict"]["answer"] == known.question.answer
    assert list(found["races"]) == list(known.races)


def test_the_first_and_the_last_lesson_have_one_neighbour(door: TestClient) -> None:
    assert door.get(f"/api/lessons/{NAMES[0]}").json()["previous"] is None
    assert door.get(f"/api/lessons/{NAMES[-1]}").json()["next"] is None


def test_the_race_of_a_lesson_runs_as_it_is_given(door: TestClient) -> None:
    races = door.get("/api/lessons/momentum-damps").json()["races"].values()
    race = next(iter(races))

    answer = door.post("/api/run", json=race["request"])

    assert answer.status_code == 200
    assert len(answer.json()["runs"]) == len(race["ids"])


def test_an_unknown_lesson_is_refused_with_the_nearest(door: TestClient) -> None:
    answer = door.get("/api/lessons/momentum-damp")

    assert answer.status_code == 404
    (reason,) = answer.json()["detail"]
    assert "did you mean 'momentum-damps'?" in reason["msg"]


def test_the_glossary_explains_each_term(door: TestClient) -> None:
    terms = door.get("/api/glossary").json()["terms"]

    assert [term["name"] for term in terms] == list(glossary())
    assert all(term["word"] and term["says"] for term in terms)


@pytest.mark.parametrize("path", ["/lessons", f"/?lesson={NAMES[0]}"])
def test_a_page_is_sent_again_only_when_it_changed(door: TestClient, path: str) -> None:
    first = door.get(path)
    again = door.get(path, headers={"If-None-Match": first.headers["etag"]})

    assert (first.status_code, again.status_code) == (200, 304)


def test_the_course_leads_to_each_lesson(door: TestClient) -> None:
    links = Links(door.get("/lessons").text).found

    assert [f"./?lesson={name}" for name in NAMES] == [
        link for link in dict.fromkeys(links) if link.startswith("./?lesson=")
    ]


def test_a_lesson_is_read_without_scripts_and_its_races_are_beside_it(door: TestClient) -> None:
    page, lesson = door.get("/?lesson=momentum-damps").text, lessons()["momentum-damps"]
    kept = re.search(r'<script type="application/json" id="lesson-data">(.*?)</script>', page)

    assert f'<h2 id="lesson-title">{lesson.title}</h2>' in page
    assert "<h3>What to notice</h3>" in page
    assert page.count('class="lesson-choice"') == len(lesson.question.choices)
    assert kept
    assert list(json.loads(kept[1])["races"]) == list(lesson.races)
    assert "./?lesson=" in " ".join(Links(page).found)


def test_the_playground_without_a_lesson_has_none(door: TestClient) -> None:
    page = door.get("/").text

    assert "lesson-data" not in page
    assert "lesson.css" not in page
    assert "lessons" in Links(page).found


def test_a_lesson_that_is_not_there_leads_to_the_course(door: TestClient) -> None:
    answer = door.get("/", params={"lesson": "<b>nope</b>"})

    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "There is no lesson “&lt;b&gt;nope&lt;/b&gt;”." in answer.text
    assert f"./?lesson={NAMES[0]}" in Links(answer.text).found


def test_every_word_that_a_page_explains_is_in_the_glossary(door: TestClient) -> None:
    known = {f"lessons#term-{name}" for name in glossary()}
    pages = [door.get("/").text, door.get("/parts/networks").text]
    pages += [door.get(f"/?lesson={NAMES[0]}").text]

    found = {link for page in pages for link in Links(page).found if "#term-" in link}

    script = (places.static() / "js" / "lib" / "terms.js").read_text("utf-8")
    labels = re.findall(r': "([a-z-]+)",$', script, re.MULTILINE)

    assert found
    assert labels
    assert found | {f"lessons#term-{name}" for name in labels} <= known


def test_the_words_of_the_help_come_when_they_are_wanted(door: TestClient) -> None:
    words = glossary()["saddle-point"].says

    assert words not in door.get("/").text
    assert words in door.get("/parts/glossary").text
