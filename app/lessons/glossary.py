"""The words of the field, and what they mean."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from app import places


@dataclass(frozen=True)
class Term:
    """One entry. `also` are the ways to write it that a text links at their first mention."""

    name: str
    word: str
    says: str
    also: tuple[str, ...]


@cache
def glossary() -> Mapping[str, Term]:
    """All terms, by name, in the order of the file."""
    table = tomllib.loads((places.templates() / "glossary.toml").read_text("utf-8"))
    return {
        name: Term(name, entry["word"], entry["says"], tuple(entry["also"]))
        for name, entry in table.items()
    }


@cache
def mentions() -> re.Pattern[str]:
    """Matches any way to write any term, the longest first."""
    written = sorted(meant_by(), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, written))})(?![\w-])", re.IGNORECASE)


@cache
def meant_by() -> Mapping[str, str]:
    """The name of the term for each way to write one, in small letters."""
    return {
        written.lower(): term.name for term in glossary().values() for written in term.also
    }
