"""A whole race as JSON, written run by run: 64 runs of 10,000 steps are 50 MB.

It is kept under the name of its home, and made again where it is not there any more.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic_core import to_json

from app.compute.busy import Busy
from app.compute.process import Heed, kept
from app.compute.results import ended, named
from app.compute.room import Room
from app.compute.trained import trained
from app.engine.descend import Frames
from app.engine.outcome import Outcome, outcomes
from app.engine.race import Race, Run, path_of
from app.spec import MAX_POINTS, NetworkSpec, room_of, spec_from

BLOCK = 50  # steps between looks at whether others wait
TOGETHER = 256 * 1024  # bytes of an answer that are handed over in one piece, about
FULL = f"more than {MAX_POINTS} points are being computed; try again in a second"

room = Room(MAX_POINTS)


class Piece(NamedTuple):
    """Bytes of an answer, and whether they are the last ones."""

    content: bytes
    last: bool


class _Answer:
    """An answer on its way out, which takes room until it is forgotten."""

    def __init__(self, points: int, parts: Iterator[bytes]) -> None:
        self.given = 0
        self._points = points
        self._parts = parts

    def next(self) -> Piece:
        """Write the next piece."""
        content = b""
        self.given += 1
        for part in self._parts:
            content += part
            if len(content) >= TOGETHER:
                return Piece(content, False)
        return Piece(content, True)

    def close(self) -> None:
        """Give the room back."""
        room.give_back(self._points)


def piece(heed: Heed, home: str, body: bytes, number: int) -> Piece:
    """A piece of the answer; the first one takes the whole race. Raises Refused and Busy."""
    answer: _Answer | None = kept.get(home)
    if answer is None:
        answer = kept[home] = _computed(heed, body)
    while answer.given < number:
        answer.next()
    return answer.next()


def _computed(heed: Heed, body: bytes) -> _Answer:
    spec = spec_from(body)
    if isinstance(spec.problem, NetworkSpec):
        training = spec.training()
        points = room_of(training)
    else:
        race = spec.race()
        points = len(race.runs) * (race.steps + 1)
    if not room.take(points):
        raise Busy(FULL, 1)
    try:
        if isinstance(spec.problem, NetworkSpec):
            return _Answer(points, trained(spec, training, heed))
        return _Answer(points, _raced(race, heed))
    except BaseException:
        room.give_back(points)
        raise


def _raced(race: Race, heed: Heed) -> Iterator[bytes]:
    """Run the whole race; what is given is its answer, still to be written."""
    blocks = []
    while not race.over:
        heed()
        blocks.append(race.advance(BLOCK))
    return _written(race, blocks, outcomes(race, blocks))


def _written(race: Race, blocks: list[Frames], ends: list[Outcome]) -> Iterator[bytes]:
    opening = b'{"runs":['
    for lane, (entry, end) in enumerate(zip(race.runs, ends, strict=True)):
        yield opening + to_json(
            _answer(entry, path_of(blocks, lane), end), inf_nan_mode="null"
        )
        opening = b","
    yield b"]}"


def _answer(run: Run, path: Frames, end: Outcome) -> dict[str, Any]:
    return {
        **named(run),
        **ended(end),
        "path": path.point[:, 0].tolist(),
        "loss": path.value[:, 0].tolist(),
        "gradient_norm": path.gradient_norm[:, 0].tolist(),
        "learning_rate": path.rate[:, 0].tolist(),
    }
