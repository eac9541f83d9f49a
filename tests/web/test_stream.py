"""/ws/run, against a real server, by a client that knows docs/protocol.md alone."""

import asyncio
import json
import random
import time
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient
from websockets.exceptions import ConnectionClosedError
from websockets.sync.client import connect
from websockets.typing import Origin

from app.engine.race import Race
from app.spec import MAX_BODY, MAX_CHANGES, RaceSpec
from app.spec.orders import Start, Steer
from app.web.running import Running
from app.web.share import Share
from tests.serving import Server, serving
from tests.web.here import compute_here
from tests.web.protocol_client import Block, Client

TEN = [
    {"optimizer": name}
    for name in (
        "sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamax", "nadam", "amsgrad",
        "adamw",
    )
]  # fmt: skip
USUAL = {"problem": {"name": "beale"}, "runs": TEN, "steps": 500}
LONG = {"problem": {"name": "beale"}, "runs": TEN, "steps": 10_000}
SHORT = {"problem": {"name": "beale"}, "runs": TEN[:1], "steps": 5}


@pytest.fixture
def client(live: Server):
    with Client(live.url) as client:
        yield client
    assert "Traceback" not in live.said()


def contents(race, number=None):
    """What was in the blocks; with a number, as if the race had been that one."""
    found = [block.content for block in race.blocks]
    if number is None:
        return found
    return [content[:4] + number.to_bytes(4, "little") + content[8:] for content in found]


def test_a_streamed_race_is_the_race_that_post_answers(client: Client, door: TestClient):
    spec = {
        "problem": {"name": "rosenbrock", "noise": 0.5},
        "runs": [
            {"optimizer": "adam", "hyperparameters": {"lr": 0.1}},
            {"optimizer": "sgd", "hyperparameters": {"lr": 1.0}},
            {
                "optimizer": "momentum",
                "schedule": {"name": "exponential", "parameters": {"decay": 0.01}},
            },
        ],
        "steps": 700,
        "seed": 3,
    }
    streamed = client.race(spec, 9)
    answered = door.post("/api/run", json=spec).json()["runs"]

    assert streamed.started["steps"] == 700
    assert streamed.started["race"] == 9
    points = streamed.joined("points")
    for lane, run in enumerate(answered):
        count = run["steps"] + 1
        assert {key: run[key] for key in streamed.outcomes[lane]} == streamed.outcomes[lane]
        small = slice(0, max(1, count - 4))  # the last ones of a diverging run are beyond float32
        path = np.array(run["path"])[small]
        np.testing.assert_allclose(points[lane, :count][small], path, rtol=1e-6, atol=1e-6)
        gap = streamed.joined("gap")[lane, :count][small]
        np.testing.assert_allclose(gap, np.array(run["loss"])[small], rtol=1e-6)
        norm = streamed.joined("gradient_norm")[lane, :count][small]
        np.testing.assert_allclose(norm, run["gradient_norm"][small], rtol=1e-6)
        rates = streamed.joined("rates")[lane, :count]
        np.testing.assert_allclose(rates, run["learning_rate"], rtol=1e-6)
        assert np.isnan(points[lane, count:]).all()
    assert [outcome["status"] for outcome in streamed.outcomes].count("diverged") == 1


def test_ten_runs_of_500_steps_cost_at_most_85000_bytes(client: Client):
    wild = [{"optimizer": "sgd", "hyperparameters": {"lr": 9.0}}]  # a divergence has more to say
    race = client.race({**USUAL, "runs": [*TEN[:7], *wild * 3]})

    assert [outcome["status"] for outcome in race.outcomes].count("diverged") >= 3
    assert sum(block.points.shape[1] for block in race.blocks) == 501
    assert client.bytes <= 85_000


def test_the_first_block_of_a_long_race_is_short_and_the_others_are_not_many(client: Client):
    race = client.race(LONG)

    assert race.blocks[0].points.shape[:2] == (10, 50)
    assert len(race.blocks) < 30
    assert max(len(block.content) for block in race.blocks) < MAX_BODY + 1024


