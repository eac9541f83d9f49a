"""Steps of networks opened on /ws/run, against a real server."""

import itertools

import numpy as np
import pytest

from app.compute.network_steps import Opener
from app.engine.network.shape import Shape
from app.engine.opened import arrows_of, opened_at
from app.spec import Refused, spec_from
from app.spec.orders import Open
from tests.serving import Server
from tests.web.protocol_client import Client

RUNS = [
    {"optimizer": "adam", "hyperparameters": {"lr": 0.01}},
    {"optimizer": "momentum", "schedule": {"name": "exponential"}},
    {"optimizer": "sgd", "hyperparameters": {"lr": 0.3}, "overrides": {"hidden": [4]}},
    {"optimizer": "adagrad", "hyperparameters": {"lr": 0.1}},
]
MOONS = {"problem": {"kind": "network"}, "runs": RUNS, "steps": 60, "seed": 3}
WILD = {
    "optimizer": "sgd",
    "hyperparameters": {"lr": 10.0},
    "overrides": {"loss": "mse", "scale": 100.0, "activation": "relu"},
}


@pytest.fixture
def client(live: Server):
    with Client(live.url) as client:
        yield client
    assert "Traceback" not in live.said()


@pytest.fixture(scope="module")
def training():
    training = spec_from(MOONS).training()
    training.keep = True
    training.advance(61)
    return training


def ask_open(client: Client, race: int, **fields):
    """Open a step; the answer has a name of its own."""
    client.send(type="open", race=race, **fields)
    while True:
        answer = client.receive()
        if isinstance(answer, dict) and answer["type"] in ("opened", "refused"):
            return answer


def reason(answer):
    assert answer["type"] == "refused", answer
    return answer["detail"][0]["loc"], answer["detail"][0]["msg"]


def test_a_step_is_opened_as_the_engine_has_it(client: Client, training):
    client.race(MOONS, 7)
    answer = ask_open(client, 7, step=37, runs=[0, 3], parameter=17)
    assert (answer["race"], answer["step"], answer["parameter"]) == (7, 37, 17)
    for run, told in zip((0, 3), answer["runs"], strict=True):
        opening = training.opened(37, run)
        opened = opened_at(17, opening, training.opened(0, run))
        assert told["optimizer"] == RUNS[run]["optimizer"]
        assert told["step"] == 37
        assert told["coordinates"] == ["w"]
        assert told["parameter"] == "bias of unit 2 in layer 1"
        assert told["change"] == [opening.change[17]]
        assert told["gradient"]["true"] == [opening.gradient[17]]
        assert told["lines"][-1]["after"][0] == pytest.approx(opening.x[17] + opening.change[17])
        assert told["words"] == list(opened.words)
        assert told["arrows"] is None
        assert told["curvature"] is None
        assert all(len(line["numbers"]) == 1 for line in told["lines"])


def test_without_a_parameter_it_is_the_one_that_moves_most(client: Client, training):
    client.race(MOONS, 7)
    answer = ask_open(client, 7, step=5, runs=[1])
    most = int(np.abs(training.opened(5, 1).change).argmax())
    assert answer["parameter"] == most
    curves = client.ask("memory", race=7, run=1)
    assert curves["parameter"] == int(np.abs(training.opened(60, 1).change).argmax())


def test_arrows_lie_in_the_plane_that_was_drawn_last(client: Client, training):
    client.race(MOONS, 7)
    plane = client.ask("weight_plane", race=7, resolution=11)
    answer = ask_open(client, 7, step=20, runs=[0, 1, 2], parameter=0)
    inside, _, outside = answer["runs"]
    assert plane["left_out"] == [2]
    assert outside["arrows"] is None
    move = np.array(inside["arrows"]["move"])
    (path,) = (path for path in plane["paths"] if path["run"] == 0)
    places = dict(zip(path["steps"], zip(path["u"], path["v"], strict=True), strict=True))
    assert {20, 25} <= places.keys()
    moves = [
        ask_open(client, 7, step=step, runs=[0], parameter=0)["runs"][0]["arrows"]["move"]
        for step in range(20, 25)
    ]
    assert moves[0] == move.tolist()
    way = np.array(places[25]) - np.array(places[20])
    np.testing.assert_allclose(np.sum(moves, axis=0), way, rtol=1e-9)
    whole = arrows_of(training.opened(20, 0), np.eye(training.runs[0].network.size))
    for drawn, vector in (("move", whole.move), ("gradient", whole.gradient)):
        assert np.linalg.norm(inside["arrows"][drawn]) <= np.linalg.norm(vector) * (1 + 1e-12)
    assert inside["arrows"]["momentum"] is not None


