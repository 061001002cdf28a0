"""Attempts at assessments."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from courses.models import Question
from lms.records.models import AssessmentAttempt
from lms.records.services import assessments
from lms.records.services.assessments import (
    AlreadySubmitted,
    NoAttemptsLeft,
    NoQuestions,
    NoTest,
    OnlyOnce,
    TimeIsUp,
    attempts_in_course,
    hand_in_overdue,
    save_answers,
    start_attempt,
    submit_attempt,
)
from lms.records.services.learning_gain import gain_since_pre_test
from tests.factories.courses import make_assessment, make_questions_of_every_kind
from tests.factories.learning import begin_test, make_taught_course, right_answers, take_test
from tests.factories.records import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return make_taught_course()


@pytest.fixture
def person():
    return make_person()


def test_start_attempt_twice_goes_on_with_the_first(course, person):
    first = begin_test(person=person, assessment=course.post_test)
    assert begin_test(person=person, assessment=course.post_test) == first
    assert AssessmentAttempt.objects.count() == 1
    assert (first.language, first.max_score, first.pass_percent) == ("en", 4, 75)


def test_start_attempt_that_lost_a_race_returns_the_winner(course, person, monkeypatch):
    """The second click looked before the first one had written."""
    snapshot = assessments.snapshot_questions

    def other_tab_is_faster(assessment):
        questions = snapshot(assessment)
        monkeypatch.setattr(assessments, "snapshot_questions", snapshot)
        begin_test(person=person, assessment=assessment)
        return questions

    monkeypatch.setattr(assessments, "snapshot_questions", other_tab_is_faster)
    attempt = begin_test(person=person, assessment=course.post_test)
    assert attempt == AssessmentAttempt.objects.get()


def test_start_attempt_refuses_a_test_without_questions(course, person):
    empty = make_assessment(parent=course, questions=0)
    with pytest.raises(NoQuestions):
        start_attempt(person=person, assessment=empty, course_key=course.translation_key)


def test_pre_test_is_taken_once(course, person):
    take_test(person=person, assessment=course.pre_test)
    with pytest.raises(OnlyOnce):
        begin_test(person=person, assessment=course.pre_test)


def test_post_test_may_be_tried_again(course, person):
    first = take_test(person=person, assessment=course.post_test, right=1)
    second = take_test(person=person, assessment=course.post_test, right=3)
    assert (first.percent, first.passed) == (Decimal("25.00"), False)
    assert (second.percent, second.passed) == (Decimal("75.00"), True)


def test_attempt_is_not_touched_by_later_edits(course, person):
    attempt = begin_test(person=person, assessment=course.post_test)
    answers = right_answers(attempt)
    questions = Question.objects.filter(page=course.post_test)
    questions.update(text="edited", points=9)
    questions.last().delete()
    save_answers(attempt=attempt, answers=answers)
    attempt = submit_attempt(attempt=attempt)
    assert attempt.percent == Decimal("100.00")
    assert (attempt.score, attempt.max_score) == (4, 4)
    assert [q["text"] for q in attempt.questions] == [f"Question {n}" for n in range(1, 5)]
    assert [c["text"] for c in attempt.questions[0]["choices"]] == ["right", "wrong"]


def test_save_answers_keeps_those_given_before(course, person):
    attempt = begin_test(person=person, assessment=course.post_test)
    first, second = list(right_answers(attempt).items())[:2]
    save_answers(attempt=attempt, answers=dict([first]))
    attempt = save_answers(attempt=attempt, answers=dict([second]))
    assert attempt.answers == dict([first, second])


def test_submit_twice_changes_nothing(course, person):
    attempt = take_test(person=person, assessment=course.post_test, right=2)
    again = submit_attempt(attempt=attempt)
    assert (again.submitted_at, again.percent) == (attempt.submitted_at, Decimal("50.00"))


def test_save_answers_after_handing_in_is_refused(course, person):
    attempt = take_test(person=person, assessment=course.post_test, right=2)
    with pytest.raises(AlreadySubmitted):
        save_answers(attempt=attempt, answers=right_answers(attempt))
    attempt.refresh_from_db()
    assert attempt.percent == Decimal("50.00")
    assert len(attempt.answers) == 2


@pytest.mark.parametrize(
    ("before", "after", "gain"), [(1, 3, "50.00"), (4, 3, "-25.00"), (2, 2, "0.00")]
)
def test_gain_is_in_percentage_points(course, person, before, after, gain):
    take_test(person=person, assessment=course.pre_test, right=before)
    attempt = take_test(person=person, assessment=course.post_test, right=after)
    assert gain_since_pre_test(attempt) == Decimal(gain)


def test_gain_needs_a_pre_test_of_the_same_person_and_a_post_test(course, person):
    take_test(person=make_person(), assessment=course.pre_test, right=1)
    assert gain_since_pre_test(take_test(person=person, assessment=course.post_test)) is None
    assert gain_since_pre_test(take_test(person=person, assessment=course.pre_test)) is None


def test_attempts_in_course_are_by_assessment_newest_first(
    course, person, django_assert_num_queries
):
    take_test(person=person, assessment=course.pre_test)
    older = take_test(person=person, assessment=course.post_test, right=1)
    newer = take_test(person=person, assessment=course.post_test, right=3)
    with django_assert_num_queries(1):
        found = attempts_in_course(person=person, course_key=course.translation_key)
    assert found[course.post_test.translation_key] == [newer, older]
    assert len(found[course.pre_test.translation_key]) == 1
    assert attempts_in_course(person=None, course_key=course.translation_key) == {}


def test_passed_is_open_where_nobody_can_fail(course, person):
    assert take_test(person=person, assessment=course.pre_test, right=0).passed is None
    assert begin_test(person=person, assessment=course.post_test).passed is None


# -- How often, and how long --------------------------------------------------------------


def test_attempts_allowed_are_counted(course, person):
    course.post_test.attempts_allowed = 2
    for _ in range(2):
        take_test(person=person, assessment=course.post_test)
    with pytest.raises(NoAttemptsLeft, match="taken 2 times, and you have used them all"):
        begin_test(person=person, assessment=course.post_test)
    assert begin_test(person=make_person(), assessment=course.post_test).is_open


def test_the_last_attempt_can_be_gone_on_with(course, person):
    course.post_test.attempts_allowed = 1
    attempt = begin_test(person=person, assessment=course.post_test)
    assert begin_test(person=person, assessment=course.post_test) == attempt
    submit_attempt(attempt=attempt)
    with pytest.raises(NoAttemptsLeft, match="can be taken once"):
        begin_test(person=person, assessment=course.post_test)


def test_a_pool_is_not_taken(course, person):
    pool = make_assessment(parent=course, kind="pool")
    with pytest.raises(NoTest):
        begin_test(person=person, assessment=pool)


@pytest.fixture
def timed(course, person):
    """An attempt with twenty minutes, one right answer saved."""
    course.post_test.time_limit_minutes = 20
    attempt = begin_test(person=person, assessment=course.post_test)
    assert attempt.due_at - attempt.started_at == timedelta(minutes=20)
    return save_answers(attempt=attempt, answers=right_answers(attempt, 1))


def let_pass(attempt, **time):
    """As if the attempt's time had ended so long ago."""
    attempt.due_at = timezone.now() - timedelta(**time)
    attempt.save(update_fields=["due_at"])