def test_the_first_block_of_a_race_after_another_is_there_at_once(client: Client):
    waits = []
    for number in range(10):
        client.send(type="race", race=number, spec=LONG, blocks=1)
        asked = time.perf_counter()
        while not (isinstance(message := client.receive(), Block) and message.race == number):
            pass
        waits.append(time.perf_counter() - asked)

    assert sorted(waits)[5] < 0.5


def test_no_more_blocks_come_than_were_granted(client: Client):
    client.send(type="race", race=1, spec=LONG, blocks=2)
    kinds = [type(client.receive()) for _ in range(3)]
    assert kinds == [dict, Block, Block]

    with pytest.raises(TimeoutError):
        client.receive(0.5)

    client.send(type="grant", race=1, blocks=1)
    assert isinstance(client.receive(), Block)


def test_nothing_of_an_older_race_comes_after_a_newer_one_has_started(client: Client):
    for number in range(1, 20):
        client.send(type="race", race=number, spec=LONG, blocks=64)
    client.send(type="race", race=20, spec=SHORT)

    newest = 0
    while newest < 20:
        message = client.receive()
        number = message.race if isinstance(message, Block) else message["race"]
        if isinstance(message, dict) and message["type"] == "started":
            assert number == newest + 1
            newest = number
        assert number == newest
    while not (isinstance(message, dict) and message["type"] == "finished"):
        message = client.receive()
        assert (message.race if isinstance(message, Block) else message["race"]) == 20


def test_a_stopped_race_sends_nothing_more(client: Client):
    client.send(type="race", race=1, spec=LONG, blocks=1)
    client.receive()
    client.receive()
    client.send(type="stop", race=1)
    client.send(type="grant", race=1, blocks=9)

    with pytest.raises(TimeoutError):
        client.receive(0.3)
    assert client.race(SHORT, 2).outcomes


@pytest.mark.parametrize("step", [0, 1, 49, 50, 51, 300, 500])
def test_a_race_resumed_from_a_step_yields_the_same_blocks(client: Client, step: int):
    spec = {
        "problem": {"name": "rosenbrock", "noise": 1.0},
        "runs": [*TEN, {"optimizer": "adam", "schedule": {"name": "exponential"}}],
        "changes": [{"step": 30, "run": 5, "hyperparameters": {"lr": 0.5, "beta1": 0.5}}],
    }
    whole = client.race(spec, 1)
    resumed = client.race(spec, 2, from_step=step, blocks=1)

    expected = [b.content for b in whole.blocks if b.first + b.points.shape[1] > step]
    assert contents(resumed, 1) == expected
    assert resumed.blocks[0].first <= step
    assert resumed.started["from_step"] == step
    assert resumed.outcomes == whole.outcomes


def test_a_steered_race_is_reproduced_by_its_changes(client: Client):
    client.send(type="race", race=1, spec=USUAL, blocks=1)
    client.send(type="steer", race=1, run=5, hyperparameters={"lr": 0.5})
    client.send(type="steer", race=1, run=0, hyperparameters={"lr": 0.02})
    time.sleep(0.2)
    client.send(type="grant", race=1, blocks=1)
    steered = client.finish(1)
    again = client.race({**USUAL, "changes": steered.changes}, 1)

    assert [(c["run"], c["hyperparameters"]) for c in steered.changes] == [
        (5, {"lr": 0.5}),
        (0, {"lr": 0.02}),
    ]
    assert all(0 <= change["step"] <= 50 for change in steered.changes)
    step = steered.changes[0]["step"]
    assert steered.joined("rates")[5, step] == 0.5
    assert contents(again) == contents(steered)
    assert again.outcomes == steered.outcomes


def test_a_change_announces_itself_before_the_block_that_it_applies_to(client: Client):
    client.send(type="race", race=1, spec=USUAL, blocks=1)
    while not isinstance(client.receive(), Block):
        pass
    client.send(type="steer", race=1, run=5, hyperparameters={"lr": 0.5})
    client.send(type="grant", race=1, blocks=1)

    steered, block = client.receive(), client.receive()

    assert isinstance(block, Block)
    assert steered == {
        "type": "steered",
        "race": 1,
        "change": {"step": 50, "run": 5, "hyperparameters": {"lr": 0.5}},
    }
    assert block.first == 50
    assert block.rates[5, 0] == 0.5


