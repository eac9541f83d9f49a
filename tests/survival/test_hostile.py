"""Whatever is sent, the service says what is wrong with it, or hangs up, and serves on."""

import json
import random
from collections.abc import Callable

import pytest

from benchmarks.load import races
from benchmarks.load.crowd import visited
from benchmarks.load.figures import mistakes
from benchmarks.load.plan import Plan
from benchmarks.load.service import Service, wait_until
from tests.survival.forms import forms
from tests.survival.frames import BINARY, CLOSE, CONTINUED, PING, Wire, fragments, frame

ON_ONE_LINE = 24  # hostile messages, before one that ends the connection
NOT_UTF8_LINE = "info    A client sent text that is not UTF-8"
READ = 0.2  # seconds of silence until all is read that was sent
START = json.dumps({"type": "race", "race": 1, "spec": races.preset(), "blocks": 1}).encode()
PROTOCOL_ERROR, NOT_UTF8, TOO_LONG = 1002, 1007, 1009

LETTERS = "{}[]\",:0123456789.eE+-truefalsn \\u\x00é☃\U0001f600"

Chance = random.Random


def any_text(chance: Chance) -> bytes:
    return frame("".join(chance.choices(LETTERS, k=40)).encode())


def any_bytes(chance: Chance) -> bytes:
    return chance.randbytes(chance.randint(1, 200))


def binary(chance: Chance) -> bytes:
    return frame(chance.randbytes(chance.randint(0, 300)), BINARY)


def not_utf8(chance: Chance) -> bytes:
    return frame(b'{"type":"\xc3\x28' + chance.randbytes(5) + b'\xff"}')


def mutated(chance: Chance) -> bytes:
    content = bytearray(START)
    for _ in range(chance.randint(1, 4)):
        content[chance.randrange(len(content))] = chance.choice(b'{}[]",:0129-.eE tnf\x01x')
    return frame(bytes(content))


def cut(chance: Chance) -> bytes:
    return frame(START[: chance.randrange(len(START))])


def strange_json(chance: Chance) -> bytes:
    deep = chance.randint(1_000, 60_000)
    return frame(
        chance.choice(
            [
                b"[" * deep,
                b'{"a":' * deep,
                b"null",
                b"[]",
                b"1e400",
                b'{"type":"race","race":1e400,"spec":{}}',
                b'{"type":"race","race":' + b"9" * 5_000 + b"}",
                b'{"type":"grant","race":1,"blocks":Infinity}',
                b'{"type":"grant","race":1,"blocks":NaN}',
                b'{"type":"grant","race":true,"blocks":1}',
                b'{"type":"grant","race":"\\ud800","blocks":1}',
                b'{"type":"\\u0000","race":1}',
                b'{"type":"steer","race":1,"run":0,"hyperparameters":{"' + b"x" * 50_000 + b'":1}}',
                b'{"type":["race"],"race":{},"spec":[]}',
                b'{"type":"race","type":"stop","race":1,"race":2}',
                b'{"__proto__":{},"constructor":1,"type":"stop","race":1}',
            ]
        )
    )


def hostile_spec(chance: Chance) -> bytes:
    spec = json.loads(json.dumps(races.preset()))
    wrong = chance.choice([0, -1, 1e308, 1e400, 2**63, "", "0", [], {}, None, True, "a" * 10_000])
    match chance.randrange(5):
        case 0:
            spec["steps"] = wrong
        case 1:
            spec["problem"]["start"] = wrong if chance.random() < 0.5 else [wrong, wrong]
        case 2:
            spec["runs"] = wrong if chance.random() < 0.5 else [wrong] * 3
        case 3:
            spec["runs"][0]["hyperparameters"] = {"lr": wrong}
        case 4:
            spec["problem"] = {"kind": "network", "hidden": [wrong], "dataset": {"name": wrong}}
    order = {"type": "race", "race": 1, "spec": spec, "blocks": 1}
    return frame(json.dumps(order).encode())


def unasked(chance: Chance) -> bytes:
    """Orders that are well formed, about races that are not there."""
    race = chance.choice([0, 1, 7, 2**32 - 1])
    return frame(
        json.dumps(
            chance.choice(
                [
                    {"type": "grant", "race": race, "blocks": 64},
                    {"type": "steer", "race": race, "run": 63, "hyperparameters": {"lr": 1.0}},
                    {"type": "look", "race": race, "step": 5},
                    {"type": "weight_plane", "race": race},
                    {"type": "open", "race": race, "step": 0, "runs": [0]},
                    {"type": "memory", "race": race, "run": 0},
                    {"type": "stop", "race": race},
                ]
            )
        ).encode()
    )


def no_mask(chance: Chance) -> bytes:
    return frame(START, masked=False)


def lying_length(chance: Chance) -> bytes:
    return frame(b"x", length=chance.choice([2**31, 2**40, 2**62]))


