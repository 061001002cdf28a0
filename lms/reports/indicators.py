"""Counts for donors and members: who enrolled and who completed, by what was frozen at the time."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from courses.models import CourseKind
from lms.records.enums import AgeBand, EnrolmentState, Gender, Province
from lms.records.models import Attendance, Enrolment
from seedgrants.enums import NOT_TAKEN_UP
from seedgrants.models import Grant


@dataclass(frozen=True)
class Row:
    """One line of a table: people enrolled and completed (counted once an enrolment)."""

    label: str
    enrolled: int
    completed: int


@dataclass(frozen=True)
class Table:
    """``of_events``: people registered and came, who in a course enrolled and completed."""

    title: str
    rows: list[Row]
    of_events: bool = False

    @property
    def enrolled(self) -> int:
        return sum(row.enrolled for row in self.rows)

    @property
    def completed(self) -> int:
        return sum(row.completed for row in self.rows)


def enrolments_between(start: date, end: date) -> QuerySet[Enrolment]:
    """Enrolments that held a place in a cohort which ended in the period, both days included.

    Cohorts of courses: who comes to a meeting is not trained, see :func:`registrations_between`.
    """
    return _places_between(start, end).exclude(cohort__course__kind=CourseKind.EVENT)


def registrations_between(start: date, end: date) -> QuerySet[Enrolment]:
    """The same of events: meetings, forums and conferences."""
    return _places_between(start, end).filter(cohort__course__kind=CourseKind.EVENT)


def _places_between(start: date, end: date) -> QuerySet[Enrolment]:
    return Enrolment.objects.holding_a_place().filter(cohort__ends_on__range=(start, end))


def enrolment_tables(start: date, end: date) -> list[Table]:
    """The same enrolments five ways, then the events; one query a table."""
    enrolments = enrolments_between(start, end)
    return [
        _table(_("By gender"), enrolments, "gender", dict(Gender.choices)),
        _table(_("By age"), enrolments, "age_band", dict(AgeBand.choices)),
        _table(_("By province"), enrolments, "province", dict(Province.choices)),
        _table(_("By organisation"), enrolments, "organisation__name", None),
        _table(_("By course"), enrolments, "cohort__course__title", None),
        _table(
            _("Meetings and other events"),
            registrations_between(start, end),
            "cohort__course__title",
            None,
            of_events=True,
        ),
    ]


def _table(title, enrolments, field, labels, *, of_events=False) -> Table:
    counted = (
        enrolments.order_by()
        .values(field)
        .annotate(
            enrolled=Count("pk"),
            completed=Count("pk", filter=Q(state=EnrolmentState.COMPLETED)),
        )
        .order_by(field)
    )
    return Table(
        title,
        [
            Row(
                (labels.get(row[field]) if labels else row[field]) or _("not known"),
                row["enrolled"],
                row["completed"],
            )
            for row in counted
        ],
        of_events,
    )


def attended_hours(start: date, end: date) -> Decimal:
    """Hours of training that people took part in, in sessions of the period's cohorts of courses."""
    minutes = Attendance.objects.filter(enrolment__in=enrolments_between(start, end)).aggregate(
        total=Sum("minutes")
    )["total"]
    return Decimal(minutes or 0) / 60


def grant_totals(start: date, end: date) -> list[dict]:
    """Number and sum of grants awarded in the period and not turned down, one row a currency;
    never added up."""
    return list(
        Grant.objects.filter(created_at__date__range=(start, end))
        .exclude(state__in=NOT_TAKEN_UP)
        .order_by()
        .values("currency")
        .annotate(number=Count("pk"), total=Sum("amount"))
        .order_by("currency")
    )
