"""Dates of cohorts in the catalogue."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from lms.records.catalogue import months_later, read_next_dates
from tests.courses.test_catalogue import shown, titles
from tests.factories.courses import make_course, make_curriculum
from tests.factories.records import make_cohort

pytestmark = pytest.mark.django_db


def cohort(course, days, **fields):
    start = timezone.localdate() + timedelta(days=days)
    return make_cohort(
        course=course, starts_on=start, ends_on=start + timedelta(days=3), language="km", **fields
    )


@pytest.fixture
def courses():
    curriculum = make_curriculum()
    return {
        name: make_course(parent=curriculum, title=name)
        for name in ("Open", "Closed", "Far", "Over", "Cancelled", "None")
    }


@pytest.fixture
def cohorts(courses):
    yesterday = timezone.localdate() - timedelta(days=1)
    return {
        "Open": cohort(courses["Open"], 20, province="12"),
        "Closed": cohort(courses["Closed"], 5, registration_closes_on=yesterday),
        "Far": cohort(courses["Far"], 200),
        "Over": cohort(courses["Over"], -30),
        "Cancelled": cohort(courses["Cancelled"], 10, state="cancelled"),
    }


def test_filter_by_next_dates(cohorts):
    assert titles("dates=open") == ["Open", "Far"]
    assert titles("dates=soon") == ["Open", "Closed"]
    assert titles("dates=nonsense") == ["Open", "Closed", "Far", "Over", "Cancelled", "None"]


def test_cards_name_the_next_start(cohorts):
    html = shown().text
    start = cohorts["Open"].starts_on
    assert f"Starts {start.day} {start:%B %Y}" in html
    assert "Phnom Penh" in html
    assert html.count("Starts ") == 3
    assert html.count('<span class="tag tag--good">open for enrolment</span>') == 2


def test_the_cohort_that_takes_people_is_named_first(courses):
    yesterday = timezone.localdate() - timedelta(days=1)
    cohort(courses["Open"], 5, registration_closes_on=yesterday)
    second = cohort(courses["Open"], 40)
    dates = read_next_dates(timezone.localdate())[courses["Open"].translation_key]
    assert (dates.cohort.pk, dates.is_open, dates.starts_soon) == (second.pk, True, True)


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 11, 22), date(2027, 2, 22)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2026, 1, 31), date(2026, 4, 28)),
    ],
)
def test_three_months_later(day, later):
    assert months_later(day, 3) == later
