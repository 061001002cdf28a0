"""The enrolment panel on the site's course pages."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from courses.models import CoursePrerequisite
from lms.records.models import Cohort, Completion, Enrolment
from lms.records.services.enrolment import enrol
from lms.roles import Role
from tests.factories.accounts import make_user
from tests.factories.courses import make_course
from tests.factories.records import (
    make_cohort,
    make_enrolment,
    make_person,
    make_session,
    make_trainee,
)

pytestmark = pytest.mark.django_db


def panel(course, user=None):
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()
    template = Template("{% load records_tags %}{% course_enrolment page %}")
    return template.render(Context({"page": course, "request": request}))


def test_panel_signed_out_leads_to_sign_in_and_back():
    cohort = make_cohort(venue="Hall", capacity=5)
    make_enrolment(cohort=cohort)
    text = panel(cohort.course)
    assert f"?next={reverse('records:enrol', args=[cohort.pk])}" in text
    assert "Hall" in text
    assert "4 of 5" in text


def test_panel_signed_in_offers_what_the_cohort_allows():
    course, person = make_course(), make_trainee()
    make_cohort(course=course, enrolment_policy="approval")
    full = make_cohort(course=course, capacity=1)
    make_enrolment(cohort=full)
    make_cohort(course=course)
    make_cohort(course=course, state="closed")
    text = panel(course, person.user)
    assert [text.count(word) for word in ("Apply", "Join the waiting list", "Enrol<span")] == [
        1,
        1,
        1,
    ]


def test_panel_shows_my_state_and_nobody_elses():
    person = make_trainee()
    mine = make_enrolment(person=person, state="completed")
    make_enrolment(cohort=mine.cohort, person=make_person(family_name="Secret"), state="waiting")
    text = panel(mine.cohort.course, person.user)
    assert "completed" in text
    assert "Secret" not in text
    assert "waiting list" not in text
    assert reverse("records:enrol", args=[mine.cohort_id]) not in text


def test_panel_offers_no_second_place_in_the_same_course():
    course, person = make_course(), make_trainee()
    other = make_cohort(course=course)
    enrolment = make_enrolment(cohort=make_cohort(course=course), person=person)
    offer = reverse("records:enrol", args=[other.pk])
    assert offer not in panel(course, person.user)
    enrolment.state = "withdrawn"
    enrolment.save()
    assert offer in panel(course, person.user)


def test_panel_says_when_nothing_is_planned():
    assert "No dates are planned" in panel(make_course())


def test_panel_of_a_translation_shows_the_same_cohorts():
    cohort = make_cohort(venue="Hall")
    khmer = Locale.objects.get_or_create(language_code="km")[0]
    page = cohort.course.copy_for_translation(khmer, copy_parents=True)
    assert "Hall" in panel(page)


def test_panel_shows_the_sessions_of_mine_first_and_of_what_is_offered():
    course, person = make_course(), make_trainee()
    offered = make_cohort(course=course)
    make_session(cohort=offered, topic="Maps", venue="Room 2", planned_minutes=90)
    make_session(cohort=offered, topic="Called off", cancelled_at=timezone.now())
    mine = make_enrolment(cohort=make_cohort(course=course), person=person, state="waiting")
    make_session(cohort=mine.cohort, topic="Trees")
    text = panel(course, person.user)
    assert text.index("Trees") < text.index("Maps")
    assert "1 hour and 30 minutes" in text
    assert "Room 2" in text
    assert "Called off" not in text


@pytest.fixture
def further():
    """A course that asks for another one first, with a cohort to enrol in."""
    first, course = make_course(title="Foundations"), make_course()
    CoursePrerequisite.objects.create(page=course, course=first)
    cohort = make_cohort(course=course)
    return SimpleNamespace(
        first=first, course=course, url=reverse("records:enrol", args=[cohort.pk])
    )


def complete(course, person):
    Completion.objects.create(
        enrolment=make_enrolment(cohort=make_cohort(course=course), person=person),
        course_key=course.translation_key,
        completed_on=timezone.localdate(),
        rule={},
        figures={},
    )


def test_panel_says_which_course_comes_first_and_whom_to_ask(further):
    person = make_trainee()
    complete(further.first, make_person())
    text = panel(further.course, person.user)
    assert "another course comes first" in text
    assert f'<a href="{further.first.url}">Foundations</a>' in text
    assert "ask your trainer or a coordinator" in text
    assert further.url not in text
    complete(further.first, person)
    text = panel(further.course, person.user)
    assert "another course comes first" not in text
    assert further.url in text


def test_course_page_marks_the_courses_to_complete_first(client, further):
    person = make_trainee()
    assert "complete this first" not in client.get(further.course.url).text
    client.force_login(person.user)
    assert "complete this first" in client.get(further.course.url).text
    complete(further.first, person)
    html = client.get(further.course.url).text
    assert "you have completed this" in html
    assert "complete this first" not in html


def test_the_way_in_says_why_it_is_closed_and_refuses(client, further):
    person = make_trainee()
    client.force_login(person.user)
    html = client.get(further.url).text
    assert "Foundations" in html
    assert "ask your trainer or a coordinator" in html
    html = client.post(further.url, follow=True).text
    assert "Complete this first: Foundations." in html
    assert not Enrolment.objects.exists()


def test_a_coordinator_enrols_who_knows_the_content_already(further, roles):
    person, coordinator = make_person(), make_user(role=Role.COORDINATOR)
    enrolment = enrol(
        cohort=Cohort.objects.get(), person=person, actor=coordinator, override_reason="Knows it"
    )
    assert enrolment.state == "enrolled"


@pytest.mark.parametrize("rows", [1, 30])
def test_panel_takes_the_same_queries_whatever_it_shows(rows, django_assert_num_queries):
    course, person = make_course(), make_trainee()
    for _ in range(rows):
        make_session(cohort=make_cohort(course=course))
        waiting = make_enrolment(cohort=make_cohort(course=course), person=person, state="waiting")
        make_session(cohort=waiting.cohort)
        CoursePrerequisite.objects.create(page=course, course=make_course())
    assert len(course.outline.prerequisites) == rows
    panel(course, person.user)  # the site's address is asked for once
    with django_assert_num_queries(2):  # cohorts, their sessions
        panel(course)
    with django_assert_num_queries(5):  # mine with theirs, and what is completed
        panel(course, person.user)