def test_a_steer_that_comes_too_late_is_refused(client: Client):
    client.race(SHORT, 1)
    client.send(type="steer", race=1, run=0, hyperparameters={"lr": 0.5})
    assert client.receive() == {
        "type": "refused",
        "race": 1,
        "detail": [{"loc": ["race"], "msg": "race 1 has taken its last step"}],
    }
    client.send(type="steer", race=4, run=0, hyperparameters={"lr": 0.5})
    assert client.receive()["detail"][0]["msg"] == "race 4 is not running"


@pytest.mark.parametrize(
    ("run", "hyperparameters", "where", "words"),
    [
        (0, {"beta": 0.5}, ["hyperparameters", "beta"], "there are lr"),
        (0, {"lr": 99}, ["hyperparameters", "lr"], "lr = 99 is not in [1e-08, 10]"),
        (10, {"lr": 1}, ["run"], "run = 10 is not in this race; its last one is 9"),
        (64, {"lr": 1}, ["run"], "it must be at most 63"),
    ],
)
def test_a_wrong_steer_is_refused_and_the_race_goes_on(
    client: Client, run, hyperparameters, where, words
):
    client.send(type="race", race=3, spec=USUAL, blocks=1)
    client.receive()
    client.receive()
    client.send(type="steer", race=3, run=run, hyperparameters=hyperparameters)
    refused = client.receive()

    assert (refused["type"], refused["race"]) == ("refused", 3)
    assert refused["detail"][0]["loc"] == where
    assert words in refused["detail"][0]["msg"]
    client.send(type="grant", race=3, blocks=4)
    assert client.finish(3).outcomes


TURNED = {**USUAL, "changes": [{"step": 20, "run": 5, "optimizer": "momentum"}]}


def test_a_race_that_turns_to_another_rule_is_streamed_as_post_answers_it(
    client: Client, door: TestClient
):
    answered = door.post("/api/run", json=TURNED).json()["runs"][5]
    streamed = client.race(TURNED, 1)
    momentum = door.post("/api/run", json={**USUAL, "runs": [{"optimizer": "momentum"}]}).json()

    assert streamed.outcomes[5]["reason"] == answered["reason"]
    assert answered["reason"].startswith("Adam, then Momentum")
    assert answered["learning_rate"][19:21] == [0.001, momentum["runs"][0]["learning_rate"][0]]


def test_a_steer_is_held_against_the_rule_that_its_run_follows_by_then(client: Client):
    client.send(type="race", race=1, spec=TURNED, blocks=1)
    while not isinstance(client.receive(), Block):
        pass
    client.send(type="steer", race=1, run=5, hyperparameters={"beta1": 0.5})
    refused = client.receive()
    assert refused["detail"][0]["loc"] == ["hyperparameters", "beta1"]
    assert "Momentum (Textbook)" in refused["detail"][0]["msg"]
    client.send(type="steer", race=1, run=5, hyperparameters={"beta": 0.5})
    client.send(type="grant", race=1, blocks=8)
    steered = client.finish(1)
    assert [change["hyperparameters"] for change in steered.changes] == [{"beta": 0.5}]

    again = client.race({**TURNED, "changes": TURNED["changes"] + steered.changes}, 1)
    assert contents(again)[1:] == contents(steered)[-len(contents(again)) + 1 :]
    assert again.outcomes == steered.outcomes


def test_a_steer_that_a_turn_overtakes_is_refused():
    told = []

    class Line:
        async def refuse(self, number, error):
            told.append((number, error.detail()))

    order = Start(type="race", race=1, spec=RaceSpec.model_validate(TURNED))
    running = Running(Line(), Share(), None, order, None, None)
    running.steer(Steer(type="steer", race=1, run=5, hyperparameters={"beta1": 0.5}))
    running._first = 50  # the next block begins after the turn
    asyncio.run(running._apply_steers())

    ((number, (reason,)),) = told
    assert (number, reason["loc"]) == (1, ["hyperparameters", "beta1"])
    assert running.spec is order.spec


