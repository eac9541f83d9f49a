"""Every lesson's claims are computed on the lesson's own races."""

from functools import cache

import pytest

from app.lessons.claims import BadClaim, Examiner
from app.lessons.course import files
from app.lessons.lesson import Lesson, lesson_from, read

LESSONS = {path.stem: read(path) for path in files()}
CLAIMS = [
    pytest.param(name, place, id=f"{name}-{place + 1}")
    for name, lesson in LESSONS.items()
    for place in range(len(lesson.claims))
]

WRITTEN = """+++
title = "Two rates"
order = 1
topic = "Gradient descent"
summary = "One is larger."

[races.bowl]
label = "A bowl"
problem = {name = "ravine", parameters = {condition = 1, rotation = 0}, start = [4.0, 3.0]}
steps = 20
runs = [
  {id = "half", optimizer = "sgd", hyperparameters = {lr = 0.5}, says = "halves"},
  {optimizer = "adam"},
]

[[claims]]
says = "Descent is ahead."
holds = "loss(bowl.half) < loss(bowl.adam)"

[predict]
question = "Which one?"
choices = ["The first", "The second"]
answer = 1
because = "It is."
+++
Text.

## What to notice
- This.

## Try
- That.
"""


@cache
def examiner(name: str) -> Examiner:
    return Examiner(LESSONS[name])


def two_rates() -> Lesson:
    return lesson_from("two-rates", WRITTEN)


@pytest.mark.parametrize(("name", "place"), CLAIMS)
def test_a_claim_holds_on_the_races_of_its_lesson(name: str, place: int) -> None:
    claim = LESSONS[name].claims[place]

    finding = examiner(name).examine(claim)

    assert finding.holds, f"{claim.says} {claim.holds} {dict(finding.parts)}"


def test_a_false_claim_is_found_with_the_values_of_its_parts() -> None:
    claim = two_rates().claims[0].model_copy(update={"holds": "loss(bowl.half, 0) < 1"})

    finding = Examiner(two_rates()).examine(claim)

    assert not finding.holds
    assert finding.parts == {"loss(bowl.half, 0)": pytest.approx(12.5)}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1 + 2 * 3 - 8 / 4 ** 1", 5),
        ("-abs(-2) + max(1, 3) - min(1, 3)", 0),
        ("0 < 1 < 2 and not 2 < 1 or 1 == 2", True),
        ("reached(bowl.half, -1) == inf", True),
        ("x(bowl.half, END) == x(bowl.half)", True),
        ("loss(bowl.half, at=0)", 12.5),
        ("status(bowl.half) != 'diverged'", True),
    ],
)
def test_an_expression_has_its_value(expression: str, value: float) -> None:
    assert Examiner(two_rates()).value(expression) == pytest.approx(value)


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("loss(bowl.hlaf)", "race 'bowl' has no run 'hlaf'; did you mean 'half'?"),
        ("loss(bwol.half)", "there is no race 'bwol'; did you mean 'bowl'?"),
        ("los(bowl.half)", "there is no measure 'los'; did you mean 'loss'?"),
        ("loss(3)", "loss must be given a run first, written race.run"),
        ("loss(bowl.half, 99)", "bowl.half has no step 99"),
        ("train_loss(bowl.half)", "bowl.half ran on a surface"),
        ("bowl.half", "it is no number; measure something on a run"),
        ("loss(bowl.half", "it is no expression"),
        ("__import__('os')", "there is no measure '__import__'"),
        ("bowl.half.run", "'bowl.half.run' is nothing that a claim may say"),
        ("[1][0]", "'[1][0]' is nothing that a claim may say"),
        ("1 / 0", "division by zero"),
    ],
)
def test_what_cannot_be_computed_is_said_in_a_sentence(expression: str, words: str) -> None:
    with pytest.raises(BadClaim) as raised:
        Examiner(two_rates()).value(expression)

    assert str(raised.value).startswith(f"two-rates: {expression!r}: ")
    assert words in str(raised.value)


def test_a_claim_must_be_true_or_false() -> None:
    claim = two_rates().claims[0].model_copy(update={"holds": "loss(bowl.half, 0)"})

    with pytest.raises(BadClaim, match="neither true nor false; compare it with something"):
        Examiner(two_rates()).examine(claim)
