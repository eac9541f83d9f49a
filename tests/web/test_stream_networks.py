"""Networks over /ws/run, against a real server, by a client that knows docs/protocol.md alone."""

import gc
import itertools
import time
import weakref

import numpy as np
import pytest
from fastapi.testclient import TestClient

from app.compute.learning import begun
from app.engine.training import Training
from tests.serving import Server
from tests.web.here import compute_here
from tests.web.protocol_client import Client, NetworkBlock, size_of

RUNS = [
    {"optimizer": "adam", "hyperparameters": {"lr": 0.01}},
    {"optimizer": "momentum", "schedule": {"name": "exponential"}},
    {"optimizer": "sgd", "hyperparameters": {"lr": 0.3}, "overrides": {"hidden": [4]}},
    {"optimizer": "rmsprop", "overrides": {"batch_size": None}},
]
WILD = {
    "optimizer": "sgd",
    "hyperparameters": {"lr": 10.0},
    "overrides": {"loss": "mse", "scale": 100.0, "activation": "relu"},
}
MOONS = {"problem": {"kind": "network"}, "runs": RUNS, "steps": 400, "seed": 3}
LONG = {**MOONS, "steps": 5000}
SHORT = {**MOONS, "steps": 20}
NUMBERS = {"problem": {"kind": "network", "dataset": "sine"}, "runs": RUNS[:2], "steps": 60}


@pytest.fixture
def client(live: Server):
    with Client(live.url) as client:
        yield client
    assert "Traceback" not in live.said()


def columns(race):
    """What was in the blocks, the race's number aside."""
    return [block.content[8:] for block in race.blocks]


def told(client: Client, kind=dict):
    """The next message of a kind."""
    while not isinstance(message := client.receive(), kind):
        pass
    return message


@pytest.fixture(scope="module")
def answered(door: TestClient):
    def answer(spec):
        return door.post("/api/run", json={**spec, "parameters": True}).json()["runs"]

    return answer


def test_a_streamed_training_is_the_one_that_post_answers(client: Client, answered):
    spec = {**MOONS, "runs": [*RUNS, WILD]}
    streamed = client.race(spec, 9)

    flow = streamed.joined("flow")
    for lane, run in enumerate(answered(spec)):
        count = run["steps"] + 1
        for ours, theirs in (
            ("loss", "loss"),
            ("gradient_norm", "gradient_norm"),
            ("rates", "learning_rate"),
        ):
            column = streamed.joined(ours)[lane]
            with np.errstate(over="ignore"):
                expected = np.array(run[theirs], "f4")
            np.testing.assert_array_equal(column[:count], expected)
            assert np.isnan(column[count:]).all() or ours == "rates"
        layers = len(streamed.started["runs"][lane]["sizes"]) - 1
        whole = np.sqrt(np.square(flow[:layers, lane, :count].astype(float)).sum(0))
        small = np.isfinite(whole)
        norms = streamed.joined("gradient_norm")[lane, :count]
        np.testing.assert_allclose(whole[small], norms[small], rtol=1e-5)
        assert small.sum() >= count - 4
        assert np.isnan(flow[layers:, lane]).all()
        outcome = streamed.outcomes[lane]
        assert {key: run[key] for key in ("status", "since", "steps", "divergence")} == {
            key: outcome[key] for key in ("status", "since", "steps", "divergence")
        }
    assert [outcome["status"] for outcome in streamed.outcomes].count("diverged") == 1


def test_started_says_who_is_trained_on_what(client: Client):
    started = client.race(SHORT, 9).started

    assert started.pop("runs")[2] == {
        "optimizer": "sgd",
        "convention": "textbook",
        "label": "Gradient descent",
        "sizes": [2, 4, 1],
        "batch": 32,
        "examples": 350,
    }
    assert started == {
        "type": "started",
        "race": 9,
        "kind": "network",
        "steps": 20,
        "from_step": 0,
        "every": 1,
    }