def test_a_race_has_room_for_so_many_changes_and_no_more(client: Client):
    client.send(type="race", race=1, spec=USUAL, blocks=1)
    for _ in range(MAX_CHANGES + 1):
        client.send(type="steer", race=1, run=0, hyperparameters={"lr": 0.001})
    while True:
        message = client.receive()
        if isinstance(message, dict) and message["type"] == "refused":
            break
    assert message["detail"][0]["msg"] == "the race has 200 changes; it can have no more"


def test_a_refused_race_leaves_the_one_before_it_alone(client: Client):
    client.send(type="race", race=1, spec=USUAL, blocks=1)
    client.receive()
    client.receive()
    wrong = {**USUAL, "runs": [{"optimizer": "adamm"}]}
    client.send(type="race", race=2, spec=wrong)
    client.send(type="race", race=3, spec={**USUAL, "steps": 0})
    client.send(type="race", race=4, spec=SHORT, from_step=6)

    refusals = [client.receive() for _ in range(3)]

    assert [(r["type"], r["race"]) for r in refusals] == [("refused", n) for n in (2, 3, 4)]
    assert [r["detail"][0] for r in refusals] == [
        {"loc": ["runs", 0, "optimizer"], "msg": "unknown optimizer 'adamm'; did you mean 'adam'?"},
        {"loc": ["steps"], "msg": "steps = 0 is too small; it must be at least 1"},
        {"loc": ["from_step"], "msg": "from_step = 6 is after the end; the last step is 5"},
    ]
    client.send(type="grant", race=1, blocks=9)
    assert client.finish(1).outcomes


@pytest.mark.parametrize(
    ("message", "race", "words"),
    [
        (b"\x00\x01", None, "a binary message was given; send JSON as text"),
        ("{", None, "this is not JSON: EOF while parsing an object at line 1 column 1"),
        ("[]", None, "the request = a list is not an object"),
        ("{}", None, "type = \"nothing\" is unknown; it must be one of "),
        ('{"type": "dance", "race": 4}', 4, "type = \"dance\" is unknown; it must be one of "),
        ('{"type": "grant", "race": 4, "blocks": 0}', 4, "blocks = 0 is too small"),
        ('{"type": "grant", "race": 4}', 4, "blocks is missing"),
        ('{"type": "grant", "race": -1, "blocks": 1}', None, "race = -1 is too small"),
        ('{"type": "grant", "race": true, "blocks": 1}', None, "race = true is not a whole"),
        ('{"type": "race", "race": 5, "spec": []}', 5, "spec = a list is not an object"),
        ("[" * 5000, None, "this is not JSON: recursion limit exceeded"),
    ],
)
def test_what_is_no_message_is_refused_in_a_sentence(client: Client, message, race, words):
    client.socket.send(message)
    refused = client.receive()

    assert (refused["type"], refused["race"]) == ("refused", race)
    assert words in refused["detail"][0]["msg"]
    assert client.race(SHORT).outcomes


def test_a_message_that_is_too_long_ends_the_conversation(live: Server):
    with Client(live.url) as client:
        client.socket.send("x" * (MAX_BODY + 1))
        with pytest.raises(ConnectionClosedError) as closed:
            client.receive()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009


