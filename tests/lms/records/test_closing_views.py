"""Closing a cohort on the trainer's phone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.records.enums import CohortState
from lms.records.models import Completion
from lms.roles import Role
from tests.factories.learning import (
    attend,
    finish_lesson,
    make_ended_cohort,
    make_taught_course,
    take_test,
)
from tests.factories.records import make_cohort, make_enrolment, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(roles):
    return make_person(role=Role.TRAINER)


@pytest.fixture
def cohort(trainer):
    return make_ended_cohort(course=make_taught_course(), trainers=[trainer])


@pytest.fixture
def browser(client, trainer):
    client.force_login(trainer.user)
    return client


def close_url(cohort):
    return reverse("records:close_cohort", args=[cohort.pk])


def graduate(cohort, name, *, right=4):
    enrolment = make_enrolment(cohort=cohort, person=make_person(family_name=name, given_name=""))
    attend(enrolment=enrolment, minutes=100)
    for lesson in cohort.course.all_lessons:
        finish_lesson(person=enrolment.person, lesson=lesson)
    take_test(person=enrolment.person, assessment=cohort.course.post_test, right=right)
    return enrolment


def test_preview_says_who_completes_and_who_does_not_and_why(browser, cohort):
    graduate(cohort, "Bopha")
    graduate(cohort, "Chenda", right=2)
    html = browser.get(close_url(cohort)).content.decode()
    completing, failing = html.split("Do not complete (1)")
    assert "Complete now (1)" in completing
    assert ("Bopha" in completing, "Bopha" in failing) == (True, False)
    assert ("Chenda" in completing, "Chenda" in failing) == (False, True)
    assert "Post-test 50%; 75% are needed." in failing
    assert "Attendance of 80% of the training time" in completing
    assert Completion.objects.count() == 0


def test_close_shows_results_and_certificates_on_the_cohort_page(
    browser, cohort, django_capture_on_commit_callbacks
):
    enrolment = graduate(cohort, "Bopha")
    graduate(cohort, "Chenda", right=2)
    with django_capture_on_commit_callbacks(execute=True):
        response = browser.post(close_url(cohort))
    assert response["Location"] == reverse("records:closing", args=[cohort.pk])
    progress = browser.get(response["Location"])
    assert (progress.context["completed"], progress.context["not_completed"]) == (1, 1)
    assert "Refresh" not in progress
    html = browser.get(reverse("records:cohort", args=[cohort.pk])).content.decode()
    results = html[html.index("Results") :].split("</ul>")[0]
    assert ("Bopha" in results, "Chenda" in results) == (True, False)
    certificate = enrolment.completion.certificate
    assert f"Certificate: {certificate.get_state_display()}" in results
    assert certificate.number in results


def test_close_again_after_a_correction(browser, cohort, django_capture_on_commit_callbacks):
    graduate(cohort, "Bopha")
    late = graduate(cohort, "Chenda", right=2)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(close_url(cohort))
    take_test(person=late.person, assessment=cohort.course.post_test)
    html = browser.get(close_url(cohort)).content.decode()
    assert "Judge the cohort again" in html
    assert ("Complete now (1)" in html, "Completed before (1)" in html) == (True, True)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(close_url(cohort))
    assert Completion.objects.exclude(certificate=None).count() == 2


def test_close_is_refused_politely_before_the_last_day(browser, trainer):
    cohort = make_cohort(course=make_taught_course(), trainers=[trainer])
    html = browser.get(close_url(cohort)).content.decode()
    assert "This cohort is not over yet." in html
    assert '<button class="button">Close the cohort</button>' not in html
    html = browser.post(close_url(cohort), follow=True).content.decode()
    assert "This cohort is not over yet." in html
    cohort.refresh_from_db()
    assert cohort.state == CohortState.PLANNED


def test_close_is_for_the_cohorts_trainers_and_coordinators(client, cohort):
    for role, status in (
        (Role.TRAINER, 404),
        (Role.TRAINEE, 404),
        (Role.MENTOR, 404),
        (Role.COORDINATOR, 200),
    ):
        client.force_login(make_person(role=role).user)
        assert client.get(close_url(cohort)).status_code == status
        if status == 404:
            assert client.post(close_url(cohort)).status_code == 404
    cohort.refresh_from_db()
    assert cohort.state == CohortState.PLANNED


@pytest.mark.parametrize("people", [1, 40])
def test_preview_takes_fifteen_queries_at_most(browser, cohort, people):
    for number in range(people):
        enrolment = make_enrolment(cohort=cohort, person=make_person(family_name=f"Name {number}"))
        attend(enrolment=enrolment, minutes=100)
    browser.get(close_url(cohort))
    with CaptureQueriesContext(connection) as queries:
        browser.get(close_url(cohort))
    assert len(queries) <= 15, len(queries)