@pytest.mark.parametrize("spec", [MOONS, NUMBERS])
def test_whole_parts_are_scored_at_even_steps_and_at_the_end(client: Client, answered, spec):
    race = client.race({**spec, "steps": 203})
    every = race.started["every"]
    kind = "accuracy" if spec is MOONS else "r2"

    for lane, run in enumerate(answered({**spec, "steps": 203})):
        for column, name in enumerate(("train_loss", "test_loss", f"train_{kind}", f"test_{kind}")):
            scores = race.scores(lane, column)
            assert [step for step, _ in scores] == [*range(0, 203, every), 203]
            if name in run:
                theirs = dict(map(tuple, run[name]))
                shared = [(step, np.float32(theirs[step])) for step, _ in scores if step in theirs]
                assert [pair for pair in scores if pair[0] in theirs] == shared
                assert len(shared) >= 2


def test_moves_are_the_lengths_between_the_weights_of_looks(client: Client):
    race = client.race(SHORT, 1)
    sizes = [size_of(run) for run in race.started["runs"]]
    ends = np.cumsum([0, *sizes])
    before = client.look(1, 0).weights.astype(float)
    assert (race.joined("moves")[:, 0] == 0).all()
    for step in (1, 2, 10, 20):
        if step > 1:
            before = client.look(1, step - 1).weights.astype(float)
        move = client.look(1, step).weights - before
        lengths = [np.linalg.norm(move[a:b]) for a, b in itertools.pairwise(ends)]
        np.testing.assert_allclose(race.joined("moves")[:, step], lengths, rtol=1e-3, atol=1e-7)


def test_blocks_are_short(client: Client):
    race = client.race(MOONS)
    assert [block.loss.shape[1] for block in race.blocks] == [10, 30, 100, 100, 100, 61]


def test_nothing_is_computed_without_a_grant(client: Client, live: Server):
    client.send(type="race", race=1, spec=LONG, blocks=1)
    told(client, NetworkBlock)
    time.sleep(0.1)
    start = live.cpu_seconds()
    with pytest.raises(TimeoutError):
        client.receive(1)
    assert live.cpu_seconds() - start < 0.1
    assert client.look(1, 5000).steps == [9] * 4


@pytest.mark.parametrize("step", [0, 9, 10, 41, 400])
def test_a_training_resumed_from_a_step_yields_the_same_blocks(live: Server, step: int):
    changes = [{"step": 30, "run": 0, "hyperparameters": {"lr": 0.05}}]
    spec = {**MOONS, "changes": changes}
    with Client(live.url) as one, Client(live.url) as two:
        whole = one.race(spec)
        resumed = two.race(spec, 2, from_step=step, blocks=1)
        again = one.race(spec, 3, from_step=step)

    expected = [b.content[8:] for b in whole.blocks if b.first + b.loss.shape[1] > step]
    assert columns(resumed) == expected
    assert columns(again) == expected
    assert resumed.outcomes == again.outcomes == whole.outcomes


def test_a_steered_training_is_reproduced_by_its_changes(client: Client, live: Server):
    client.send(type="race", race=1, spec=MOONS, blocks=1)
    told(client, NetworkBlock)
    client.send(type="steer", race=1, run=0, hyperparameters={"lr": 0.5})
    client.send(type="grant", race=1, blocks=1)
    steered = client.finish(1)
    with Client(live.url) as other:
        again = other.race({**MOONS, "changes": steered.changes})

    assert steered.changes == [{"step": 10, "run": 0, "hyperparameters": {"lr": 0.5}}]
    assert steered.joined("rates")[0, 0] == 0.5
    assert columns(again)[1:] == columns(steered)
    assert again.outcomes == steered.outcomes