def test_what_a_rule_remembers_is_told_at_kept_steps(client: Client, training):
    client.race(MOONS, 7)
    curves = client.ask("memory", race=7, run=0, parameter=3)
    assert curves["name"] == "layer 1, from input 1 to unit 4"
    assert curves["steps"] == [*range(0, 60, 5), 60]
    assert curves["curvature"] is None
    series = {each["symbol"]: each["values"] for each in curves["series"]}
    assert list(series) == ["g", "m", "v", "m̂", "v̂", "η_eff"]
    for place, step in enumerate(curves["steps"]):
        opening = training.opened(step, 0)
        assert series["g"][0][place] == opening.gradient[3]
        assert series["m"][0][place] == pytest.approx(opening.after.m[3], rel=1e-12)
        assert series["v"][0][place] == pytest.approx(opening.after.v[3], rel=1e-12)


def test_steps_after_the_end_are_the_last_ones(client: Client):
    race = client.race({**MOONS, "runs": [WILD]}, 7)
    last = race.outcomes[0]["steps"]
    assert last < 60
    answer = ask_open(client, 7, step=60, runs=[0], parameter=0)
    assert answer["runs"][0]["step"] == last
    curves = client.ask("memory", race=7, run=0, parameter=0)
    assert curves["steps"][-1] == last


def test_while_it_is_trained_the_newest_step_is_opened(client: Client):
    client.send(type="race", race=7, spec={**MOONS, "steps": 5000}, blocks=1)
    while isinstance(client.receive(), dict):
        pass
    answer = ask_open(client, 7, step=4000, runs=[0], parameter=0)
    assert 0 < answer["runs"][0]["step"] < 4000


@pytest.mark.parametrize(
    ("order", "loc", "words"),
    [
        ({"type": "open", "runs": [0, 4], "step": 3}, ["runs", 1], "its last one is 3"),
        ({"type": "open", "runs": [], "step": 3}, ["runs"], "at least 1"),
        ({"type": "open", "runs": [0] * 9, "step": 3}, ["runs"], "at most 8"),
        ({"type": "open", "runs": [0, 2], "step": 3, "parameter": 17}, ["parameter"], "run 2"),
        ({"type": "open", "runs": [0], "step": -1}, ["step"], "at least 0"),
        ({"type": "memory", "run": 4}, ["run"], "its last one is 3"),
        ({"type": "memory", "run": 0, "parameter": 999}, ["parameter"], "its last one is 104"),
        ({"type": "memory", "run": 0, "race": 6}, ["race"], "race 6 is not running"),
    ],
)
def test_what_cannot_be_opened_is_refused_in_words(client: Client, order, loc, words):
    client.race({**MOONS, "steps": 10}, 7)
    client.send(**{"race": 7, **order})
    where, why = reason(client.receive())
    assert where == loc
    assert words in why


def test_nothing_is_open_before_anything_is_computed():
    training = spec_from(MOONS).training()
    training.keep = True
    order = Open(type="open", race=3, step=0, runs=[0])
    with pytest.raises(Refused, match="ask again after its first block"):
        Opener(training).opened(order, {}, lambda: None)


def test_steps_of_surfaces_are_asked_for_elsewhere(client: Client):
    client.race({"problem": {"name": "rosenbrock"}, "runs": [{"optimizer": "sgd"}]}, 7)
    for order, door in (
        ({"type": "open", "step": 3, "runs": [0]}, "POST /api/step"),
        ({"type": "memory", "run": 0}, "POST /api/memory"),
    ):
        client.send(race=7, **order)
        where, why = reason(client.receive())
        assert where == ["race"]
        assert door in why


def test_parameters_are_named_as_they_lie_in_the_answer():
    shape = Shape((2, 3, 1))
    names = [shape.name_of(place) for place in range(shape.size)]
    expected = [
        f"layer 1, from input {i} to unit {j}" for i, j in itertools.product((1, 2), (1, 2, 3))
    ]
    expected += [f"bias of unit {j} in layer 1" for j in (1, 2, 3)]
    expected += [f"layer 2, from unit {i} to unit 1" for i in (1, 2, 3)]
    assert names == [*expected, "bias of unit 1 in layer 2"]
    with pytest.raises(IndexError, match="the last one is 12"):
        shape.name_of(13)
