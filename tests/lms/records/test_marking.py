"""Marking the open answers of tests: who may, what it does, and the page."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from lms.records.models import AssessmentAttempt
from lms.records.permissions import mark_attempt as may_mark_attempt
from lms.records.services.assessments import save_answers
from lms.records.services.judging import course_rule, judge
from lms.records.services.marking import (
    MarkMissing,
    NothingToMark,
    OpenMark,
    PointsNotAllowed,
    mark_attempt,
)
from lms.roles import Role
from tests.factories.courses import make_assessment, make_question, make_question_of
from tests.factories.learning import begin_test, make_taught_course, right_answers, take_test
from tests.factories.records import make_cohort, make_enrolment, make_person, make_trainee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def course():
    return make_taught_course(post_test=False)


@pytest.fixture
def post_test(course):
    """One choice of one point, two open questions of two points each."""
    return make_assessment(
        parent=course,
        kind="post-test",
        pass_percent=60,
        questions=[
            make_question(),
            make_question_of("open", text="What would you ask first?", points=2),
            make_question_of("open", text="And then?", points=2),
        ],
    )


@pytest.fixture
def trainer():
    return make_person(role=Role.TRAINER)


@pytest.fixture
def trainee(course, trainer):
    trainee = make_trainee(family_name="Chea")
    cohort = make_cohort(course=course, trainers=[trainer])
    trainee.enrolment = make_enrolment(cohort=cohort, person=trainee)
    return trainee


@pytest.fixture
def attempt(trainee, post_test):
    return take_test(person=trainee, assessment=post_test)


def open_keys(attempt):
    return [question["key"] for question in attempt.questions if question["kind"] == "open"]


def give(attempt, *points, actor, feedback="Well asked."):
    marks = {
        key: OpenMark(Decimal(each), feedback)
        for key, each in zip(open_keys(attempt), points, strict=False)
    }
    return mark_attempt(attempt=attempt, marks=marks, actor=actor)


# -- The service --------------------------------------------------------------------------


def test_marks_make_the_score(attempt, trainer):
    attempt = give(attempt, "1.5", "0", actor=trainer.user)
    assert (attempt.score, attempt.max_score, attempt.percent) == (Decimal("2.5"), 5, 50)
    assert (attempt.needs_marking, attempt.passed) == (False, False)
    assert (attempt.marked_by, attempt.marked_at is None) == (trainer.user, False)
    assert list(attempt.marks.values()) == [
        {"points": "1.50", "feedback": "Well asked."},
        {"points": "0.00", "feedback": "Well asked."},
    ]


def test_marks_may_be_changed(attempt, trainer):
    give(attempt, "0", "0", actor=trainer.user)
    attempt = give(attempt, "2", "2", actor=trainer.user)
    assert (attempt.percent, attempt.passed) == (100, True)


def test_every_open_answer_needs_a_mark(attempt, trainer):
    with pytest.raises(MarkMissing):
        give(attempt, "1", actor=trainer.user)
    attempt.refresh_from_db()
    assert (attempt.needs_marking, attempt.marks) == (True, {})


@pytest.mark.parametrize("points", ["-0.5", "2.5", "1.25", "NaN", "Infinity"])
def test_points_are_those_of_the_question_in_halves(attempt, trainer, points):
    with pytest.raises(PointsNotAllowed, match="Give 0 to 2 points, in halves"):
        give(attempt, points, "1", actor=trainer.user)
    attempt.refresh_from_db()
    assert attempt.needs_marking is True


def test_there_must_be_something_to_mark(trainee, trainer, course, post_test):
    closed = take_test(person=trainee, assessment=course.pre_test)
    still_open = begin_test(person=trainee, assessment=post_test)
    for attempt in (closed, still_open):
        with pytest.raises(NothingToMark):
            mark_attempt(attempt=attempt, marks={}, actor=trainer.user)


def test_an_open_question_without_answer_needs_no_mark(trainee, trainer, post_test):
    attempt = take_test(person=trainee, assessment=post_test, right=2)
    attempt = give(attempt, "2", actor=trainer.user)
    assert (attempt.score, list(attempt.marks)) == (3, open_keys(attempt)[:1])


def test_marks_of_other_questions_are_ignored(attempt, trainer):
    choice = attempt.questions[0]["key"]
    marks = {key: OpenMark(Decimal(1)) for key in [*open_keys(attempt), choice, "unknown"]}
    attempt = mark_attempt(attempt=attempt, marks=marks, actor=trainer.user)
    assert sorted(attempt.marks) == sorted(open_keys(attempt))


# -- Who may ------------------------------------------------------------------------------


def test_trainers_mark_those_who_hold_a_place_in_their_cohort_of_that_course(attempt, trainer):
    other = make_person(role=Role.TRAINER)
    make_enrolment(cohort=make_cohort(trainers=[other]), person=attempt.person)
    assert list(may_mark_attempt.objects_for(trainer.user)) == [attempt]
    assert list(may_mark_attempt.objects_for(other.user)) == []
    with pytest.raises(PermissionDenied):
        give(attempt, "1", "1", actor=other.user)


def test_a_place_given_back_ends_the_marking(attempt, trainer, trainee):
    trainee.enrolment.state = "withdrawn"
    trainee.enrolment.save()
    assert may_mark_attempt.allows(trainer.user, attempt) is False


def test_coordinators_mark_everybody_but_themselves(attempt, post_test):
    coordinator = make_person(role=Role.COORDINATOR)
    own = take_test(person=coordinator, assessment=post_test)
    assert list(may_mark_attempt.objects_for(coordinator.user)) == [attempt]
    with pytest.raises(PermissionDenied):
        give(own, "2", "2", actor=coordinator.user)


def test_trainers_do_not_mark_themselves(trainer, course, post_test):
    cohort = make_cohort(course=course, trainers=[trainer])
    make_enrolment(cohort=cohort, person=trainer)
    own = take_test(person=trainer, assessment=post_test)
    assert may_mark_attempt.allows(trainer.user, own) is False


def test_trainees_mark_nothing(attempt, trainee):
    assert list(may_mark_attempt.objects_for(trainee.user)) == []


# -- What waits in the judgement ----------------------------------------------------------


def reasons(course):
    (judgement,) = judge(cohort := course.cohorts.get(), course_rule(cohort))
    return [reason for reason in judgement.reasons if "Post-test" in reason]


def test_a_post_test_that_waits_is_neither_failed_nor_missing(attempt, trainer, course):
    assert reasons(course) == ["Post-test handed in, waiting to be marked."]
    give(attempt, "2", "2", actor=trainer.user)
    assert reasons(course) == []


def test_one_that_waits_beside_one_that_fell_short_is_told(trainer, course, trainee, post_test):
    give(take_test(person=trainee, assessment=post_test), "0", "0", actor=trainer.user)
    take_test(person=trainee, assessment=post_test)
    fell_short, waits = reasons(course)
    assert "are needed" in fell_short
    assert waits == "Post-test handed in, waiting to be marked."


def test_the_best_marked_post_test_counts(attempt, trainer, course, trainee, post_test):
    give(attempt, "2", "2", actor=trainer.user)
    take_test(person=trainee, assessment=post_test)  # waits
    take_test(person=trainee, assessment=post_test, right=0)
    assert reasons(course) == []


# -- The page -----------------------------------------------------------------------------


@pytest.fixture
def url(attempt):
    return reverse("records:mark_attempt", args=[attempt.pk])


def filled_in(attempt, *points, feedback="Ask one thing at a time."):
    data = {}
    for key, each in zip(open_keys(attempt), points, strict=True):
        data |= {f"points-{key}": each, f"feedback-{key}": feedback}
    return data


def test_page_shows_the_answers_and_gives_the_marks(client, trainer, trainee, attempt, url):
    client.force_login(trainer.user)
    html = client.get(url).content.decode()
    assert "What would you ask first?" in html
    assert html.count("I would ask them first.") == 2
    assert "Chea" in html
    response = client.post(url, filled_in(attempt, "១.៥", "2"))
    assert response["Location"] == reverse("records:marking")
    attempt.refresh_from_db()
    assert (attempt.score, attempt.needs_marking) == (Decimal("4.50"), False)
    assert 'value="1.5"' in client.get(url).content.decode()
    client.force_login(trainee.user)
    html = client.get(reverse("records:attempt_result", args=[attempt.pk])).content.decode()
    assert html.count("Ask one thing at a time.") == 2
    assert ("90%" in html, "1.50 of 2 points" in html) == (True, True)


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ("", "This field is required."),
        ("many", "Enter a number."),
        ("3", "less than or equal to 2"),
        ("-1", "greater than or equal to 0"),
        ("1.3", "Give whole or half points."),
        ("1e99999999", "less than or equal to 2"),
    ],
)
def test_bad_points_say_what_to_do_and_lose_nothing(client, trainer, attempt, url, points, message):
    client.force_login(trainer.user)
    html = client.post(url, filled_in(attempt, points, "1")).content.decode()
    assert message in html
    assert html.count("Ask one thing at a time.") == 2
    attempt.refresh_from_db()
    assert attempt.needs_marking is True


def test_page_is_for_those_who_may_mark(client, trainee, attempt, url):
    for person in (make_person(role=Role.TRAINER), trainee):
        client.force_login(person.user)
        assert client.get(url).status_code == 404
        assert client.post(url, filled_in(attempt, "1", "1")).status_code == 404
    assert AssessmentAttempt.objects.needing_marking().count() == 1


def test_page_of_a_test_without_open_answers_is_not_found(client, trainer, trainee, course):
    attempt = take_test(person=trainee, assessment=course.pre_test)
    client.force_login(trainer.user)
    assert client.get(reverse("records:mark_attempt", args=[attempt.pk])).status_code == 404


def test_waiting_result_says_so_and_shows_the_rest(client, trainee, attempt):
    client.force_login(trainee.user)
    html = client.get(reverse("records:attempt_result", args=[attempt.pk])).content.decode()
    assert "A trainer reads your open answers." in html
    assert html.count("waiting to be marked") == 2
    assert html.count('tag--good">right<') == 1
    assert "%" not in html[html.index("<h1>") :].split("</main>")[0]


def test_an_overdue_test_comes_to_the_queue_by_itself(client, trainer, trainee, post_test):
    attempt = begin_test(person=trainee, assessment=post_test)
    save_answers(attempt=attempt, answers=right_answers(attempt))
    AssessmentAttempt.objects.filter(pk=attempt.pk).update(due_at="2020-01-01T00:00Z")
    client.force_login(trainer.user)
    html = client.get(reverse("records:marking")).content.decode()
    assert reverse("records:mark_attempt", args=[attempt.pk]) in html
    attempt.refresh_from_db()
    assert (attempt.is_open, attempt.submitted_at) == (False, attempt.due_at)
