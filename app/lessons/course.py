"""All lessons, in the order in which they are taken."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from app import places
from app.lessons.head import TOPICS
from app.lessons.lesson import Lesson, read


def folder() -> Path:
    """Where the lessons' files lie."""
    return places.templates() / "lessons"


def files() -> list[Path]:
    """The lessons' files, by name."""
    return sorted(folder().glob("*.md"))


@cache
def lessons() -> Mapping[str, Lesson]:
    """Every lesson by its name, topic by topic. Raises BadLesson for a file that is none."""
    found = sorted(map(read, files()), key=_place)
    return {lesson.name: lesson for lesson in found}


def _place(lesson: Lesson) -> tuple[int, int]:
    return TOPICS.index(lesson.topic), lesson.head.order


def topics() -> dict[str, list[Lesson]]:
    """The lessons of each topic that has some."""
    every = lessons().values()
    found = {topic: [lesson for lesson in every if lesson.topic == topic] for topic in TOPICS}
    return {topic: taken for topic, taken in found.items() if taken}
