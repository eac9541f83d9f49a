"""Races of the stream, in a compute process: block after block, and looks at networks.

A race is kept under the name of its home. Where it is not (any more), it is made again from its
spec, up to where it is wanted: to the same bytes.
"""

from collections import OrderedDict
from collections.abc import Sequence
from time import monotonic
from typing import Any, NamedTuple

from app.compute.eye import Eye, Sight, Wish
from app.compute.learning import Learning, begun
from app.compute.pace import points_of
from app.compute.process import Heed, kept
from app.compute.racing import Racing, side_by_side
from app.compute.results import ended
from app.engine.catalogue import BadChoice
from app.engine.checkpoints import patiently
from app.engine.descend import Frames
from app.engine.race import Race
from app.spec import NetworkSpec, RaceSpec, Refused

TOGETHER = 0.02  # seconds: blocks that take less are sent in one piece
EYES = 64  # clients whose latest plane is remembered for one training


class Opened(NamedTuple):
    """What is known of a race before its first step."""

    introduced: dict[str, Any]
    lengths: list[int]  # of its blocks
    points: int  # of 40 bytes each, that it takes at most


class Part(NamedTuple):
    """Blocks of a race, or after the last of them how its runs ended; or all of that."""

    opened: Opened
    blocks: list[bytes]
    ends: list[dict[str, Any]] | None


class _Course:
    """A race, and which of its blocks is next."""

    def __init__(self, spec: str, before: str | None, heed: Heed) -> None:
        asked = RaceSpec.model_validate_json(spec)
        self.course: Racing | Learning
        if isinstance(asked.problem, NetworkSpec):
            training = asked.training()
            points = points_of(training)
            past = kept.get(before) if before else None
            self.course = begun(asked, training, past.course if past else None, heed)
        else:
            race = asked.race()
            points = len(race.runs) * (race.steps + 1)
            self.course = Racing(race)
        self.opened = Opened(self.course.introduced(), list(self.course.lengths()), points)
        self.done = 0
        self._first = 0
        self._sight: Sight | None = None
        self._eyes: OrderedDict[int, Eye] = OrderedDict()

    @property
    def over(self) -> bool:
        """Whether the last block was computed."""
        return self.done == len(self.opened.lengths)

    def block(self, heed: Heed) -> bytes:
        """Compute the next block."""
        number, first = self.done, self._first
        length = self.opened.lengths[number]
        block = self.course.block(first, length, heed)
        if self.done == number:  # after a restart, who looks and who goes on may both catch up
            self._first += length
            self.done += 1
        return block

    def go_to(self, done: int, heed: Heed) -> None:
        """Compute what was computed before and lost."""
        while self.done < done:
            self.block(heed)

    def eye(self, number: int) -> Eye:
        """What looks at the networks for one client. Raises LookupError for surfaces."""
        if not isinstance(self.course, Learning):
            raise LookupError("only networks can be looked at")
        if self._sight is None:
            self._sight = Sight(self.course.race)
        eye = self._eyes.pop(number, None) or Eye(self._sight)
        self._eyes[number] = eye
        while len(self._eyes) > EYES:
            self._eyes.popitem(last=False)
        return eye


def go_on(heed: Heed, home: str, spec: str, first: int, count: int, before: str | None) -> Part:
    """Up to `count` blocks of a race, from number `first` on, and after the last its ends.

    A training may go on from the race that is kept under the name `before`. Raises Refused.
    """
    course = _course(home, spec, before, heed)
    course.go_to(first, heed)
    began = monotonic()
    blocks: list[bytes] = []
    while len(blocks) < count and not course.over:
        if blocks and monotonic() - began > TOGETHER:
            break
        blocks.append(course.block(heed))
    ends = None
    if course.over and (course.course.judged or not blocks):  # no block waits for what is said
        ends = [ended(end) for end in course.course.ends(heed)]
    return Part(course.opened, blocks, ends)


def together(heed: Heed, asked: Sequence[tuple[Any, ...]]) -> list[Part | Exception]:
    """What `go_on` answers to each of many, for short races on surfaces from their first block on.

    All runs are lanes of one race, so that many take little longer than one; each takes the path
    that it takes alone.
    """
    races: list[Race | Exception] = []
    for _, spec, *_ in asked:
        try:
            races.append(RaceSpec.model_validate_json(spec).race())
        except (Refused, BadChoice) as error:
            races.append(error)
    good = [race for race in races if isinstance(race, Race)]
    frames = iter(side_by_side(good, heed))
    return [_whole(race, next(frames)) if isinstance(race, Race) else race for race in races]


def _whole(race: Race, ahead: Frames) -> Part:
    course = Racing(race, ahead)
    points = len(race.runs) * (race.steps + 1)
    opened = Opened(course.introduced(), list(course.lengths()), points)
    blocks, first = [], 0
    for length in opened.lengths:
        blocks.append(course.block(first, length, patiently))
        first += length
    return Part(opened, blocks, [ended(end) for end in course.ends(patiently)])


def see(heed: Heed, home: str, spec: str, done: int, eye: int, wish: Wish) -> bytes:
    """What a client sees of a training that has come so many blocks far. Raises Refused."""
    course = _course(home, spec, None, heed)
    course.go_to(done, heed)
    return course.eye(eye).seen(wish, heed)


def _course(home: str, spec: str, before: str | None, heed: Heed) -> _Course:
    course: _Course | None = kept.get(home)
    if course is None:
        made = _Course(spec, before, heed)
        course = kept.setdefault(home, made)  # who looks may have made it too meanwhile
    return course
