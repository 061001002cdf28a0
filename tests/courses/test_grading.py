from decimal import Decimal

import pytest

from courses.freezing import snapshot_questions
from courses.grading import (
    Score,
    answered_open_questions,
    grade,
    grade_by_objective,
    is_right,
)
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


# -- The other kinds ----------------------------------------------------------------------


def rows(kind, *rights, points=3):
    return {
        "key": "q",
        "kind": kind,
        "text": "q",
        "points": points,
        "objective_key": None,
        "rows": [{"key": f"row{n}", "text": "t", "right": r} for n, r in enumerate(rights)],
        "options": [{"key": r, "text": r} for r in rights],
    }


def typed(kind, *answers, points=1):
    name = "accepted" if kind == "short" else "numbers"
    return {"key": "q", "kind": kind, "text": "q", "points": points, "objective_key": None} | {
        name: list(answers)
    }


@pytest.mark.parametrize(
    ("chosen", "points"),
    [
        (["row0:a", "row1:b", "row2:c"], "3"),
        (["row0:a", "row1:c", "row2:b"], "1.00"),
        (["row0:a", "row1:b"], "2.00"),
        (["row0:a", "row1:a", "row2:a"], "1.00"),
        (["nonsense", "row9:a"], "0"),
        ([], "0"),
    ],
)
def test_matching_is_proportional(chosen, points):
    assert grade([rows("matching", "a", "b", "c")], {"q": chosen}).points == Decimal(points)


def test_matching_rounds_to_a_hundredth_of_a_point():
    question = rows("matching", "a", "b", "c", points=1)
    assert grade([question], {"q": ["row0:a"]}) == score("0.33", 1, "33.00")
    assert is_right(question, ["row0:a", "row1:b", "row2:c"]) is True


@pytest.mark.parametrize(
    ("chosen", "points"),
    [
        (["row0:2", "row1:1", "row2:3"], 3),
        (["row2:3", "row0:2", "row1:1"], 3),
        (["row0:1", "row1:2", "row2:3"], 0),
        (["row0:2", "row1:1"], 0),
        ([], 0),
    ],
)
def test_ordering_is_all_or_nothing(chosen, points):
    assert grade([rows("ordering", "2", "1", "3")], {"q": chosen}).points == points


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("Phnom Penh", True),
        ("  phnom   PENH ", True),
        ("PhnomPenh", True),
        ("ភ្នំ\u200bពេញ", True),
        ("ភ្នំ ពេញ", True),
        ("Phnom", False),
        ("", False),
        ("   ", False),
        ("\u200b", False),
    ],
)
def test_short_answer_is_read_kindly(answer, right):
    question = typed(
        "short", {"text": "Phnom Penh", "feedback": ""}, {"text": "ភ្នំពេញ", "feedback": ""}
    )
    assert is_right(question, [answer]) is right


def test_short_answer_takes_khmer_digits_and_both_spellings():
    question = typed("short", {"text": "១២ ស្ត្រី", "feedback": ""})
    assert is_right(question, ["12 ស្រ្តី"]) is True


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("1200", True),
        ("1,200", True),
        ("១២០០", True),
        ("១,២០៤.៥", True),
        (" 1195 ", True),
        ("1205.01", False),
        ("1e3", False),
        ("twelve", False),
        ("", False),
        ("NaN", False),
        ("Infinity", False),
        ("-1200", False),
        ("1e999999999", False),
        ("9" * 400, False),
    ],
)
def test_number_may_be_off_by_the_tolerance(answer, right):
    question = typed("number", {"value": "1200", "tolerance": "5", "feedback": ""})
    assert is_right(question, [answer]) is right


def test_rating_is_never_right_or_wrong_and_open_text_earns_its_marks():
    rating = question("r", points=0, right=(), wrong=("1", "2")) | {"kind": "rating"}
    written = {"key": "o", "kind": "open", "text": "o", "points": 4, "objective_key": None}
    answers = {"r": ["1"], "o": ["I would ask."]}
    assert grade([rating, written], answers) == score(0, 4, 0)
    marks = {"o": {"points": "2.50", "feedback": ""}}
    assert grade([rating, written], answers, marks) == score("2.50", 4, "62.50")
    assert answered_open_questions([rating, written], answers) == [written]
    assert answered_open_questions([rating, written], {"o": []}) == []


def test_grade_by_objective_leaves_out_what_gives_no_points():
    questions = [
        question("1") | {"objective_key": "x"},
        question("2", points=3) | {"objective_key": "x"},
        question("3") | {"objective_key": "y"},
        question("4", points=0) | {"objective_key": "z"},
    ]
    found = grade_by_objective(questions, {"1": ["a"], "3": ["a"]})
    assert found == {"x": score(1, 4, 25), "y": score(1, 1, 100)}
