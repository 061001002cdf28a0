"""Dates of cohorts for the catalogue: when a course runs next, and who can still get in."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageViewRestriction

from courses.catalogue import CatalogueFilter
from lms.records.course_pages import attach_course_pages
from lms.records.enums import EnrolmentPolicy
from lms.records.models import Cohort

OPEN, SOON = "open", "soon"
SOON_MONTHS = 3
COMING_UP_AT_MOST = 4


@dataclass(frozen=True)
class NextDates:
    """``cohort`` is the one to name: the next to start of those that take people, else the next."""

    cohort: Cohort
    is_open: bool
    starts_soon: bool


def months_later(day: date, months: int) -> date:
    """The same day ``months`` later; a day that not every month has becomes the 28th."""
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, min(day.day, 28))


def next_dates(request: HttpRequest) -> dict[UUID, NextDates]:
    """By translation key of the course; one query a request, however many courses are shown.

    A cohort that runs already counts as long as its registration is open.
    """
    if not hasattr(request, "next_dates"):
        request.next_dates = read_next_dates(timezone.localdate())
    return request.next_dates


def read_next_dates(today: date) -> dict[UUID, NextDates]:
    cohorts = (
        Cohort.objects.filter(state__in=Cohort.TAKES_PEOPLE)
        .filter(Q(starts_on__gte=today) | Q(pk__in=Cohort.objects.open_for_enrolment(today)))
        .select_related("course")
        .only(
            "starts_on", "ends_on", "language", "province", "state", "registration_opens_on",
            "registration_closes_on", "course__translation_key",
        )
        .order_by("starts_on", "code")
    )  # fmt: skip
    by_course: dict[UUID, list[Cohort]] = {}
    for cohort in cohorts:
        by_course.setdefault(cohort.course.translation_key, []).append(cohort)
    soon = months_later(today, SOON_MONTHS)
    found = {}
    for key, cohorts in by_course.items():
        taking = [cohort for cohort in cohorts if cohort.registration_is_open(today)]
        found[key] = NextDates(
            cohort=(taking or cohorts)[0],
            is_open=bool(taking),
            starts_soon=any(today <= cohort.starts_on <= soon for cohort in cohorts),
        )
    return found


def coming_up() -> list[Cohort]:
    """The next few cohorts that take people, of courses everyone may see, with ``course_page``."""
    closed_off = PageViewRestriction.objects.alias(
        course_path=ExpressionWrapper(OuterRef("course__path"), CharField())
    )
    cohorts = list(
        Cohort.objects.open_for_enrolment()
        .exclude(enrolment_policy=EnrolmentPolicy.NOMINATION)
        .filter(~Exists(closed_off.filter(course_path__startswith=F("page__path"))))
        .filter(course__live=True)
        .select_related("course")
        .order_by("starts_on", "code")[:COMING_UP_AT_MOST]
    )
    if cohorts:
        attach_course_pages(cohorts)
    return cohorts


def courses_with_dates(request: HttpRequest, value: str) -> set[UUID]:
    return {
        key
        for key, dates in next_dates(request).items()
        if (dates.is_open if value == OPEN else dates.starts_soon)
    }


def dates_filter() -> CatalogueFilter:
    return CatalogueFilter(
        "dates",
        _("Next dates"),
        [(OPEN, _("open for enrolment")), (SOON, _("starts within three months"))],
        courses_with_dates,
    )