@pytest.mark.parametrize("steps", [900, 1500])  # scored every 10 steps as before, or every 20
def test_longer_and_later_changed_trainings_go_on_with_the_same_numbers(live: Server, steps: int):
    changes = [{"step": 333, "run": 1, "hyperparameters": {"lr": 0.002}}]
    longer = {**MOONS, "steps": steps}
    changed = {**longer, "changes": changes}
    with Client(live.url) as client:
        client.race({**MOONS, "steps": 505}, 1)
        gone_on = client.race(longer, 2, from_step=505)
        turned = client.race(changed, 3, from_step=333)
        whole = client.race(changed, 4)
        turned_look = client.look(4, 700).content
    with Client(live.url) as other:
        scratch = other.race(longer, 2)
        assert columns(gone_on) == columns(scratch)[-len(gone_on.blocks) :]
        assert gone_on.outcomes == scratch.outcomes
    with Client(live.url) as other:
        scratch = other.race(changed, 4)
        assert columns(turned) == columns(scratch)[-len(turned.blocks) :]
        assert columns(whole) == columns(scratch)
        assert turned.outcomes == whole.outcomes == scratch.outcomes
        assert other.look(4, 700).content == turned_look


def branched(step: int) -> dict:
    """The usual race with its second run branched off, in front of both, and without the first."""
    (_, second, *others) = MOONS["runs"]
    turn = {"step": step, "run": 0, "optimizer": "momentum", "hyperparameters": {"lr": 0.05}}
    return {**MOONS, "runs": [second, second, *others], "changes": [turn]}


def test_a_branch_goes_on_from_its_racers_past_with_the_same_numbers(live: Server):
    spec = branched(333)
    with Client(live.url) as client:
        client.race(MOONS, 1)
        branch = client.race(spec, 2, from_step=333)
        look = client.look(2, 350).content
        plain = client.race({**spec, "changes": []}, 3)
    with Client(live.url) as other:
        scratch = other.race(spec, 2)
        assert columns(branch) == columns(scratch)[-len(branch.blocks) :]
        assert branch.outcomes == scratch.outcomes
        assert other.look(2, 350).content == look
        assert columns(other.race({**spec, "changes": []}, 3)) == columns(plain)


@pytest.mark.parametrize(
    ("specs", "steps"),
    [
        ([{**MOONS, "steps": 400}, {**MOONS, "steps": 800}], 801),
        ([{**MOONS, "steps": 200}, {**MOONS, "steps": 500}], 501),
        ([{**MOONS, "steps": 101}, {**MOONS, "steps": 501}], 502),
        ([MOONS, branched(300)], MOONS["steps"] + 1 + MOONS["steps"] + 1 - 300),
        ([MOONS, {**MOONS, "runs": MOONS["runs"][1:]}], MOONS["steps"] + 1),
    ],
)
def test_a_training_goes_on_from_what_is_kept(
    door: TestClient, monkeypatch: pytest.MonkeyPatch, specs, steps: int
):
    taken = []
    advance = Training.advance

    def counted(self, count):
        taken.append((self.step, min(self.step + count, self.steps + 1)))
        return advance(self, count)

    compute_here(monkeypatch)
    monkeypatch.setattr(Training, "advance", counted)
    with door.websocket_connect("/ws/run") as line:
        for number, spec in enumerate(specs):
            line.send_json({"type": "race", "race": number, "spec": spec, "blocks": 64})
            while True:
                message = line.receive()
                if "text" in message and '"finished"' in message["text"]:
                    break
    assert sum(end - begun for begun, end in taken) == steps


def test_a_look_at_the_end_is_what_post_answers(client: Client, answered):
    race = client.race(MOONS, 1)
    look = client.look(1, 400)
    expected = np.concatenate([run["final_parameters"] for run in answered(MOONS)])

    assert (look.race, look.step, look.steps, look.details) == (1, 400, [400] * 4, {})
    np.testing.assert_array_equal(look.weights, expected.astype("f4"))
    assert len(look.weights) == sum(size_of(run) for run in race.started["runs"])


def test_a_look_shows_any_step_while_the_training_goes_on(client: Client, answered):
    client.send(type="race", race=1, spec=LONG, blocks=8)
    for step in (0, 250, 33, 34, 500):
        expected = answered({**MOONS, "steps": max(step, 1)})
        name = "final_parameters" if step else "initial_parameters"
        while (look := client.look(1, step)).steps != [step] * 4:
            pass
        wanted = np.concatenate([run[name] for run in expected])
        np.testing.assert_array_equal(look.weights, wanted.astype("f4"))