def test_answers_are_taken_until_a_little_after_the_end(timed):
    let_pass(timed, seconds=30)
    attempt = save_answers(attempt=timed, answers=right_answers(timed, 2))
    assert (len(attempt.answers), attempt.is_overdue) == (2, False)


def test_answers_after_the_end_are_refused_and_what_was_saved_counts(timed):
    let_pass(timed, minutes=2)
    with pytest.raises(TimeIsUp):
        save_answers(attempt=timed, answers=right_answers(timed))
    timed.refresh_from_db()
    assert (timed.submitted_at, timed.percent) == (timed.due_at, Decimal("25.00"))
    with pytest.raises(AlreadySubmitted):
        save_answers(attempt=timed, answers=right_answers(timed))


def test_handing_in_after_the_end_counts_what_was_saved(timed):
    let_pass(timed, minutes=2)
    attempt = submit_attempt(attempt=timed)
    assert (attempt.submitted_at, attempt.percent) == (attempt.due_at, Decimal("25.00"))


def test_starting_again_hands_the_overdue_attempt_in(course, person, timed):
    let_pass(timed, minutes=2)
    again = begin_test(person=person, assessment=course.post_test)
    timed.refresh_from_db()
    assert (again.pk != timed.pk, timed.percent) == (True, Decimal("25.00"))


def test_an_overdue_attempt_counts_as_taken(course, person, timed):
    let_pass(timed, minutes=2)
    course.post_test.attempts_allowed = 1
    with pytest.raises(NoAttemptsLeft):
        begin_test(person=person, assessment=course.post_test)


def test_hand_in_overdue_leaves_the_others_alone(course, person, timed, django_assert_num_queries):
    running = begin_test(person=make_person(), assessment=course.post_test)
    untimed = begin_test(person=person, assessment=course.pre_test)
    with django_assert_num_queries(1):
        assert hand_in_overdue(AssessmentAttempt.objects.all()) == 0
    let_pass(timed, minutes=2)
    assert hand_in_overdue(AssessmentAttempt.objects.all()) == 1
    assert set(AssessmentAttempt.objects.submitted()) == {timed}
    assert {running.is_overdue, untimed.is_overdue} == {False}


# -- Open answers -------------------------------------------------------------------------


def test_an_answered_open_question_waits_for_a_trainer(course, person):
    test = make_assessment(parent=course, questions=make_questions_of_every_kind())
    attempt = take_test(person=person, assessment=test)
    assert (attempt.needs_marking, attempt.score, attempt.percent) == (True, None, None)
    assert attempt.passed is None
    assert attempt.max_score == 10
    assert list(AssessmentAttempt.objects.needing_marking()) == [attempt]


def test_an_open_question_without_answer_earns_nothing_and_needs_no_marking(course, person):
    test = make_assessment(parent=course, questions=make_questions_of_every_kind())
    attempt = take_test(person=person, assessment=test, right=8)
    assert (attempt.needs_marking, attempt.percent) == (False, Decimal("90.00"))
    assert not AssessmentAttempt.objects.needing_marking().exists()


def test_an_attempt_frozen_before_the_new_kinds_is_graded_as_before(course, person):
    """Stored in the format of the first version, which has nothing but choices."""
    attempt = begin_test(person=person, assessment=course.post_test)
    choices = [
        {"key": "a", "text": "A", "is_correct": True, "feedback": "yes"},
        {"key": "b", "text": "B", "is_correct": False, "feedback": "no"},
    ]
    attempt.questions = [
        {"key": key, "kind": "single", "text": key, "points": points, "objective_key": None}
        | {"choices": choices}
        for key, points in (("one", 1), ("two", 3))
    ]
    attempt.save()
    save_answers(attempt=attempt, answers={"one": ["b"], "two": ["a"]})
    attempt = submit_attempt(attempt=attempt)
    assert (attempt.score, attempt.percent) == (3, Decimal("75.00"))
