from decimal import Decimal

import pytest

from courses.grading import Score, grade, snapshot_questions
from tests.factories.courses import make_assessment, make_question


def question(key, *, points=1, right=("a",), wrong=("b", "c")):
    choices = [{"key": k, "text": k, "is_correct": True, "feedback": ""} for k in right]
    choices += [{"key": k, "text": k, "is_correct": False, "feedback": ""} for k in wrong]
    return {
        "key": key,
        "kind": "multiple" if len(right) > 1 else "single",
        "text": key,
        "points": points,
        "objective_key": None,
        "choices": choices,
    }


def score(points, most, percent):
    return Score(Decimal(points), Decimal(most), Decimal(percent))


def test_grade_gives_points_for_right_answers():
    questions = [question("1"), question("2", points=2), question("3")]
    assert grade(questions, {"1": ["a"], "2": ["b"], "3": ["a"]}) == score(2, 4, "50.00")


@pytest.mark.parametrize(
    ("chosen", "points"),
    [
        (["a", "b"], 2),
        (["b", "a"], 2),
        (["a"], 0),
        (["a", "b", "c"], 0),
        (["c"], 0),
        ([], 0),
        (["a", "b", "unknown"], 0),
    ],
)
def test_grade_of_several_right_answers_is_all_or_nothing(chosen, points):
    questions = [question("1", points=2, right=("a", "b"), wrong=("c",))]
    assert grade(questions, {"1": chosen}).points == points


def test_grade_counts_a_missing_answer_as_wrong_and_ignores_strangers():
    assert grade([question("1"), question("2")], {"1": ["a"], "9": ["a"]}) == score(1, 2, "50.00")


def test_grade_rounds_half_up():
    questions = [question(str(n)) for n in range(3)]
    assert grade(questions, {"0": ["a"]}).percent == Decimal("33.33")
    assert grade(questions, {"0": ["a"], "1": ["a"]}).percent == Decimal("66.67")


def test_grade_of_no_questions_is_zero():
    assert grade([], {}) == score(0, 0, 0)


def test_grade_never_rewards_a_question_without_a_right_answer():
    assert grade([question("1", right=(), wrong=("b",))], {"1": []}).points == 0


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 30])
def test_snapshot_keeps_order_and_costs_one_query(number, django_assert_num_queries):
    page = make_assessment(
        questions=[make_question(text=f"Question {n}", sort_order=n) for n in range(number)]
    )
    with django_assert_num_queries(1):
        questions = snapshot_questions(page)
    assert [each["text"] for each in questions] == [f"Question {n}" for n in range(number)]


@pytest.mark.django_db
def test_snapshot_has_the_shape_that_grading_reads():
    page = make_assessment(questions=[make_question("right one", "wrong", points=3)])
    stored = page.questions.get()
    keys = [block.id for block in stored.choices]
    assert snapshot_questions(page) == [
        {
            "key": str(stored.translation_key),
            "kind": "single",
            "text": "What do you do first?",
            "points": 3,
            "objective_key": None,
            "choices": [
                {
                    "key": keys[0],
                    "text": "right one",
                    "is_correct": True,
                    "feedback": "why right one",
                },
                {"key": keys[1], "text": "wrong", "is_correct": False, "feedback": "why wrong"},
            ],
        }
    ]
    answers = {str(stored.translation_key): [keys[0]]}
    assert grade(snapshot_questions(page), answers) == score(3, 3, 100)
