"""What Pydantic finds, said in the project's own words: what was given, what would be right."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

MAX_NAME = 64  # characters

Place = tuple[str | int, ...]

_KINDS = {
    "int": "a whole number",
    "float": "a number",
    "string": "a text",
    "list": "a list",
    "dict": "an object",
    "model": "an object",
    "finite": "a finite number",
    "bool": "true or false",
}
_SIDES = {
    "less_than_equal": ("too large", "le", "at most"),
    "greater_than_equal": ("too small", "ge", "at least"),
}


def sentences(findings: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Place, str]]:
    """Pydantic's findings as (where, sentence): what was given, and what would be right."""
    for finding in findings:
        where = tuple(part if isinstance(part, int) else part[:MAX_NAME] for part in finding["loc"])
        yield where, _sentence(finding["type"], finding.get("ctx", {}), finding.get("input"), where)


def _sentence(kind: str, context: dict[str, Any], given: Any, where: Place) -> str:
    if kind == "json_invalid":
        return f"this is not JSON: {context['error']}"
    name = _named(where)
    if kind == "missing":
        return f"{name} is missing; it must be given"
    if kind == "extra_forbidden":
        return f"unknown field {name!r}; leave it out"
    if kind.endswith(("too_long", "too_short")):
        return _wrong_length(name, kind, context, given)
    if kind in _SIDES:
        wrong, bound, side = _SIDES[kind]
        return f"{name} = {_shown(given)} is {wrong}; it must be {side} {_plain(context[bound])}"
    if kind == "literal_error":
        return f"{name} = {_shown(given)} is unknown; it must be {context['expected']}"
    if kind.startswith("union_tag"):
        wanted = context.get("expected_tags", "given")
        field = str(context["discriminator"]).strip("'")
        given = context.get("tag", "nothing")
        return f"{field} = {_shown(given)} is unknown; it must be one of {wanted}"
    return f"{name} = {_shown(given)} is not {_KINDS[kind.split('_', maxsplit=1)[0]]}"


def _named(where: Place) -> str:
    """The end of a place: `lr`, or `start[0]`."""
    name = ""
    for part in where:
        if part != "[key]":  # Pydantic's word for a name that is itself wrong
            name = f"{name}[{part}]" if isinstance(part, int) else part
    return name or "the request"


def _wrong_length(name: str, kind: str, context: dict[str, Any], given: Any) -> str:
    bound = context.get("max_length", context.get("min_length"))
    side = "at most" if kind.endswith("too_long") else "at least"
    units = "characters" if kind.startswith("string") else "entries"
    return f"{name} has {len(given)} {units}; it must have {side} {bound}"


def _plain(bound: float) -> str:
    return str(int(bound)) if bound == int(bound) else str(bound)


def _shown(given: Any) -> str:
    """What was given, short and printable."""
    if isinstance(given, dict | list):
        return "an object" if isinstance(given, dict) else "a list"
    try:
        text = json.dumps(given, ensure_ascii=False, default=str)
    except ValueError:  # Python writes no whole number of more than 4300 digits
        return "a huge number"
    return text if len(text) <= 60 else f"{text[:57]}..."
