"""What is wrong with a lesson's file is said in a sentence."""

import pytest

from app.lessons.head import BadLesson
from app.lessons.lesson import lesson_from

GOOD = """+++
title = "Two rates"
order = 1
topic = "Gradient descent"
summary = "One is larger."

[races.bowl]
label = "A bowl"
problem = {name = "ravine"}
steps = 5
runs = [{id = "small", optimizer = "sgd", says = "slow"}, {optimizer = "adam"}]
view = {tab = "3d", threshold = 1e-3}

[[claims]]
says = "Descent is ahead."
holds = "loss(bowl.small) < loss(bowl.adam)"

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


def test_a_lesson_has_what_its_file_says() -> None:
    lesson = lesson_from("two-rates", GOOD)
    race = lesson.races["bowl"]

    assert (lesson.name, lesson.title) == ("two-rates", "Two rates")
    assert lesson.topic == "Gradient descent"
    assert race.ids == ("small", "adam")
    assert race.says == ("slow", None)
    assert race.request["runs"] == [{"optimizer": "sgd"}, {"optimizer": "adam"}]
    assert (race.view.tab, race.view.threshold) == ("3d", 1e-3)
    assert lesson.text.startswith("Text.")


def test_a_full_batch_is_written_in_a_word() -> None:
    network = 'problem = {kind = "network", batch_size = "full"}'
    own = '{optimizer = "adam", overrides = {batch_size = "full"}}'
    text = GOOD.replace('problem = {name = "ravine"}', network)

    race = lesson_from("two-rates", text.replace('{optimizer = "adam"}', own)).races["bowl"]

    assert race.request["problem"]["batch_size"] is None
    assert race.request["runs"][1]["overrides"] == {"batch_size": None}


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("+++\ntitle", "title", "it must begin with a line +++"),
        ('title = "Two rates"', "title = ", "its head is not TOML"),
        ('title = "Two rates"\n', "", "title: title is missing; it must be given"),
        ("order = 1", "order = 0", "order: order = 0 is too small; it must be at least 1"),
        ("Gradient descent", "Gradients", "topic = 'Gradients' is unknown; it must be one of"),
        ("answer = 1", "answer = 3", "predict.answer = 3, but there are 2 choices"),
        ('"ravine"', '"ravin"', "races.bowl: problem.name: unknown surface 'ravin'; did you mean"),
        ("races.bowl", "races.Bowl", "races.Bowl: the name must be small letters, digits and _"),
        ('label = "A bowl"\n', "", "races.bowl: label is missing"),
        ('"small", ', '"adam", ', "races.bowl: two runs are called 'adam'"),
        ('"small", ', '"Small 1", ', "races.bowl: id = 'Small 1' must be small letters"),
        ('says = "slow"', "says = 3", "races.bowl: what a run `says` must be a text"),
        (
            '"sgd", says',
            '"sgd", overrides = {noise = 1.0}, says',
            "races.bowl: no run can have 'noise' of its own; make it two races",
        ),
        ('tab = "3d"', 'tab = "4d"', "races.bowl.view: tab: tab = \"4d\" is unknown"),
        ("## Try", "## Tries", "it has no section '## Try'"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(right: str, wrong: str, words: str) -> None:
    assert right in GOOD

    with pytest.raises(BadLesson) as raised:
        lesson_from("two-rates", GOOD.replace(right, wrong, 1))

    assert words in str(raised.value)
