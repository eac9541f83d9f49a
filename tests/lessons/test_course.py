"""The lessons make one course, and lead only to what is there."""

import pytest

from app.engine.catalogue import OPTIMIZERS
from app.engine.contracts import Optimizer
from app.lessons.course import lessons, topics
from app.lessons.glossary import glossary
from app.lessons.head import TOPICS
from app.lessons.lesson import Lesson
from app.lessons.text import links

each = pytest.mark.parametrize("lesson", lessons().values(), ids=lessons())


def test_there_is_a_lesson_for_each_number() -> None:
    orders = sorted(lesson.head.order for lesson in lessons().values())

    assert orders == list(range(1, 42))


def test_the_course_goes_topic_by_topic() -> None:
    places = [(TOPICS.index(each.topic), each.head.order) for each in lessons().values()]

    assert places == sorted(places)
    assert [each for taken in topics().values() for each in taken] == [*lessons().values()]


@each
def test_a_lesson_links_to_races_terms_and_lessons_that_are_there(lesson: Lesson) -> None:
    found = links(f"{lesson.text}\n\n{lesson.question.because}")

    assert set(found.races) <= set(lesson.races)
    assert set(found.terms) <= set(glossary())
    assert set(found.lessons) <= set(lessons())


@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_each_point_for_or_against_a_rule_has_a_lesson(optimizer: type[Optimizer]) -> None:
    named = {point.lesson for point in optimizer.good_at + optimizer.weak_at}

    assert named <= set(lessons())
    for name in named:
        raced = lessons()[name].races.values()
        assert optimizer.name in {run.optimizer for race in raced for run in race.spec.runs}


@each
def test_every_race_beside_the_first_can_be_reached(lesson: Lesson) -> None:
    _, *others = lesson.races

    assert set(others) <= set(links(lesson.text).races)


@each
def test_every_race_is_claimed_about(lesson: Lesson) -> None:
    told = " ".join(claim.holds for claim in lesson.claims)

    assert [name for name in lesson.races if f"{name}." not in told] == []
