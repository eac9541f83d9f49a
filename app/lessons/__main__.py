"""For who writes lessons: `python -m app.lessons check NAME...` holds each claim against numbers.

`python -m app.lessons value NAME EXPRESSION` computes any expression over a lesson's races.
"""

import sys
from time import perf_counter

from app.lessons.claims import BadClaim, Examiner
from app.lessons.course import files, folder
from app.lessons.head import BadLesson
from app.lessons.lesson import Lesson, read


def main(words: list[str]) -> int:
    """Do what was asked for; 1 where something does not hold."""
    match words:
        case ["check", *names]:
            wanted = names or [path.stem for path in files()]
            return max([check(name) for name in wanted], default=0)
        case ["value", name, expression]:
            return value(name, expression)
    print(__doc__)
    return 2


def check(name: str) -> int:
    """Print each claim of a lesson, the values of its parts, and whether it holds."""
    try:
        lesson = read(folder() / f"{name}.md")
    except (BadLesson, OSError) as error:
        print(f"{name}: cannot be read. {error}")
        return 1
    began, examiner = perf_counter(), Examiner(lesson)
    print(f"{name}: {lesson.title}")
    failed = sum([not _told(lesson, examiner, place) for place in range(len(lesson.claims))])
    print(f"  {len(lesson.claims)} claims, {failed} wrong, {perf_counter() - began:.1f} s\n")
    return int(failed > 0)


def value(name: str, expression: str) -> int:
    """Print the value of an expression and of its parts."""
    try:
        parts: dict[str, bool | float | str] = {}
        found = Examiner(read(folder() / f"{name}.md")).value(expression, parts)
    except (BadLesson, BadClaim, OSError) as error:
        print(error)
        return 1
    for part, of in parts.items():
        print(f"{part} = {of!r}")
    print(found)
    return 0


def _told(lesson: Lesson, examiner: Examiner, place: int) -> bool:
    claim = lesson.claims[place]
    try:
        finding = examiner.examine(claim)
    except BadClaim as error:
        print(f"  ERROR  {claim.says}\n         {error}")
        return False
    print(f"  {'holds' if finding.holds else 'FALSE'}  {claim.says}\n         {claim.holds}")
    for part, of in finding.parts.items():
        print(f"           {part} = {f'{of:.6g}' if isinstance(of, float) else repr(of)}")
    return finding.holds


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
