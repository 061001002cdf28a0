"""Hours of supervision a person and year, counted from what was written down.

A learner is counted for each visit and each meeting of a group they were at; a mentor for each
visit and meeting they led. Hours are minutes through 60, to a tenth.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import F, Sum

from lms.records.models import GroupMeeting, MentoringVisit, Person

TENTH = Decimal("0.1")


@dataclass
class Hours:
    """Minutes of one person in one year: received alone and in groups, and given."""

    person: Person
    alone: int = 0
    in_groups: int = 0
    given: int = 0

    @property
    def received_hours(self) -> Decimal:
        return in_hours(self.alone + self.in_groups)

    @property
    def alone_hours(self) -> Decimal:
        return in_hours(self.alone)

    @property
    def group_hours(self) -> Decimal:
        return in_hours(self.in_groups)

    @property
    def given_hours(self) -> Decimal:
        return in_hours(self.given)


def in_hours(minutes: int) -> Decimal:
    return (Decimal(minutes) / 60).quantize(TENTH, ROUND_HALF_UP)


def hours_of_year(year: int, *, person: Person | None = None) -> list[Hours]:
    """Everybody with supervision in ``year``, or ``person`` alone, in name order: five queries."""
    visits = MentoringVisit.objects.filter(met_on__year=year).order_by()
    meetings = GroupMeeting.objects.filter(met_on__year=year).order_by()
    sources = (
        ("alone", visits, "mentorship__learner"),
        ("given", visits, "mentorship__mentor"),
        ("in_groups", meetings, "present"),
        ("given", meetings, "group__facilitator"),
    )
    minutes: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name, rows, who in sources:
        counted = rows.annotate(who=F(who)).exclude(who=None)
        if person is not None:
            counted = counted.filter(who=person.pk)
        for pk, total in counted.values_list("who").annotate(total=Sum("minutes")):
            minutes[pk][name] += total
    people = Person.objects.filter(pk__in=minutes).order_by("family_name", "given_name", "pk")
    return [Hours(one, **minutes[one.pk]) for one in people]


def years_with_supervision() -> list[int]:
    """Newest first."""
    years = {day.year for day in MentoringVisit.objects.dates("met_on", "year")}
    return sorted(
        years | {day.year for day in GroupMeeting.objects.dates("met_on", "year")}, reverse=True
    )
