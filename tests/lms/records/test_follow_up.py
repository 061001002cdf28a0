"""Calls months after a course: planned at completion, recorded in a few taps, missed by nobody."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from courses.models import CourseKind
from lms.records.mentoring_steps import mentoring_steps
from lms.records.models import FollowUp
from lms.records.services.closing import close_cohort
from lms.records.services.follow_up import (
    TRIES,
    FollowUpSettled,
    note_attempt,
    record_answers,
    schedule_follow_ups,
)
from lms.roles import Role
from tests.factories.courses import make_course
from tests.factories.learning import attend, make_ended_cohort, make_mentor, make_mentorship
from tests.factories.mentoring import make_completion, make_follow_up
from tests.factories.records import make_cohort, make_enrolment, make_person, make_trainee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def coordinator():
    return make_person(role=Role.COORDINATOR)


@pytest.fixture
def follow_up():
    """Due today, of a learner who has a mentor."""
    one = make_follow_up()
    make_mentorship(mentor=make_mentor(), learner=one.completion.enrolment.person)
    return one


def mentor_of(follow_up):
    return follow_up.completion.enrolment.person.mentorships.get().mentor


def test_closing_plans_the_calls_of_those_who_complete(coordinator):
    course = make_course(follow_up_months="12, 3,6", required_lessons=False)
    cohort = make_ended_cohort(course=course, ends_on=timezone.localdate())
    done, missed = make_enrolment(cohort=cohort), make_enrolment(cohort=cohort)
    attend(enrolment=done, minutes=100)
    attend(enrolment=missed, minutes=0)
    for _ in range(2):
        close_cohort(cohort=cohort, actor=coordinator.user)
    planned = FollowUp.objects.values_list("completion__enrolment", "months")
    assert list(planned.order_by("months")) == [(done.pk, 3), (done.pk, 6), (done.pk, 12)]


def test_days_are_months_after_and_are_planned_once():
    course = make_course(follow_up_months="3, 6")
    completion = make_completion(
        enrolment=make_enrolment(cohort=make_cohort(course=course)), completed_on=date(2026, 11, 30)
    )
    for _ in range(2):
        schedule_follow_ups(completion=completion)
    assert list(completion.follow_ups.values_list("due_on", flat=True)) == [
        date(2027, 2, 28),
        date(2027, 5, 28),
    ]


def test_nobody_is_called_about_a_meeting():
    event = make_course(kind=CourseKind.EVENT)
    completion = make_completion(enrolment=make_enrolment(cohort=make_cohort(course=event)))
    schedule_follow_ups(completion=completion)
    assert completion.follow_ups.count() == 0


def test_a_call_is_written_down_in_a_few_taps(client, follow_up):
    client.force_login(mentor_of(follow_up).user)
    html = client.get(reverse("records:follow_ups")).text
    url = reverse("records:follow_up", args=[follow_up.pk])
    assert url in html
    client.post(url, {"do": "attempt"})
    assert "Select a valid choice" in client.post(url, {"still_in_job": "maybe"}).text
    client.post(url, {"still_in_job": "yes", "skills_by_self": "3", "what_changed": "More dates."})
    follow_up.refresh_from_db()
    assert (
        follow_up.state,
        follow_up.attempts,
        follow_up.reached_on,
        follow_up.still_in_job,
        follow_up.skills_by_self,
        follow_up.skills_by_supervisor,
    ) == ("reached", 1, timezone.localdate(), "yes", 3, None)
    assert url not in client.get(reverse("records:follow_ups")).text
    assert "More dates." in client.get(url).text
    with pytest.raises(FollowUpSettled):
        record_answers(follow_up=follow_up, actor=mentor_of(follow_up).user, still_in_job="no")


def test_five_calls_in_vain_are_enough(follow_up, coordinator):
    for _ in range(TRIES):
        follow_up = note_attempt(follow_up=follow_up, actor=coordinator.user)
    assert (follow_up.attempts, follow_up.state) == (5, "not-reached")
    follow_up = record_answers(follow_up=follow_up, actor=coordinator.user, still_in_job="yes")
    assert follow_up.state == "reached"


def test_overdue_calls_stand_on_the_front_page_of_mentor_and_coordinator(follow_up, coordinator):
    stranger = make_follow_up(due_on=timezone.localdate() - timedelta(days=9))
    make_follow_up(due_on=timezone.localdate() + timedelta(days=1))

    def first(user):
        return [(step.title[:14], step.urgent) for step in mentoring_steps(user)]

    assert first(mentor_of(follow_up).user) == [("Call 1 person:", True)]
    assert first(coordinator.user) == [("Call 2 people:", True)]
    assert first(make_mentor().user) == []
    for actor in (make_mentor(), make_trainee(), make_person(role=Role.TRAINER)):
        with pytest.raises(PermissionDenied):
            note_attempt(follow_up=stranger, actor=actor.user)
