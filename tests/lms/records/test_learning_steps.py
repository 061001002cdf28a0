"""What learning and mentoring ask a person to do next."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lms.records.learning_steps import learning_steps
from lms.records.next_steps import next_steps
from tests.factories.accounts import make_user
from tests.factories.learning import (
    finish_lesson,
    make_action,
    make_mentor,
    make_mentorship,
    make_taught_course,
    make_visit,
    take_test,
)
from tests.factories.records import make_cohort, make_enrolment, make_trainee

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainee(roles):
    return make_trainee()


def titles(person):
    return [step.title for step in learning_steps(person.user)]


def test_course_leads_from_pre_test_over_lessons_to_post_test(trainee):
    course = make_taught_course()
    make_enrolment(cohort=make_cohort(course=course), person=trainee)
    assert titles(trainee) == [f"Take the test: {course.pre_test.title}"]
    take_test(person=trainee, assessment=course.pre_test, right=0)
    for lesson in course.all_lessons:
        assert titles(trainee) == [f"Go on reading: {lesson.title}"]
        assert learning_steps(trainee.user)[0].url == lesson.url
        finish_lesson(person=trainee, lesson=lesson)
    assert titles(trainee) == [f"Take the test: {course.post_test.title}"]
    take_test(person=trainee, assessment=course.post_test, right=0)
    assert titles(trainee) == [f"Take the test: {course.post_test.title}"]
    take_test(person=trainee, assessment=course.post_test)
    assert titles(trainee) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"starts_on": timezone.localdate() + timedelta(days=1)},
        {"state": "closed"},
        {"state": "cancelled"},
    ],
)
def test_course_that_has_not_begun_or_is_over_asks_for_nothing(trainee, fields):
    cohort = make_cohort(course=make_taught_course(), **fields)
    make_enrolment(cohort=cohort, person=trainee)
    assert titles(trainee) == []


def test_only_those_who_are_enrolled_are_asked(trainee):
    cohort = make_cohort(course=make_taught_course())
    make_enrolment(cohort=cohort, person=trainee, state="withdrawn")
    assert titles(trainee) == []
    assert learning_steps(make_user()) == []


def test_actions_are_asked_for_without_saying_what_they_are(trainee):
    visit = make_visit(mentorship=make_mentorship(learner=trainee))
    today = timezone.localdate()
    make_action(visit=visit, text="SECRET", due_on=today - timedelta(days=1))
    make_action(visit=visit, text="SECRET", due_on=today)
    make_action(visit=visit, text="SECRET", done_on=today)
    steps = learning_steps(trainee.user)
    assert [step.urgent for step in steps] == [True, False]
    assert {step.url for step in steps} == {
        reverse("records:mentorship", args=[visit.mentorship.pk])
    }
    assert "SECRET" not in str(steps)


def test_visits_are_due_after_a_month(roles):
    mentor = make_mentor()
    today = timezone.localdate()
    month_ago = today - timedelta(days=30)
    new = make_mentorship(mentor=mentor)
    met = make_mentorship(mentor=mentor, started_on=month_ago)
    make_visit(mentorship=met, met_on=today - timedelta(days=29))
    waiting = make_mentorship(mentor=mentor, started_on=month_ago)
    make_visit(mentorship=waiting, met_on=month_ago)
    make_mentorship(mentor=mentor, started_on=month_ago, state="ended")
    assert titles(mentor) == [f"Meet {waiting.learner.name}"]
    make_visit(mentorship=waiting)
    assert titles(mentor) == []
    assert new.is_active


def test_next_steps_takes_in_learning(trainee):
    make_action(visit=make_visit(mentorship=make_mentorship(learner=trainee)))
    assert [step.title for step in next_steps(trainee.user)] == ["Do what you agreed in mentoring"]


@pytest.mark.parametrize("courses", [1, 5])
def test_steps_take_ten_queries_at_most(roles, courses):
    person = make_mentor()
    for _ in range(courses):
        make_enrolment(cohort=make_cohort(course=make_taught_course(lessons=5)), person=person)
        make_mentorship(mentor=person, started_on=timezone.localdate() - timedelta(days=60))
    learning_steps(person.user)
    with CaptureQueriesContext(connection) as queries:
        steps = learning_steps(type(person.user).objects.get(pk=person.user.pk))
    assert len(queries) <= 12, [query["sql"][:150] for query in queries]
    assert len(steps) == 2 * min(courses, 3)


def test_a_test_that_was_tried_as_often_as_allowed_is_no_step(trainee):
    course = make_taught_course()
    make_enrolment(cohort=make_cohort(course=course), person=trainee)
    for lesson in course.all_lessons:
        finish_lesson(person=trainee, lesson=lesson)
    take_test(person=trainee, assessment=course.pre_test, right=0)
    take_test(person=trainee, assessment=course.post_test, right=0)
    assert titles(trainee) == [f"Take the test: {course.post_test.title}"]
    course.post_test.attempts_allowed = 1
    course.post_test.save()
    assert titles(trainee) == []
