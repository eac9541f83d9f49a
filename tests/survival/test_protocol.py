"""The protocol as a state machine: any order of messages, and the answers that a model expects."""

import json
import struct
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from socket import SHUT_RD, SO_LINGER, SOL_SOCKET
from typing import Any

import pytest
from hypothesis import HealthCheck, settings, strategies
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from benchmarks.load.digest import FIRST_AND_LENGTH
from benchmarks.load.line import opened
from benchmarks.load.service import Service
from tests.survival.forms import forms

PATIENCE = 20  # seconds for an answer
MOST = 64  # blocks that can be granted at a time
STEPS = 260  # three blocks on a map, and more for a network

MAP = {
    "problem": {"kind": "surface", "name": "beale", "noise": 0.1},
    "runs": [{"optimizer": "adam"}, {"optimizer": "momentum"}],
    "steps": STEPS,
}
NETWORK = {
    "problem": {
        "kind": "network",
        "dataset": {"name": "moons", "parameters": {"samples": 100}},
        "hidden": [4],
    },
    "runs": [{"optimizer": "adam"}, {"optimizer": "sgd"}],
    "steps": STEPS,
}
Block = tuple[int, int, bytes]  # first step, length, and all but the race's number


@dataclass
class Whole:
    """What a race comes to that nobody disturbs."""

    blocks: list[Block]
    outcomes: list[dict[str, Any]]


@dataclass
class Racing:
    """What the model knows of the newest race."""

    number: int
    spec: dict[str, Any]
    credit: int
    left: list[Block]
    whole: Whole
    steers: list[dict[str, Any]] = field(default_factory=list)
    over: bool = False

    @property
    def next_step(self) -> int:
        """The first step of what is not sent yet."""
        return self.left[0][0] if self.left else STEPS + 1


class Talk:
    """One connection, read message by message."""

    def __init__(self, url: str) -> None:
        self._open = ExitStack()
        self.line = self._open.enter_context(opened(url))

    def leave(self) -> None:
        self._open.close()

    def vanish(self) -> None:
        """Leave with a reset, without a word."""
        plain = self.line.socket
        plain.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
        plain.shutdown(SHUT_RD)
        plain.close()

    def say(self, **message: Any) -> None:
        self.line.send(json.dumps(message))

    def hear(self) -> Any:
        """The next message; what is told of places in the line may come at any time."""
        while True:
            message = self.line.recv(PATIENCE)
            if isinstance(message, bytes):
                return message
            told = json.loads(message)
            if told["type"] != "queued":
                return told


def block_of(message: Any, race: int) -> Block:
    assert isinstance(message, bytes), message
    assert message[:4] in (b"DLB1", b"DLN1")
    assert int.from_bytes(message[4:8], "little") == race
    first, length = FIRST_AND_LENGTH.unpack_from(message, 8)
    return first, length, message[:4] + message[8:]


