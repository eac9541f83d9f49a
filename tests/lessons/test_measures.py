"""What claims measure, held against races whose numbers are known."""

import math
from pathlib import Path

import numpy as np
import pytest

from app.lessons.claims import Examiner
from app.lessons.lesson import lesson_from
from app.lessons.measures import MEASURES
from tests.serving import ROOT

FILE = """+++
title = "Known numbers"
order = 1
topic = "Gradient descent"
summary = "Half of the way in each step."

[races.bowl]
label = "A round bowl, whose curvature is 1"
problem = {name = "ravine", parameters = {condition = 1, rotation = 0}, start = [4.0, 3.0]}
steps = 10
runs = [
  {id = "half", optimizer = "sgd", hyperparameters = {lr = 0.5}},
  {id = "over", optimizer = "sgd", hyperparameters = {lr = 1.5}},
  {id = "ball", optimizer = "momentum", convention = "pytorch"},
]

[races.walls]
label = "Elsewhere, too fast"
problem = {name = "rosenbrock", start = [4.0, 3.0]}
steps = 10
runs = [{id = "off", optimizer = "sgd", hyperparameters = {lr = 1}}]

[races.tossed]
label = "The bowl with noise"
problem = {name = "ravine", parameters = {condition = 1}, start = [4.0, 3.0], noise = 1}
steps = 10
runs = [{id = "noisy", optimizer = "sgd", hyperparameters = {lr = 0.5}}]

[races.net]
label = "A small network"
problem = {kind = "network", hidden = [3], batch_size = "full", initializer = "constant"}
steps = 6
runs = [
  {id = "alike", optimizer = "sgd"},
  {id = "drawn", optimizer = "sgd", overrides = {initializer = "xavier_uniform", batch_size = 50}},
]

[[claims]]
says = "It starts where it does."
holds = "x(bowl.half, 0) == 4"

[predict]
question = "Where?"
choices = ["Here", "There"]
answer = 1
because = "Here."
+++
## What to notice
- This.
## Try
- That.
"""


@pytest.fixture(scope="module")
def known() -> Examiner:
    return Examiner(lesson_from("known", FILE))


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("loss(bowl.half, 0)", 12.5),
        ("loss(bowl.half, 1)", 3.125),
        ("best(bowl.half)", 12.5 / 4**10),
        ("best_at(bowl.half)", 10),
        ("reached(bowl.half, 3.2)", 1),
        ("reached(bowl.half, 0)", math.inf),
        ("stays_below(bowl.half, 3.2)", 1),
        ("stays_below(bowl.over, 1e-9)", math.inf),
        ("best_score(bowl.half)", 0),
        ("x(bowl.half, 2)", 1),
        ("y(bowl.half, 1)", 1.5),
        ("distance(bowl.half, 1, 2, 0)", 1.5),
        ("apart(bowl.half, bowl.over)", 5 + 2.5 - 5 * 2**-1),
        ("norm(bowl.half, 0)", 5),
        ("rate(bowl.half, 3)", 0.5),
        ("move(bowl.half, 1)", 2.5),
        ("move(bowl.half, 0)", 0),
        ("path_length(bowl.half)", 5 * (1 - 2**-10)),
        ("turns(bowl.half)", 0),
        ("turns(bowl.over)", 9),
        ("highest(bowl.half, 1, 3)", 3.125),
        ("mean_loss(bowl.half, 0, 1)", 7.8125),
        ("spread(bowl.half, 0, 1)", 4.6875),
        ("curvature(bowl.half)", 1),
        ("steps(bowl.half)", 10),
        ("since(bowl.over)", math.inf),
        ("share(bowl.half, 1)", 1),
        ("end_share(bowl.half, 0, 0, 0.01)", 1),
        ("median_loss(bowl.half, 1, seeds=3)", 3.125),
        ("steps(net.drawn)", 6),
        ("examples(net.drawn, 2)", 100),
        ("examples(net.alike, 2)", 700),
        ("dead(net.drawn)", 0),
        ("saturated(net.drawn)", 0),
        ("weights_below(net.drawn, 100)", 1),
        ("parameters_equal(net.alike)", 1),
        ("parameters_equal(net.drawn)", 0),
    ],
)
def test_a_measure_has_the_value_that_is_known(
    known: Examiner, expression: str, value: float
) -> None:
    assert known.value(expression) == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize(
    "relation",
    [
        "status(walls.off) == 'diverged' and steps(walls.off) < 10",
        "status(bowl.half) == 'stalled' and 0 < since(bowl.half) < 10",
        "0.8 < best_rate(bowl.half) < 1.2 and best_score(bowl.half) < best_score(tossed.noisy)",
        "best_momentum(bowl.ball) < 0.3",
        "train_loss(net.drawn, 0) > train_loss(net.drawn)",
        "test_loss(net.drawn) >= lowest_test_loss(net.drawn)",
        "0 < train_accuracy(net.drawn) < 1 and 0 < test_accuracy(net.drawn) < 1",
        "train_loss_reached(net.drawn, 100) == 0",
        "train_loss_reached(net.drawn, 0) == inf",
        "abs(flow(net.drawn, 1, 0) ** 2 + flow(net.drawn, 2, 0) ** 2 - norm(net.drawn, 0) ** 2)"
        " < 1e-12",
        "weight_norm(net.drawn) > abs(parameter(net.drawn, 0)) > 0",
        "abs(parameter(net.drawn, 3, 0) - rate(net.drawn, 0) * gradient(net.drawn, 3, 0)"
        " - parameter(net.drawn, 3, 1)) < 1e-15",
        "abs(unit(net.alike, 2, 1, 5, 0) - 1.5 * unit(net.alike, 1, 1, 5, 0)) < 1e-12",
        "unit(net.drawn, 1, 1, 0, 0) != unit(net.drawn, 1, 2, 0, 0)",
        "share(net.drawn, 0, seeds=2) == 0 and share(net.drawn, 100, seeds=2) == 1",
        "0 < share(tossed.noisy, 0.02) < 1",
        "end_share(tossed.noisy, 0, 0, 100) == 1 > end_share(tossed.noisy, 0, 0, 0.5)",
        "median_loss(tossed.noisy) < median_loss(tossed.noisy, 0) == loss(tossed.noisy, 0)",
    ],
)
def test_measures_are_related_as_their_words_say(known: Examiner, relation: str) -> None:
    assert known.value(relation) is True


def test_the_first_seed_is_the_one_of_the_race(known: Examiner) -> None:
    alone = known.value("median_loss(tossed.noisy, seeds=1)")

    assert alone == known.value("loss(tossed.noisy)")


@pytest.mark.parametrize("run", ["net.drawn", "net.alike"])
def test_an_accuracy_is_a_share_of_rows(known: Examiner, run: str) -> None:
    share = known.value(f"train_accuracy({run})")

    assert isinstance(share, float)
    assert share * 350 == pytest.approx(np.round(share * 350))


@pytest.mark.parametrize("name", MEASURES)
def test_the_document_lists_each_measure_with_its_words(name: str) -> None:
    document = Path(ROOT / "docs" / "lessons.md").read_text("utf-8")
    row = next(line for line in document.splitlines() if line.startswith(f"| `{name}("))

    assert row.endswith(f" | {MEASURES[name].__doc__} |")
