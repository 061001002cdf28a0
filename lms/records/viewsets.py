"""Organisations and people in the Wagtail admin, for coordinators."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup

from lms.records.admin_forms import AffiliationFormSet, PersonForm, RowsPanel
from lms.records.admin_people import (
    FocalPointsPanel,
    PersonEditView,
    TrainingHistoryPanel,
    merges_button,
)
from lms.records.admin_views import RecordsViewSet
from lms.records.cohort_viewset import CohortViewSet
from lms.records.filters import PersonFilterSet
from lms.records.models import Organisation, Person
from lms.records.services.people import number_person


class FoldedSearchIndexView(generic.IndexView):
    """Searches ``search_text``, so that every spelling and either script is found."""

    def search_queryset(self, queryset):
        return queryset.search(self.search_query) if self.is_searching else queryset


class OrganisationViewSet(RecordsViewSet):
    model = Organisation
    icon = "group"
    name = "organisation"
    menu_label = gettext_lazy("Organisations")
    index_view_class = FoldedSearchIndexView
    search_fields = ["search_text"]
    list_display = ["name", "short_name", "kind", "province"]
    list_filter = ["kind", "province"]
    panels = [
        FieldPanel("name"),
        FieldPanel("name_km"),
        FieldPanel("short_name"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("province")]),
        FieldRowPanel([FieldPanel("member_since"), FieldPanel("member_until")]),
        FieldRowPanel([FieldPanel("is_registered"), FieldPanel("has_child_protection_policy")]),
        FieldPanel("has_signed_charter"),
        FocalPointsPanel(heading=gettext_lazy("Focal points for training")),
    ]


class PersonIndexView(FoldedSearchIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().with_organisation()

    @cached_property
    def header_more_buttons(self):
        return [*super().header_more_buttons, merges_button()]


class PersonCreateView(generic.CreateView):
    def save_instance(self):
        return number_person(person=super().save_instance())


def organisations_today(person) -> str:
    return ", ".join(str(post.organisation) for post in person.current_affiliations)


class PersonViewSet(RecordsViewSet):
    model = Person
    icon = "user"
    name = "person"
    menu_label = gettext_lazy("People")
    index_view_class = PersonIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    search_fields = ["search_text"]
    list_display = [
        "name",
        "number",
        Column("organisation", label=gettext_lazy("Organisation"), accessor=organisations_today),
        "phone",
    ]
    filterset_class = PersonFilterSet
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("family_name"), FieldPanel("given_name")]),
                    FieldRowPanel([FieldPanel("family_name_km"), FieldPanel("given_name_km")]),
                    FieldRowPanel([FieldPanel("gender"), FieldPanel("birth_year")]),
                    FieldPanel("age_band"),
                ],
                heading=gettext_lazy("Name"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
                    FieldRowPanel([FieldPanel("telegram"), FieldPanel("language")]),
                    FieldRowPanel([FieldPanel("province"), FieldPanel("account")]),
                ],
                heading=gettext_lazy("Contact"),
            ),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("data_consent_on"), FieldPanel("photo_consent_on")])],
                heading=gettext_lazy("Consent"),
            ),
            RowsPanel(
                "affiliations",
                [
                    FieldRowPanel([FieldPanel("organisation"), FieldPanel("cadre")]),
                    FieldRowPanel([FieldPanel("position"), FieldPanel("is_volunteer")]),
                    FieldRowPanel([FieldPanel("started_on"), FieldPanel("ended_on")]),
                    FieldPanel("is_focal_point"),
                ],
                heading=gettext_lazy("Organisations"),
                label=gettext_lazy("Post"),
                formset=AffiliationFormSet,
            ),
            TrainingHistoryPanel(heading=gettext_lazy("Training")),
        ],
        base_form_class=PersonForm,
    )


class RecordsViewSetGroup(ViewSetGroup):
    menu_label = gettext_lazy("Training")
    menu_icon = "group"
    items = (CohortViewSet, PersonViewSet, OrganisationViewSet)
