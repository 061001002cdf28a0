"""The enrolment panel on the site's course pages."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import Locale

from tests.factories.courses import make_course
from tests.factories.records import make_cohort, make_enrolment, make_person, make_trainee

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


@pytest.mark.parametrize("rows", [1, 30])
def test_panel_takes_one_query_signed_out_and_two_signed_in(rows, django_assert_num_queries):
    course, person = make_course(), make_trainee()
    for _ in range(rows):
        make_cohort(course=course)
        make_enrolment(cohort=make_cohort(course=course), person=person, state="waiting")
    with django_assert_num_queries(1):
        panel(course)
    with django_assert_num_queries(2):
        panel(course, person.user)