def test_a_server_that_takes_longer_messages_refuses_them_too(door: TestClient):
    with door.websocket_connect("/ws/run") as line:
        for text in ("x" * (MAX_BODY + 1), "η" * (MAX_BODY // 2 + 1)):
            line.send_text(text)
            words = line.receive_json()["detail"][0]["msg"]
            assert words == "the message is longer than 524288 bytes; send a shorter one"


def test_a_flood_of_garbage_harms_nobody(client: Client, live: Server):
    chance = random.Random(0)
    pieces = ['"type"', '"race"', ":", ",", "{", "}", "1e999", "NaN", '"spec"', "[", "]", '"grant"']
    for _ in range(2000):
        if chance.random() < 0.5:
            client.socket.send(chance.randbytes(chance.randrange(200)))
        else:
            client.socket.send("".join(chance.choices(pieces, k=chance.randrange(30))))
    for _ in range(2000):
        assert client.receive()["type"] == "refused"
    assert client.race(SHORT).outcomes


def test_invalid_utf8_ends_the_conversation_quietly(live: Server):
    with Client(live.url) as client:
        client.socket.send(b"\xff\xfe", text=True)
        with pytest.raises(ConnectionClosedError):
            client.receive()
    with Client(live.url) as client:
        assert client.race(SHORT).outcomes
    assert "Traceback" not in live.said()


def test_a_client_that_vanishes_leaves_no_trace_and_no_work(live: Server):
    if not Path("/proc").is_dir():
        pytest.skip("the server's time is read from /proc")
    before = live.said()
    for blocks in (1, 64):
        for _ in range(5):
            with Client(live.url) as client:
                client.send(type="race", race=1, spec=LONG, blocks=blocks)
                client.receive()
                client.receive()
                client.vanish()
    time.sleep(1)
    start = live.cpu_seconds()
    time.sleep(1)

    assert live.cpu_seconds() - start < 0.2
    said = live.said().removeprefix(before)
    assert "Traceback" not in said
    assert "never retrieved" not in said
    assert "ERROR" not in said
    with Client(live.url) as client:
        assert client.race(SHORT).outcomes


def test_a_bug_is_loud(door: TestClient, monkeypatch: pytest.MonkeyPatch):
    def broken(race: Race, count: int) -> None:
        raise ZeroDivisionError("a bug")

    compute_here(monkeypatch)
    monkeypatch.setattr(Race, "advance", broken)
    with pytest.raises(ExceptionGroup) as caught, door.websocket_connect("/ws/run") as line:
        line.send_text(json.dumps({"type": "race", "race": 1, "spec": SHORT}))
        line.receive_json()
    assert caught.group_contains(ZeroDivisionError, match="a bug")


def test_one_run_alone_is_the_same_as_in_company(client: Client):
    spec = {**USUAL, "problem": {"name": "ackley", "noise": 0.1}}
    together = client.race(spec)
    for lane, run in enumerate(TEN):
        alone = client.race({**spec, "runs": [run]})
        for column in ("points", "gap", "gradient_norm"):
            here, there = alone.joined(column)[0], together.joined(column)[lane]
            if column == "points":  # summed from other starts, so that the last bit may differ
                np.testing.assert_allclose(here, there, rtol=1e-6, atol=1e-6)
            else:
                np.testing.assert_array_equal(here, there)


def test_a_server_that_stops_tells_its_clients_and_leaves_at_once(tmp_path: Path):
    with serving(tmp_path / "log.txt") as server:
        with Client(server.url) as busy, Client(server.url) as waiting:
            for client, blocks in ((busy, 64), (waiting, 1)):
                client.send(type="race", race=1, spec=LONG, blocks=blocks)
                client.receive()
            began = time.monotonic()
            server.stop()
            assert time.monotonic() - began < 5
            for client in (busy, waiting):
                with pytest.raises(ConnectionClosedError) as closed:
                    while True:
                        client.receive()
                assert closed.value.rcvd.code == 1012
        assert "Traceback" not in server.said()


def test_messages_are_not_compressed_even_when_the_client_offers_it(live: Server):
    address = f"{live.url.replace('http', 'ws', 1)}/ws/run"
    with connect(address, origin=Origin(live.url), compression="deflate") as line:
        assert "Sec-WebSocket-Extensions" not in line.response.headers


def test_a_client_that_does_not_read_is_sent_no_more_than_it_granted(client: Client):
    client.send(type="race", race=1, spec=LONG, blocks=3)
    time.sleep(0.5)
    kinds = [type(client.receive()) for _ in range(4)]
    client.send(type="stop", race=1)
    client.send(type="race", race=2, spec=SHORT)
    assert kinds == [dict, Block, Block, Block]
    assert client.receive()["race"] == 2