@pytest.mark.parametrize("spec", [MOONS, NUMBERS, {**SHORT, "problem": {
    "kind": "network", "dataset": "iris", "activation": "relu", "test_fraction": 0,
}}])  # fmt: skip
def test_details_of_a_look_agree_with_scores_and_gradients(client: Client, spec):
    race = client.race(spec, 1)
    steps = race.started["steps"]
    found = client.look(1, steps, details=True).details["runs"]
    kind = "r2" if spec is NUMBERS else "accuracy"
    flow = race.joined("flow")[..., -1]

    for lane, run in enumerate(found):
        names = ("train_loss", "test_loss", f"train_{kind}", f"test_{kind}")
        for column, name in enumerate(names):
            value = race.scores(lane, column)[-1][1]
            assert run[name] == (None if np.isnan(value) else pytest.approx(value, rel=1e-6))
        sizes = race.started["runs"][lane]["sizes"]
        examples = race.started["runs"][lane]["examples"]
        assert [layer["units"] for layer in run["layers"]] == sizes[1:]
        for place, layer in enumerate(run["layers"]):
            assert len(layer["counts"]) == 24
            assert sum(layer["counts"]) == examples * layer["units"]
            assert layer["low"] <= layer["mean"] <= layer["high"]
            assert layer["gradient_norm"] == pytest.approx(flow[place, lane], rel=1e-5)
        ratio = run["layers"][0]["gradient_norm"] / run["layers"][-1]["gradient_norm"]
        assert run["ratio"] == pytest.approx(ratio)
        if spec is NUMBERS:
            assert run["confusion"] is None
        else:
            table = np.array(run["confusion"]["train"])
            assert table.trace() / table.sum() == pytest.approx(run["train_accuracy"])
            assert (run["confusion"]["test"] is None) == (run["test_loss"] is None)


def test_a_diverged_run_is_shown_at_its_last_finite_step(client: Client):
    race = client.race({**MOONS, "runs": [RUNS[0], WILD]}, 1)
    look = client.look(1, 400, details=True)

    assert look.steps == [400, race.outcomes[1]["steps"]]
    assert race.outcomes[1]["status"] == "diverged"
    assert look.details["runs"][1]["layers"][-1]["high"] is not None


def test_of_many_looks_at_once_the_newest_is_answered(client: Client):
    client.race(MOONS, 1)
    for step in range(200):
        client.send(type="look", race=1, step=step, details=True)
    steps = []
    while not steps or steps[-1] != 199:
        steps.append(client.receive().step)
    assert steps == sorted(steps)
    with pytest.raises(TimeoutError):
        client.receive(0.2)


@pytest.mark.parametrize(
    ("message", "where", "words"),
    [
        ({"type": "look", "race": 4, "step": 1}, ["race"], "race 4 is not running"),
        ({"type": "look", "race": 1, "step": -1}, ["step"], "step = -1 is too small"),
        ({"type": "look", "race": 1, "step": 99999}, ["step"], "it must be at most 10000"),
        ({"type": "look", "race": 1, "step": 1, "details": 1}, ["details"], "is not true or false"),
        ({"type": "weight_plane", "race": 1, "resolution": 9}, ["resolution"], "at least 11"),
        ({"type": "weight_plane", "race": 1, "part": "all"}, ["part"], "'train' or 'test'"),
        ({"type": "steer", "race": 1, "run": 0, "hyperparameters": {}}, ["race"], "its last step"),
    ],
)
def test_a_wrong_wish_is_refused_in_a_sentence(client: Client, message, where, words):
    client.race(SHORT, 1)
    client.send(**message)
    refused = client.receive()

    assert refused["type"] == "refused"
    assert refused["detail"][0]["loc"] == where
    assert words in refused["detail"][0]["msg"]


