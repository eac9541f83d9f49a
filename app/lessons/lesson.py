"""One lesson: a file with a TOML head between +++ lines, and Markdown below."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.lessons.head import BadLesson, Claim, Head, Question, Race, head_from, race_from

FENCE = "+++"
SECTIONS = ("What to notice", "Try")  # second-level headings that every lesson has


@dataclass(frozen=True)
class Lesson:
    """What one file says. `text` is Markdown; the first of `races` is the one on show."""

    name: str
    head: Head
    races: Mapping[str, Race]
    text: str

    @property
    def title(self) -> str:
        """What the lesson is called."""
        return self.head.title

    @property
    def topic(self) -> str:
        """The part of the course that it belongs to."""
        return self.head.topic

    @property
    def claims(self) -> list[Claim]:
        """What must be true of its races."""
        return self.head.claims

    @property
    def question(self) -> Question:
        """What is asked before the race is seen."""
        return self.head.predict


def read(path: Path) -> Lesson:
    """Read a lesson from its file. Raises BadLesson."""
    try:
        return lesson_from(path.stem, path.read_text("utf-8"))
    except BadLesson as error:
        raise BadLesson(f"{path.name}: {error}") from None


def lesson_from(name: str, written: str) -> Lesson:
    """Read a lesson from what its file holds. Raises BadLesson."""
    before, opening, rest = written.partition(f"{FENCE}\n")
    toml, closing, text = rest.partition(f"\n{FENCE}\n")
    if before.strip() or not opening or not closing:
        raise BadLesson(f"it must begin with a line {FENCE}, a head in TOML, and a line {FENCE}")
    try:
        table = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise BadLesson(f"its head is not TOML: {error}") from None
    head = head_from(table)
    races = {race: race_from(race, given) for race, given in head.races.items()}
    headings = [line.removeprefix("## ").strip() for line in text.splitlines() if line[:3] == "## "]
    for section in SECTIONS:
        if section not in headings:
            raise BadLesson(f"it has no section '## {section}'")
    return Lesson(name, head, races, text)