class Known:
    """Races that were run alone, by their spec."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._known: dict[str, Whole] = {}

    def whole(self, spec: dict[str, Any]) -> Whole:
        key = json.dumps(spec, sort_keys=True)
        if key not in self._known:
            self._known[key] = self._run(spec)
        return self._known[key]

    def _run(self, spec: dict[str, Any]) -> Whole:
        talk = Talk(self._url)
        talk.say(type="race", race=1, spec=spec, blocks=MOST)
        assert talk.hear()["type"] == "started"
        blocks = []
        while isinstance(message := talk.hear(), bytes):
            blocks.append(block_of(message, 1))
        talk.leave()
        assert message["type"] == "finished", message
        return Whole(blocks, message["outcomes"])


def machine(url: str, known: Known) -> type[RuleBasedStateMachine]:
    """A machine that talks to a server."""

    class Protocol(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.talk = Talk(url)
            self.racing: Racing | None = None
            self.number = 0

        def teardown(self) -> None:
            self.talk.leave()

        # What the server owes.

        def expect_due(self) -> None:
            """Everything that a grant or a start has made due, and then nothing more."""
            racing = self.racing
            assert racing is not None
            while racing.left and racing.credit:
                racing.credit -= 1
                self.expect_steered(racing)
                assert block_of(self.talk.hear(), racing.number) == racing.left.pop(0)
            if not racing.left and not racing.over:
                for _ in racing.steers:
                    assert "taken its last step" in self.expect_refused(racing.number)
                racing.steers = []
                ended = self.talk.hear()
                assert (ended["type"], ended["race"]) == ("finished", racing.number)
                assert ended["outcomes"] == racing.whole.outcomes
                racing.over = True

        def expect_steered(self, racing: Racing) -> None:
            """The changes asked for, and from here on the race that has them from its start."""
            if not racing.steers:
                return
            made = []
            for wish in racing.steers:
                told = self.talk.hear()
                assert (told["type"], told["race"]) == ("steered", racing.number), told
                assert told["change"] == {"step": racing.next_step, **wish}
                made.append(told["change"])
            racing.steers = []
            racing.spec = {**racing.spec, "changes": [*racing.spec.get("changes", []), *made]}
            racing.whole = known.whole(racing.spec)
            racing.left = [one for one in racing.whole.blocks if one[0] >= racing.next_step]

        def expect_refused(self, race: int | None) -> str:
            told = self.talk.hear()
            assert (told["type"], told["race"]) == ("refused", race), told
            return " ".join(reason["msg"] for reason in told["detail"])

        @invariant()
        def nothing_comes_that_is_not_due(self) -> None:
            self.talk.say(type="look", race=2**32 - 1, step=0)
            assert "is not running" in self.expect_refused(2**32 - 1)

        # What a client may do.

        @rule(
            spec=strategies.sampled_from([MAP, MAP, NETWORK]),
            seed=strategies.integers(0, 2),
            blocks=strategies.sampled_from([1, 1, 2, 64]),
            from_step=strategies.sampled_from([0, 0, 1, 50, 199, STEPS]),
        )
        def start(self, spec: dict[str, Any], seed: int, blocks: int, from_step: int) -> None:
            self.number += 1
            asked = {**spec, "seed": seed}
            whole = known.whole(asked)
            self.talk.say(
                type="race", race=self.number, spec=asked, blocks=blocks, from_step=from_step
            )
            told = self.talk.hear()
            assert (told["type"], told["race"]) == ("started", self.number), told
            assert (told["steps"], told["from_step"]) == (STEPS, from_step)
            left = [one for one in whole.blocks if one[0] + one[1] > from_step]
            self.racing = Racing(self.number, asked, blocks, left, whole)
            self.expect_due()

        @rule(first=strategies.integers(1, 3), blocks=strategies.integers(1, 4))
        def start_one_after_the_other(self, first: int, blocks: int) -> None:
            """Of races that are replaced at once, any number of messages may come, in order."""
            for _ in range(first):
                self.number += 1
                self.talk.say(type="race", race=self.number, spec={**MAP, "seed": 9}, blocks=1)
            self.number += 1
            asked = {**MAP, "seed": 1}
            self.talk.say(type="race", race=self.number, spec=asked, blocks=blocks)
            while True:
                told = self.talk.hear()
                race = (
                    int.from_bytes(told[4:8], "little") if isinstance(told, bytes) else told["race"]
                )
                if race == self.number:
                    break
                assert self.number - first <= race < self.number
            assert told["type"] == "started"
            whole = known.whole(asked)
            self.racing = Racing(self.number, asked, blocks, list(whole.blocks), whole)
            self.expect_due()

        @precondition(lambda self: self.racing is not None)
        @rule(blocks=strategies.sampled_from([1, 2, 64]))
        def grant(self, blocks: int) -> None:
            assert self.racing is not None
            self.talk.say(type="grant", race=self.racing.number, blocks=blocks)
            self.racing.credit = min(MOST, self.racing.credit + blocks)
            self.expect_due()

        @rule(blocks=strategies.integers(1, 64))
        def grant_too_late(self, blocks: int) -> None:
            self.talk.say(type="grant", race=self.number + 1_000, blocks=blocks)

        @precondition(lambda self: self.racing is not None)
        @rule(rate=strategies.sampled_from([0.02, 0.005]), run=strategies.integers(0, 1))
        def steer(self, rate: float, run: int) -> None:
            assert self.racing is not None
            wish = {"run": run, "hyperparameters": {"lr": rate}}
            self.talk.say(type="steer", race=self.racing.number, **wish)
            if self.racing.over:
                assert "taken its last step" in self.expect_refused(self.racing.number)
            else:
                self.racing.steers.append(wish)

        @precondition(lambda self: self.racing is not None)
        @rule()
        def steer_what_is_not_there(self) -> None:
            assert self.racing is not None
            self.talk.say(
                type="steer", race=self.racing.number, run=2, hyperparameters={"lr": 0.1}
            )
            self.expect_refused(self.racing.number)

        @precondition(lambda self: self.racing is not None)
        @rule()
        def stop(self) -> None:
            assert self.racing is not None
            self.talk.say(type="stop", race=self.racing.number)
            self.racing = None

        @precondition(lambda self: self.racing is not None)
        @rule(step=strategies.sampled_from([0, 7, STEPS]), details=strategies.booleans())
        def look(self, step: int, details: bool) -> None:
            racing = self.racing
            assert racing is not None
            self.talk.say(type="look", race=racing.number, step=step, details=details)
            if racing.spec["problem"]["kind"] == "surface":
                self.expect_refused(racing.number)
                return
            seen = self.talk.hear()
            assert isinstance(seen, bytes), seen
            assert seen[:4] == b"DLW1"
            assert int.from_bytes(seen[4:8], "little") == racing.number

        @rule(
            wrong=strategies.sampled_from(
                [
                    "",
                    "{",
                    "null",
                    '{"type":"dance","race":5}',
                    '{"type":"grant","race":5,"blocks":65}',
                    '{"type":"race","race":5,"spec":{"runs":[]}}',
                    '{"type":"stop","race":5,"blocks":1}',
                ]
            )
        )
        def say_something_wrong(self, wrong: str) -> None:
            self.talk.line.send(wrong)
            self.expect_refused(5 if '"race":5' in wrong else None)

        @rule(clean=strategies.booleans())
        def come_back(self, clean: bool) -> None:
            """Another connection knows nothing of the race; it can be resumed there."""
            if clean:
                self.talk.leave()
            else:
                self.talk.vanish()
            self.talk = Talk(url)
            racing, self.racing = self.racing, None
            if racing is None or racing.steers or racing.next_step > STEPS:
                return
            self.talk.say(
                type="race",
                race=racing.number,
                spec=racing.spec,
                blocks=1,
                from_step=racing.next_step,
            )
            assert self.talk.hear()["type"] == "started"
            self.racing = racing
            racing.credit = 1
            self.expect_due()

    return Protocol


@pytest.fixture(scope="module")
def known(lasting: Service) -> Iterator[Known]:
    return Known(lasting.url)


@forms("conversations", 15, 500)
def test_any_conversation_goes_as_the_document_says(
    unharmed: Service, known: Known, conversations: int
) -> None:
    long = conversations > 100
    run_state_machine_as_test(
        machine(unharmed.url, known),
        settings=settings(
            max_examples=conversations,
            stateful_step_count=100 if long else 30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