def test_a_weight_plane_shows_where_runs_went_and_the_loss_there(client: Client):
    race = client.race(MOONS, 1)
    plane = client.ask("weight_plane", race=1, resolution=21)

    assert {name: plane[name] for name in ("race", "resolution", "part", "until")} == {
        "race": 1,
        "resolution": 21,
        "part": "train",
        "until": 400,
    }
    assert (plane["runs"], plane["left_out"]) == ([0, 1, 3], [2])
    assert plane["why"] == "One plane holds networks of the same layers."
    assert np.shape(plane["loss"]) == (21, 21)
    assert len(plane["u"]) == len(plane["v"]) == 21
    assert 0.5 < sum(plane["explained"]) <= 1
    assert [path["run"] for path in plane["paths"]] == plane["runs"]
    for path in plane["paths"]:
        assert (path["steps"][0], path["steps"][-1]) == (0, 400)
        assert {len(path[name]) for name in ("u", "v", "distance")} == {len(path["steps"])}
        assert plane["u"][0] < min(path["u"])
        assert max(path["v"]) < plane["v"][-1]
    start = plane["paths"][0]["u"][0], plane["paths"][0]["v"][0]
    row, column = (
        int(np.argmin(np.abs(np.subtract(plane[axis], at))))
        for axis, at in zip("vu", start[::-1], strict=True)
    )
    assert plane["loss"][row][column] == pytest.approx(race.scores(0, 0)[0][1], rel=0.5)


def test_a_weight_plane_can_be_asked_for_at_any_time_and_of_both_parts(client: Client):
    client.send(type="race", race=1, spec=LONG, blocks=1)
    seen = [client.ask("weight_plane", race=1, resolution=11)["until"]]
    client.send(type="grant", race=1, blocks=64)
    while seen[-1] < 2000:
        seen.append(client.ask("weight_plane", race=1, resolution=11, part="test")["until"])
    assert seen == sorted(seen)


@pytest.mark.parametrize(
    ("problem", "message", "where", "words"),
    [
        ({"test_fraction": 0}, {"part": "test"}, ["part"], "take 'train'"),
        (
            {"dataset": "digits", "hidden": [64] * 6},
            {"resolution": 81},
            ["resolution"],
            "at most 10¹¹ are made for one, so take a lower resolution",
        ),
    ],
)
def test_a_weight_plane_that_cannot_be_had_is_refused(
    client: Client, problem, message, where, words
):
    network = {"kind": "network", "hidden": [3], **problem}
    client.race({"problem": network, "runs": RUNS[:1], "steps": 3}, 1)
    refused = client.ask("weight_plane", race=1, **message)

    assert refused["type"] == "refused"
    assert refused["detail"][0]["loc"] == where
    assert words in refused["detail"][0]["msg"]


def test_a_plane_of_a_race_that_is_over_is_not_sent(client: Client):
    digits = {"kind": "network", "dataset": "digits", "hidden": [64, 64]}
    client.race({"problem": digits, "runs": RUNS[:1], "steps": 3}, 1)
    client.send(type="weight_plane", race=1, resolution=41)
    time.sleep(0.1)
    asked = time.perf_counter()
    client.send(type="race", race=2, spec=SHORT)
    assert told(client)["race"] == 2
    assert time.perf_counter() - asked < 0.5
    assert client.finish(2).outcomes
    assert client.look(2, 20).steps == [20] * 4


def test_a_surface_has_nothing_to_look_at(client: Client):
    client.race({"problem": {"name": "beale"}, "runs": [{"optimizer": "sgd"}], "steps": 3}, 2)
    client.send(type="look", race=2, step=1)
    words = "race 2 has no networks to look at; its points are in its blocks"
    assert client.receive()["detail"] == [{"loc": ["race"], "msg": words}]


def test_a_look_at_a_race_that_is_over_is_refused(client: Client):
    client.race(SHORT, 1)
    client.race(SHORT, 2)
    client.send(type="look", race=1, step=1)
    assert client.receive()["type"] == "refused"
    client.send(type="stop", race=2)
    client.send(type="look", race=2, step=1)
    assert client.receive()["type"] == "refused"


def test_a_newer_race_ends_the_older_training_at_once(client: Client):
    heavy = {
        "problem": {"kind": "network", "dataset": "digits", "hidden": [64, 64], "batch_size": None},
        "runs": [{"optimizer": name} for name in ("sgd", "adam", "rmsprop", "adamw")],
        "steps": 200,
    }
    client.send(type="race", race=1, spec=heavy, blocks=64)
    told(client, NetworkBlock)
    asked = time.perf_counter()
    client.send(type="race", race=2, spec=SHORT)
    while told(client)["race"] != 2:
        pass
    assert time.perf_counter() - asked < 1.5