def reserved_kind(chance: Chance) -> bytes:
    return frame(b"x", chance.choice([3, 4, 7, 11, 15]))


def reserved_bits(chance: Chance) -> bytes:
    return frame(chance.randbytes(20), reserved=chance.choice([1, 2, 4, 7]))


def out_of_turn(chance: Chance) -> bytes:
    return chance.choice(
        [
            frame(b"never begun", CONTINUED),
            frame(b"begun", last=False) + frame(b"another", last=True),
            frame(b"x" * 126, PING),
            frame(b"in pieces", PING, last=False),
        ]
    )


def strange_close(chance: Chance) -> bytes:
    code = chance.choice([0, 999, 1004, 1005, 1006, 1015, 2999, 65_535])
    return frame(code.to_bytes(2) + chance.choice([b"", b"\xff\xfe", b"x" * 123]), CLOSE)


def pinging(chance: Chance) -> bytes:
    return frame(chance.randbytes(125), PING) * 20


def never_finished(chance: Chance) -> bytes:
    return frame(START[:50], last=False) + frame(START[50:60], CONTINUED, last=False)


Kinds = list[Callable[[Chance], bytes]]
ANSWERED: Kinds = [any_text, binary, mutated, cut, strange_json, hostile_spec, unasked, pinging]
LAST: Kinds = [
    any_bytes, not_utf8, no_mask, lying_length, reserved_kind, reserved_bits, out_of_turn,
    strange_close, never_finished,
]  # fmt: skip


@forms("messages", 600, 5_000)
def test_hostile_messages_harm_nobody(unharmed: Service, messages: int) -> None:
    plan = Plan(spec=races.preset())
    (before,) = visited(unharmed.url, [plan])
    chance = Chance(5)
    sent = 0
    while sent < messages:
        with Wire(unharmed.url) as wire:
            try:
                for _ in range(ON_ONE_LINE):
                    wire.say(chance.choice(ANSWERED)(chance))
                    sent += 1
                wire.say(chance.choice(LAST)(chance))
                sent += 1
                wire.say(frame(b"", CLOSE))
            except OSError:  # it has hung up
                pass
            wire.end(READ)
    (after,) = visited(unharmed.url, [plan])

    assert mistakes([before, after]) == []
    assert after.digest == before.digest


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (no_mask, PROTOCOL_ERROR),
        (reserved_kind, PROTOCOL_ERROR),
        (reserved_bits, PROTOCOL_ERROR),
        (out_of_turn, PROTOCOL_ERROR),
        (not_utf8, NOT_UTF8),
        (lying_length, TOO_LONG),
    ],
)
def test_who_breaks_the_rules_of_the_wire_is_told_which(
    unharmed: Service, wrong: Callable[[Chance], bytes], code: int
) -> None:
    for seed in range(4):
        with Wire(unharmed.url) as wire:
            wire.say(wrong(Chance(seed)))
            assert wire.end() == code


@pytest.mark.parametrize(
    "wrong", [any_text, binary, mutated, cut, strange_json, hostile_spec, unasked]
)
def test_a_wrong_message_is_answered_and_the_line_stays_open(
    unharmed: Service, wrong: Callable[[Chance], bytes]
) -> None:
    chance = Chance(1)
    with Wire(unharmed.url) as wire:
        for _ in range(10):
            wire.say(wrong(chance))
        wire.say(frame(b'{"type":"steer","race":99,"run":0,"hyperparameters":{"lr":1}}'))
        while (heard := wire.hear()) is not None:
            if heard[0] == 1 and b"race 99 is not running" in heard[1]:
                break

    assert heard is not None


@pytest.mark.parametrize("pieces", [2, 7, len(START)])
def test_a_message_in_fragments_is_one_message(unharmed: Service, pieces: int) -> None:
    with Wire(unharmed.url) as wire:
        wire.say(fragments(START, pieces))
        heard = wire.hear()
        while heard is not None and b'"queued"' in heard[1]:
            heard = wire.hear()

    assert heard is not None
    assert json.loads(heard[1])["type"] == "started"


def test_a_message_that_grows_in_fragments_is_cut_off(unharmed: Service) -> None:
    with Wire(unharmed.url) as wire:
        wire.say(frame(b"{", last=False))
        try:
            for _ in range(40):
                wire.say(frame(b" " * 65_000, CONTINUED, last=False))
        except OSError:
            pass
        assert wire.end() in (TOO_LONG, None)  # None where the rest was under way as it hung up


def test_text_that_is_none_with_a_farewell_is_one_line_of_the_log(unharmed: Service) -> None:
    before = unharmed.server.said().count(NOT_UTF8_LINE)
    with Wire(unharmed.url) as wire:
        wire.say(not_utf8(Chance(1)) + frame(b"\x03\xe8", CLOSE))
        wire.end()

    wait_until(lambda: unharmed.server.said().count(NOT_UTF8_LINE) > before, "the line")
