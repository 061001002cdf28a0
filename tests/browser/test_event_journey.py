"""From a poster to a member meeting, and into the calendar of a phone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import expect

from courses.models import CoursePage, CurriculumPage
from home.demo.events import EVENTS, MEETING
from home.roles import setup_groups
from home.setup import setup_locales, setup_page, setup_pages
from lms.records.models import Enrolment
from lms.roles import Role
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories.accounts import PASSWORD
from tests.factories.records import make_cohort, make_person, make_session, make_trainee

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cohort():
    setup_locales()
    setup_groups()
    events = setup_page(CurriculumPage, parent=setup_pages()["catalogue"], texts=EVENTS)
    meeting = setup_page(CoursePage, parent=events, texts=MEETING)
    start = timezone.now() + timedelta(days=40)
    day = timezone.localtime(start).date()
    cohort = make_cohort(
        course=meeting,
        code="meeting-may",
        starts_on=day,
        ends_on=day,
        venue="Hotel hall",
        province="12",
        capacity=80,
        trainers=[make_person(role=Role.TRAINER)],
    )
    make_session(cohort=cohort, topic="Planning together", starts_at=start)
    return cohort


def sign_in(page, user):
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.locator("main form button").first.click()


def test_from_the_poster_into_the_calendar(cohort, visitor, snap):
    trainer = visitor("en", DESKTOP)
    trainer.goto("/en/accounts/login/")
    sign_in(trainer, cohort.trainers.get().user)
    trainer.goto(reverse("records:poster", args=[cohort.pk]))
    snap(trainer, "01 poster")

    person = make_trainee(language="km")
    phone = visitor("km", PHONE)
    phone.goto("/km/courses/?kind=event")
    snap(phone, "02 events of the catalogue")
    phone.goto("/go/meeting-may/")
    expect(phone).to_have_url("/km/courses/meetings-and-events/member-meeting/#enrolment-heading")
    phone.locator("details:has([data-copy]) > summary").click()
    expect(phone.locator("[data-copy]")).to_be_visible()
    snap(phone, "03 what it is about")
    phone.locator("main a[href*='login']").first.click()
    sign_in(phone, person.user)
    snap(phone, "04 register")
    phone.locator("main form .button").click()
    snap(phone, "05 my courses")
    assert Enrolment.objects.get(person=person).state == "enrolled"

    with phone.expect_download() as download:
        phone.locator("a[href$='session.ics']").click()
    [event] = Calendar.from_ical(download.value.path().read_bytes()).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Planning together – កិច្ចប្រជុំសមាជិក"

    phone.goto("/km/learn/calendar/")
    snap(phone, "06 no calendar yet")
    phone.locator("main button").click()
    snap(phone, "07 calendar")
    first = phone.locator("main a.address").get_attribute("href")
    phone.locator("[value=renew]").click()
    expect(phone.locator("main a.address")).not_to_have_attribute("href", first)
    assert phone.request.get(first).status == 404
    wide = visitor("en", DESKTOP)
    wide.goto("/en/accounts/login/")
    sign_in(wide, person.user)
    for step, address in (
        ("08 event", "/en/courses/meetings-and-events/member-meeting/"),
        ("09 my courses", "/en/learn/"),
        ("10 calendar", "/en/learn/calendar/"),
        ("11 catalogue", "/en/courses/"),
    ):
        wide.goto(address)
        snap(wide, step)
