"""Filters of the lists in the Wagtail admin."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from lms.records.enums import CohortState, Gender, Province
from lms.records.models import Affiliation, Cohort, Organisation, Person


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
    state = django_filters.ChoiceFilter(label=_("State"), choices=CohortState)
    province = django_filters.ChoiceFilter(label=_("Province"), choices=Province)
    trainer = django_filters.ModelChoiceFilter(
        label=_("Trainer"),
        field_name="trainers",
        queryset=Person.objects.filter(cohorts_trained__isnull=False).distinct(),
    )

    class Meta:
        model = Cohort
        fields = ["state", "province", "trainer"]
