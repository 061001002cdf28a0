"""The short address of a cohort, and what is sent to others."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import CoursePage
from home.setup import setup_locales, setup_pages
from tests.factories.courses import make_course, make_curriculum
from tests.factories.records import make_cohort, make_trainee

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    setup_locales()
    course = make_course(
        parent=make_curriculum(parent=setup_pages()["catalogue"]), title="Listening", slug="listen"
    )
    return make_cohort(course=course, code="listen-may")


def follow(address, client, language="en"):
    return client.get(address, headers={"accept-language": language}, follow=True).redirect_chain[
        -1
    ][0]


def test_address_without_a_language_leads_to_the_readers_own(cohort):
    for language in ("en", "km"):
        end = follow("/go/listen-may/", Client(), language)
        assert end.startswith(f"/{language}/")
        assert end.endswith("/listen/#enrolment-heading")
    assert Client().get(f"/en/go/{cohort.code.upper()}/").status_code == 302


def test_who_is_signed_in_comes_to_the_enrolment(client, cohort):
    client.force_login(make_trainee().user)
    assert follow("/go/listen-may/", client, "km") == f"/km/learn/cohorts/{cohort.pk}/enrol/"


def test_unknown_code_and_unpublished_course_are_not_found(cohort):
    CoursePage.objects.update(live=False)
    codes = ("nowhere", cohort.code)
    assert [Client().get(f"/en/go/{code}/").status_code for code in codes] == [404, 404]


def test_dates_can_be_sent_by_telegram_without_a_script(client, cohort):
    html = client.get(cohort.course.url).text
    start = html.index("https://t.me/share/url?")
    query = parse_qs(urlsplit(html[start : html.index('"', start)].replace("&amp;", "&")).query)
    day = cohort.starts_on
    assert query == {
        "url": ["http://testserver/go/listen-may/"],
        "text": [f"Listening, {day.day} {day:%B %Y}"],
    }


@pytest.mark.usefixtures("roles")
def test_poster_bears_the_address(client, cohort):
    person = make_trainee(role="Trainers")
    cohort.trainers.add(person)
    client.force_login(person.user)
    html = client.get(reverse("records:poster", args=[cohort.pk])).text
    assert ("/go/listen-may/" in html, "data:image/svg+xml" in html) == (True, True)
