"""Settings in words: what each may be, and what is wrong with what was given."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo

MAX_SHOWN = 100  # characters of what was given


def allowed(field: FieldInfo) -> str:
    """What a setting may be, as in `a whole number from 1 to 64`."""
    kind: Any = field.annotation
    if kind is bool:
        return "true or false"
    if kind is int:
        least, most = (grouped(_bound(field, side)) for side in ("ge", "le"))
        return f"a whole number from {least} to {most}"
    if get_origin(kind) is Literal:
        *others, last = get_args(kind)
        return f"{', '.join(others)} or {last}"
    examples = " or ".join(str(example) for example in field.examples or ())
    if get_origin(kind) is list:
        return f"names with commas between them, each as in {examples}"
    return f"a text, as in {examples}" if examples else "a text"


def grouped(number: int) -> str:
    """A number as it may be set and is easily read, as in 10_000."""
    return str(number) if number < 10_000 else f"{number:_}"


def wrongs(
    prefix: str,
    fields: Mapping[str, FieldInfo],
    environment: Iterable[str],
    error: ValidationError | None,
) -> Iterator[str]:
    """A sentence for each value that cannot be, and for each name that no setting has."""
    seen = set()
    for finding in error.errors(include_url=False) if error else ():
        name, *place = finding["loc"]
        if name not in seen:
            seen.add(name)
            given = repr(finding["input"])[:MAX_SHOWN]
            where = f"{prefix}{str(name).upper()}"
            which = "each must be" if place else "it must be"
            yield f"{where}: {given} was given; {which} {_one(fields[str(name)], bool(place))}"
    known = [name.upper() for name in fields]
    for given in sorted(environment):
        name = given.upper().removeprefix(prefix)
        if given.upper().startswith(prefix) and name not in known:
            near = difflib.get_close_matches(name, known, 1)
            meant = f"; did you mean {prefix}{near[0]}?" if near else "; leave it out"
            yield f"{given[:MAX_SHOWN]}: there is no such setting{meant}"


def _one(field: FieldInfo, of_list: bool) -> str:
    words = allowed(field)
    return words.partition("each ")[2] if of_list else words


def _bound(field: FieldInfo, side: str) -> int:
    return next(int(getattr(each, side)) for each in field.metadata if hasattr(each, side))
