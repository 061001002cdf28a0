"""Which questions an attempt gets, in which order, and what they give away."""

from collections import Counter
from uuid import uuid4

import pytest
from wagtail.models import Locale

from courses.freezing import draw_evenly, find_pool, freeze, snapshot_questions
from tests.factories.courses import (
    make_assessment,
    make_course,
    make_khmer_tree,
    make_question,
    make_question_of,
)

pytestmark = pytest.mark.django_db


def texts(questions):
    return [question["text"] for question in questions]


def numbered(count, **fields):
    return [make_question(text=f"Question {n}", **fields) for n in range(1, count + 1)]


def test_without_drawing_and_shuffling_the_page_order_stays():
    page = make_assessment(questions=numbered(8))
    assert texts(snapshot_questions(page)) == [f"Question {n}" for n in range(1, 9)]


def test_shuffle_changes_the_order_of_questions_and_choices_but_loses_none():
    choices = ["right", *(f"wrong {n}" for n in range(9))]
    page = make_assessment(
        questions=[make_question(*choices, text=f"Question {n}") for n in range(12)], shuffle=True
    )
    frozen = snapshot_questions(page)
    assert texts(frozen) != [f"Question {n}" for n in range(12)]
    assert sorted(texts(frozen)) == sorted(f"Question {n}" for n in range(12))
    shown = [choice["text"] for choice in frozen[0]["choices"]]
    assert (shown != choices, sorted(shown)) == (True, sorted(choices))


def test_shuffle_leaves_scales_and_true_and_false_as_they_are():
    steps = [("item", f"{n}") for n in range(9)]
    frozen = freeze(make_question_of("rating", steps), shuffle=True)
    assert [choice["text"] for choice in frozen["choices"]] == [f"{n}" for n in range(9)]
    truths = make_question("right", "wrong", kind="true-false")
    shown = [[c["text"] for c in freeze(truths, shuffle=True)["choices"]] for _ in range(10)]
    assert shown == [["right", "wrong"]] * 10


def test_draw_takes_evenly_from_each_objective():
    objectives = [uuid4() for _ in range(3)]
    page = make_assessment(
        questions=[q for key in objectives for q in numbered(6, objective_key=key)], draw_count=6
    )
    for _ in range(5):
        drawn = snapshot_questions(page)
        assert Counter(q["objective_key"] for q in drawn) == {str(key): 2 for key in objectives}


def test_draw_fills_up_from_other_objectives_and_never_takes_more_than_there_are():
    first, second = uuid4(), uuid4()
    page = make_assessment(
        questions=numbered(1, objective_key=first) + numbered(5, objective_key=second),
        draw_count=4,
    )
    drawn = snapshot_questions(page)
    assert Counter(q["objective_key"] for q in drawn) == {str(first): 1, str(second): 3}
    assert len(draw_evenly(list(page.questions.all()), 50)) == 6
    assert draw_evenly([], 5) == []


def test_pool_questions_are_asked_as_well():
    course = make_course()
    make_assessment(parent=course, kind="pool", questions=numbered(3))
    make_assessment(kind="pool", questions=numbered(3))  # of another course
    page = make_assessment(parent=course, questions=2, draws_from_pool=True)
    assert len(snapshot_questions(page)) == 5
    page.draws_from_pool = False
    assert len(snapshot_questions(page)) == 2


@pytest.mark.parametrize("number", [1, 30])
def test_snapshot_with_a_pool_costs_three_queries(number, django_assert_num_queries):
    course = make_course()
    make_assessment(parent=course, kind="pool", questions=numbered(number))
    page = make_assessment(parent=course, questions=number, draws_from_pool=True)
    with django_assert_num_queries(3):
        assert len(snapshot_questions(page)) == 2 * number


def test_unpublished_pool_and_missing_pool_add_nothing():
    course = make_course()
    pool = make_assessment(parent=course, kind="pool", questions=3)
    page = make_assessment(parent=course, questions=2, draws_from_pool=True)
    pool.unpublish()
    assert find_pool(page) is None
    assert len(snapshot_questions(page)) == 2


def test_pool_comes_in_the_language_of_the_attempt_else_as_it_is():
    khmer = make_khmer_tree()
    course = make_course()
    course.get_parent().specific.copy_for_translation(khmer).save_revision().publish()
    course.copy_for_translation(khmer).save_revision().publish()
    pool = make_assessment(parent=course, kind="pool", questions=1)
    page = make_assessment(parent=course, questions=0, draws_from_pool=True)
    translated = page.copy_for_translation(khmer)
    translated.save_revision().publish()
    (english,) = snapshot_questions(translated)
    assert (english["text"], english["language"]) == ("Question 1", "en")
    khmer_pool = pool.copy_for_translation(khmer)
    khmer_pool.save_revision().publish()
    khmer_pool.questions.update(text="សំណួរ")
    (own,) = snapshot_questions(translated)
    assert (own["text"], "language" in own, own["key"]) == ("សំណួរ", False, english["key"])
    assert texts(snapshot_questions(page)) == ["Question 1"]
    assert Locale.objects.count() == 2


def test_matching_has_keys_that_tell_nothing_and_another_order():
    pairs = [("pair", {"text": f"left {n}", "match": f"right {n}"}) for n in range(5)]
    question = make_question_of("matching", pairs)
    block_ids = {block.id for block in question.choices}
    frozen = freeze(question)
    keys = [row["key"] for row in frozen["rows"]] + [each["key"] for each in frozen["options"]]
    assert len(set(keys)) == 10
    assert not set(keys) & block_ids
    assert [row["text"] for row in frozen["rows"]] == [f"left {n}" for n in range(5)]
    assert [option["text"] for option in frozen["options"]] != [f"right {n}" for n in range(5)]
    names = {option["key"]: option["text"] for option in frozen["options"]}
    assert [names[row["right"]] for row in frozen["rows"]] == [f"right {n}" for n in range(5)]
    assert freeze(question)["rows"][0]["key"] != frozen["rows"][0]["key"]


def test_ordering_is_never_shown_in_the_right_order():
    question = make_question_of("ordering", [("item", "one"), ("item", "two")])
    for _ in range(10):
        frozen = freeze(question)
        assert [row["text"] for row in frozen["rows"]] == ["two", "one"]
        assert [row["right"] for row in frozen["rows"]] == ["2", "1"]
    assert [option["key"] for option in frozen["options"]] == ["1", "2"]


def test_rating_without_steps_is_a_scale_of_five_and_gives_no_points():
    frozen = freeze(make_question_of("rating", points=3))
    assert [choice["text"] for choice in frozen["choices"]] == ["1", "2", "3", "4", "5"]
    assert frozen["points"] == 0


def test_number_is_frozen_as_text():
    number = {"value": "12.50", "tolerance": "0.5", "feedback": "so"}
    frozen = freeze(make_question_of("number", [("number", number)]))
    assert frozen["numbers"] == [number]
