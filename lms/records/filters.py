"""Filters of the lists in the Wagtail admin."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from courses.models import CoursePage
from lms.records.enums import CohortState, Gender, Province
from lms.records.models import Affiliation, Cohort, Organisation, Person


def years() -> list[tuple[str, str]]:
    """The years in which cohorts begin, the latest first."""
    days = Cohort.objects.dates("starts_on", "year", order="DESC")
    return [(str(day.year), str(day.year)) for day in days]


def funders() -> list[tuple[str, str]]:
    named = Cohort.objects.exclude(funder="").order_by("funder")
    return [(name, name) for name in named.values_list("funder", flat=True).distinct()]


class PersonFilterSet(WagtailFilterSet):
    """People by today's organisation, gender and province."""

    organisation = django_filters.ModelChoiceFilter(
        label=_("Organisation today"),
        queryset=Organisation.objects.all(),
        method="filter_organisation",
    )
    gender = django_filters.ChoiceFilter(label=_("Gender"), choices=Gender)
    province = django_filters.ChoiceFilter(label=_("Province"), choices=Province)

    class Meta:
        model = Person
        fields = ["organisation", "gender", "province"]

    def filter_organisation(self, queryset, name, organisation):
        posts = Affiliation.objects.current().filter(organisation=organisation)
        return queryset.filter(pk__in=posts.values("person"))


class CohortFilterSet(WagtailFilterSet):
    """Cohorts by state, course, the year they begin in, funder, province and trainer."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=CohortState)
    course = django_filters.ModelChoiceFilter(
        label=_("Course"),
        queryset=CoursePage.objects.filter(cohorts__isnull=False).distinct().order_by("title"),
    )
    year = django_filters.ChoiceFilter(
        label=_("Year"), field_name="starts_on", lookup_expr="year", choices=years
    )
    funder = django_filters.ChoiceFilter(label=_("Funder"), choices=funders)
    province = django_filters.ChoiceFilter(label=_("Province"), choices=Province)
    trainer = django_filters.ModelChoiceFilter(
        label=_("Trainer"),
        field_name="trainers",
        queryset=Person.objects.filter(cohorts_trained__isnull=False).distinct(),
    )

    class Meta:
        model = Cohort
        fields = ["state", "course", "year", "funder", "province", "trainer"]
