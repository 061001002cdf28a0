"""Organisations, people and cohorts in the Wagtail admin, for coordinators."""

from django import forms
from django.db import router
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from lms.records.admin_forms import (
    AffiliationFormSet,
    CohortForm,
    PersonForm,
    RowsPanel,
    SessionFormSet,
)
from lms.records.filters import CohortFilterSet, PersonFilterSet
from lms.records.models import Cohort, Organisation, Person
from lms.records.services.enrolment import give_free_places
from lms.records.services.people import number_person
from lms.records.viewsets_lists import DuplicatesViewSet, PeopleImportViewSet, list_button


class FoldedSearchIndexView(generic.IndexView):
    """Searches ``search_text``, so that every spelling and either script is found."""

    def search_queryset(self, queryset):
        return queryset.search(self.search_query) if self.is_searching else queryset


class PoliteDeleteView(generic.DeleteView):
    """Says what still belongs to the object, instead of an error."""

    def refusal(self):
        """A redirect with the reason, or ``None`` when the object may go."""
        try:
            Collector(using=router.db_for_write(self.model)).collect([self.object])
        except ProtectedError as error:
            kinds = sorted({str(row._meta.verbose_name_plural) for row in error.protected_objects})
            messages.error(
                self.request,
                _("%(object)s cannot be deleted. These belong to it and stay: %(kinds)s.")
                % {"object": capfirst(str(self.object)), "kinds": ", ".join(kinds)},
            )
            return redirect(self.edit_url_name, self.object.pk)
        return None

    def get(self, request, *args, **kwargs):
        return self.refusal() or super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        return self.refusal() or super().post(request, *args, **kwargs)


class RecordsViewSet(ModelViewSet):
    """What the three have in common.

    Wagtail's reference index stays out: it would cost queries at every write, and where it sees a
    protected row it refuses without a reason, before ours can be given.
    """

    add_to_reference_index = False
    delete_view_class = PoliteDeleteView
    copy_view_enabled = False


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
    ]


class PersonIndexView(FoldedSearchIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().with_organisation()

    @cached_property
    def header_more_buttons(self):
        return [*super().header_more_buttons, list_button()]


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
                ],
                heading=gettext_lazy("Name"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
                    FieldRowPanel([FieldPanel("language"), FieldPanel("province")]),
                    FieldPanel("account"),
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
        ],
        base_form_class=PersonForm,
    )


class CohortIndexView(generic.IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().with_places().select_related("course")


class CohortEditView(generic.EditView):
    def save_instance(self):
        cohort = super().save_instance()
        # There may be more places now than before.
        give_free_places(cohort=cohort)
        return cohort

    @cached_property
    def header_more_buttons(self):
        buttons = super().header_more_buttons
        if self.object.state in Cohort.TAKES_PEOPLE:
            buttons = [*buttons, list_button(self.object)]
        return buttons


class CohortViewSet(RecordsViewSet):
    model = Cohort
    icon = "date"
    name = "cohort"
    menu_label = gettext_lazy("Cohorts")
    index_view_class = CohortIndexView
    edit_view_class = CohortEditView
    search_fields = ["code", "venue", "course__title"]
    list_display = [
        Column("cohort", label=gettext_lazy("Cohort"), accessor=str),
        "starts_on",
        "venue",
        Column("taken", label=gettext_lazy("People"), accessor="taken"),
        "state",
    ]
    filterset_class = CohortFilterSet
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("course"),
                    FieldRowPanel([FieldPanel("code"), FieldPanel("state")]),
                    FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                    FieldRowPanel([FieldPanel("venue"), FieldPanel("province")]),
                    FieldPanel("language"),
                ],
                heading=gettext_lazy("Cohort"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("capacity"), FieldPanel("enrolment_policy")]),
                    FieldRowPanel(
                        [FieldPanel("registration_opens_on"), FieldPanel("registration_closes_on")]
                    ),
                ],
                heading=gettext_lazy("Registration"),
            ),
            FieldPanel("trainers", widget=forms.CheckboxSelectMultiple),
            RowsPanel(
                "sessions",
                [
                    FieldPanel("topic"),
                    FieldRowPanel([FieldPanel("starts_at"), FieldPanel("planned_minutes")]),
                    FieldPanel("venue"),
                ],
                heading=gettext_lazy("Sessions"),
                label=gettext_lazy("Session"),
                formset=SessionFormSet,
            ),
        ],
        base_form_class=CohortForm,
    )


class RecordsViewSetGroup(ViewSetGroup):
    menu_label = gettext_lazy("Training")
    menu_icon = "group"
    items = (
        CohortViewSet,
        PersonViewSet,
        OrganisationViewSet,
        PeopleImportViewSet,
        DuplicatesViewSet,
    )
