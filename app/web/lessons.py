"""The course, its lessons and the glossary, as data for scripts and as what pages show."""

from functools import cache
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic_core import to_json

from app.engine.catalogue import nearest
from app.lessons.course import lessons, topics
from app.lessons.glossary import glossary
from app.lessons.head import Race
from app.lessons.lesson import Lesson
from app.lessons.text import html, inline
from app.web.catalogue import KEEP
from app.web.coding import Content, answer, in_all_forms
from app.web.errors import refusal, told

router = APIRouter()

HEADING = "<h3>"  # what stands above the first one may be read before the race is seen


@router.get("/api/lessons")
def course(request: Request) -> Response:
    """The course: topics in order, and the lessons of each."""
    return answer(request, _course(), KEEP)


@router.get("/api/lessons/{name}")
def lesson(name: str, request: Request) -> Response:
    """One lesson with its races."""
    if name not in lessons():
        words = f"there is no lesson {name[:64]!r}{nearest(name, lessons())}"
        return refusal(404, told(words, "name"))
    return answer(request, _lesson(name), KEEP)


@router.get("/api/glossary")
def words(request: Request) -> Response:
    """The words of the field, and what they mean."""
    return answer(request, _glossary(), KEEP)


def listed() -> list[dict[str, Any]]:
    """The course as pages and scripts list it."""
    return [
        {
            "topic": topic,
            "lessons": [
                {
                    "name": each.name,
                    "title": each.title,
                    "order": each.head.order,
                    "summary": inline(each.head.summary),
                }
                for each in taken
            ],
        }
        for topic, taken in topics().items()
    ]


@cache
def shown(name: str) -> dict[str, Any]:
    """A lesson as pages and scripts have it. Texts are HTML."""
    found = lessons()[name]
    names = list(lessons())
    place = names.index(name)
    before, heading, after = html(found.text).partition(HEADING)
    return {
        "name": name,
        "title": found.title,
        "order": found.head.order,
        "topic": found.topic,
        "summary": inline(found.head.summary),
        "place": place + 1,
        "html": before + heading + after,
        "before": before,
        "after": heading + after,
        "races": {race.name: _race(race) for race in found.races.values()},
        "claims": [{"says": inline(c.says), "holds": c.holds} for c in found.claims],
        "predict": _question(found),
        "previous": names[place - 1] if place else None,
        "next": names[place + 1] if place + 1 < len(names) else None,
    }


def _race(race: Race) -> dict[str, Any]:
    return {
        "label": race.label,
        "request": race.request,
        "ids": race.ids,
        "says": race.says,
        "view": race.view.model_dump(exclude_none=True),
    }


def _question(found: Lesson) -> dict[str, Any]:
    question = found.question
    return {
        "question": inline(question.question),
        "choices": [inline(choice) for choice in question.choices],
        "answer": question.answer,
        "because": inline(question.because),
    }


@cache
def _course() -> Content:
    return _json({"topics": listed()})


@cache
def _lesson(name: str) -> Content:
    whole = {k: v for k, v in shown(name).items() if k not in ("before", "after", "place")}
    return _json(whole)


@cache
def _glossary() -> Content:
    terms = [{"name": t.name, "word": t.word, "says": t.says} for t in glossary().values()]
    return _json({"terms": terms})


def _json(content: dict[str, Any]) -> Content:
    return in_all_forms("application/json", to_json(content))
