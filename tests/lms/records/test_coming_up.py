"""The next dates on the home page: what one can register for, of what everyone may see."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from home.setup import setup_locales, setup_pages
from lms.records.catalogue import coming_up
from tests.factories.courses import make_course, make_curriculum
from tests.factories.records import make_cohort

pytestmark = pytest.mark.django_db


def in_days(number):
    day = timezone.localdate() + timedelta(days=number)
    return {"starts_on": day, "ends_on": day}


def test_next_four_that_take_people_come_first():
    course = make_course()
    cohorts = [make_cohort(course=course, **in_days(number)) for number in (9, 3, 5, 7, 1)]
    assert [c.code for c in coming_up()] == [cohorts[n].code for n in (4, 1, 2, 3)]


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "cancelled"},
        {"state": "closed"},
        {"enrolment_policy": "nomination"},
        {},
    ],
    ids=["cancelled", "closed", "by nomination", "registration over"],
)
def test_what_nobody_can_register_for_is_left_out(fields):
    yesterday = timezone.localdate() - timedelta(days=1)
    closes_on = None if fields else yesterday
    make_cohort(**in_days(3), registration_closes_on=closes_on, **fields)
    assert coming_up() == []


def test_courses_that_are_private_or_not_published_are_left_out():
    curriculum = make_curriculum()
    make_cohort(course=make_course(parent=curriculum), **in_days(3))
    make_cohort(course=make_course(live=False), **in_days(3))
    assert len(coming_up()) == 1
    PageViewRestriction.objects.create(page=curriculum, restriction_type="login")
    assert coming_up() == []


def test_home_page_shows_the_course_in_the_language_of_the_reader():
    setup_locales()
    pages = setup_pages()
    course = make_course(
        parent=make_curriculum(parent=pages["catalogue"]), title="Listening", slug="listening"
    )
    khmer = Locale.objects.get(language_code="km")
    course.get_parent().specific.copy_for_translation(khmer).save_revision().publish()
    translated = course.copy_for_translation(khmer)
    translated.title = "ការស្តាប់"
    translated.save_revision().publish()
    make_cohort(course=course, **in_days(3))
    client = Client()
    assert "Listening" in client.get("/en/").content.decode()
    assert "ការស្តាប់" in client.get("/km/").content.decode()