def test_only_the_newest_of_many_trainings_needs_to_begin(client: Client):
    for number in range(1, 30):
        client.send(type="race", race=number, spec=LONG, blocks=64)
    client.send(type="race", race=30, spec=SHORT)
    newest = 0
    while newest < 30:
        message = client.receive()
        number = message["race"] if isinstance(message, dict) else message.race
        assert number >= newest
        newest = number
    assert client.finish(30).outcomes


def test_a_refused_training_leaves_the_one_before_it_alone(client: Client):
    client.send(type="race", race=1, spec=MOONS, blocks=1)
    told(client, NetworkBlock)
    client.send(type="race", race=2, spec={**MOONS, "problem": {
        "kind": "network", "dataset": "iris", "loss": "hinge", "activation": "reluu",
    }})  # fmt: skip
    refusals = [client.receive()]
    client.send(type="race", race=3, spec=MOONS, from_step=401)
    refusals.append(client.receive())

    assert [(r["type"], r["race"]) for r in refusals] == [("refused", 2), ("refused", 3)]
    client.send(type="grant", race=1, blocks=9)
    assert client.finish(1).outcomes


def test_trainings_that_do_not_fit_beside_others_are_refused(
    door: TestClient, monkeypatch: pytest.MonkeyPatch
):
    flights = compute_here(monkeypatch, points=20_000)
    with door.websocket_connect("/ws/run") as one:
        one.send_json({"type": "race", "race": 1, "spec": SHORT})
        assert one.receive_json()["type"] == "started"
        with door.websocket_connect("/ws/run") as two:
            two.send_json({"type": "race", "race": 2, "spec": MOONS})
            refusal = two.receive_json()
            words = (
                "as much is computed and kept for others as there is room for; "
                "try again in a minute"
            )
            assert (refusal["detail"][0]["msg"], refusal["retry_after"]) == (words, 30)
            two.send_json({"type": "race", "race": 3, "spec": SHORT})
            assert two.receive_json()["type"] == "started"
    until = time.monotonic() + 10
    while flights.free < 20_000 and time.monotonic() < until:
        time.sleep(0.01)
    assert flights.free == 20_000


def test_a_client_that_leaves_ends_its_training(live: Server):
    for number in range(3):
        with Client(live.url) as client:
            client.send(type="race", race=number, spec=LONG, blocks=64)
            told(client, NetworkBlock)
            client.send(type="look", race=number, step=10, details=True)
            client.vanish()
    time.sleep(0.5)
    start = live.cpu_seconds()
    time.sleep(0.5)
    assert live.cpu_seconds() - start < 0.1
    assert "Traceback" not in live.said()


def test_an_older_training_is_forgotten_when_another_one_starts(
    door: TestClient, monkeypatch: pytest.MonkeyPatch
):
    kept: list[weakref.ref[Training]] = []

    def noted(spec, training, before, heed):
        learning = begun(spec, training, before, heed)
        kept.append(weakref.ref(learning.race))
        return learning

    compute_here(monkeypatch)
    monkeypatch.setattr("app.compute.courses.begun", noted)
    with door.websocket_connect("/ws/run") as line:
        for number in (1, 2):
            line.send_json({"type": "race", "race": number, "spec": {**SHORT, "seed": number}})
            line.send_json({"type": "look", "race": number, "step": 3, "details": True})
            while b"DLW1" not in (line.receive().get("bytes") or b""):
                pass
        assert is_gone(kept[0])
        assert kept[1]() is not None
    assert is_gone(kept[1])


def is_gone(reference: weakref.ref[Training]) -> bool:
    """Whether an object is forgotten, a moment later at most."""
    until = time.monotonic() + 10
    while reference() is not None and time.monotonic() < until:
        gc.collect()
        time.sleep(0.01)
    return reference() is None
