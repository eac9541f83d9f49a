"""What a client of /ws/run may ask for, message by message."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import from_json

from app.spec import MAX_BODY, MAX_RUNS, MAX_STEPS, Numbers, RaceSpec, Refused, Spec, Whole, refused

MAX_CREDIT = 64  # blocks that a client may have granted at a time
MAX_RACE_NUMBER = 2**32 - 1
MAX_OPENED = 8  # runs that one message opens
MIN_SIDE, MAX_SIDE = 11, 81  # points along each side of a weight plane

RaceNumber = Annotated[Whole, Field(ge=0, le=MAX_RACE_NUMBER)]
Credit = Annotated[Whole, Field(ge=1, le=MAX_CREDIT)]
RunNumber = Annotated[Whole, Field(ge=0, le=MAX_RUNS - 1)]
Parameter = Annotated[Whole, Field(ge=0)]
Step = Annotated[Whole, Field(ge=0, le=MAX_STEPS)]


class Start(Spec):
    """Run this race and end the one before. `from_step` skips what the client already has."""

    type: Literal["race"]
    race: RaceNumber
    spec: RaceSpec
    from_step: Step = 0
    blocks: Credit = 4


class Grant(Spec):
    """The client can take this many more blocks."""

    type: Literal["grant"]
    race: RaceNumber
    blocks: Credit


class Steer(Spec):
    """Change hyperparameters of a run from the next step on."""

    type: Literal["steer"]
    race: RaceNumber
    run: Annotated[Whole, Field(ge=0, le=MAX_RUNS - 1)]
    hyperparameters: Numbers


class Stop(Spec):
    """End the race; nothing more of it is sent."""

    type: Literal["stop"]
    race: RaceNumber


class Look(Spec):
    """Show the networks as they are at a step: their weights and, if asked for, details."""

    type: Literal["look"]
    race: RaceNumber
    step: Step
    details: bool = False


class WeightPlane(Spec):
    """Show the plane through the networks' paths in weight space, and the loss on it."""

    type: Literal["weight_plane"]
    race: RaceNumber
    resolution: Annotated[Whole, Field(ge=MIN_SIDE, le=MAX_SIDE)] = 41
    part: Literal["train", "test"] = "train"


class Open(Spec):
    """Open the networks' move away from a step: the lines of the rule for one parameter.

    Without a `parameter` it is the one that moves most in the first of these runs.
    """

    type: Literal["open"]
    race: RaceNumber
    step: Step
    runs: Annotated[list[RunNumber], Field(min_length=1, max_length=MAX_OPENED)]
    parameter: Parameter | None = None


class Memory(Spec):
    """Show what the rule of a run remembers of one parameter, over the steps."""

    type: Literal["memory"]
    race: RaceNumber
    run: RunNumber
    parameter: Parameter | None = None


Order = Start | Grant | Steer | Stop | Look | WeightPlane | Open | Memory
ORDER = TypeAdapter[Order](Annotated[Order, Field(discriminator="type")])
RACE = TypeAdapter[int](RaceNumber, config=ConfigDict(strict=True))


def order_from(text: str | None) -> Order:
    """Read a message. Raises Refused, with places as they are in the race's spec."""
    if text is None:
        raise Refused([((), "a binary message was given; send JSON as text")])
    if len(text.encode()) > MAX_BODY:
        raise Refused([((), f"the message is longer than {MAX_BODY} bytes; send a shorter one")])
    try:
        return ORDER.validate_json(text)
    except ValidationError as error:
        problems = refused(error).problems
    inside = [where[2:] if where[:2] == ("race", "spec") else where[1:] for where, _ in problems]
    raise Refused(zip(inside, (words for _, words in problems), strict=True))


def race_number(text: str | None) -> int | None:
    """The race that a refused message is about, where that can be read."""
    if text is None or len(text) > MAX_BODY:
        return None
    try:
        return RACE.validate_python(from_json(text)["race"])
    except (ValueError, LookupError, TypeError):
        return None
