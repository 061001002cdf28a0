"""Cohorts in the Wagtail admin, for coordinators."""

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from lms.records.admin_forms import RowsPanel
from lms.records.admin_views import RecordsViewSet
from lms.records.cohort_forms import CohortForm, QuotaFormSet, SessionFormSet
from lms.records.filters import CohortFilterSet
from lms.records.models import Cohort
from lms.records.services.cohorts import WhenAndWhere, follow_change
from lms.records.viewsets_lists import list_button


class CohortIndexView(generic.IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().with_places().select_related("course")


class CohortEditView(generic.EditView):
    @cached_property
    def header_buttons(self):
        page = HeaderButton(
            _("People, sessions and messages"),
            url=reverse("records:cohort", args=[self.object.pk]),
            icon_name="group",
        )
        return [*super().header_buttons, page]

    @cached_property
    def header_more_buttons(self):
        buttons = super().header_more_buttons
        if self.object.state in Cohort.TAKES_PEOPLE:
            buttons = [*buttons, list_button(self.object)]
        return buttons

    def save_instance(self):
        before = WhenAndWhere.of(self.object)
        cohort = super().save_instance()
        follow_change(cohort=cohort, before=before)
        return cohort


def places_taken(cohort) -> str:
    if cohort.capacity is None:
        return str(cohort.taken)
    return _("%(taken)s of %(all)s") % {"taken": cohort.taken, "all": cohort.capacity}


WHAT_AND_WHEN = MultiFieldPanel(
    [
        FieldPanel("course"),
        FieldPanel(
            "code",
            help_text=gettext_lazy("Short and lasting, such as pcm1-2026-siem-reap."),
        ),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldRowPanel([FieldPanel("venue"), FieldPanel("province")]),
        FieldRowPanel([FieldPanel("language"), FieldPanel("mode")]),
    ],
    heading=gettext_lazy("What, when and where"),
    help_text=gettext_lazy(
        "Who has enrolled or applied is told when you change the dates or the venue."
    ),
)
REGISTRATION = MultiFieldPanel(
    [
        FieldPanel(
            "enrolment_policy",
            help_text=gettext_lazy(
                "Open: whoever comes first has a place. After approval: a coordinator decides. By "
                "nomination: organisations name their people, and a coordinator decides."
            ),
        ),
        FieldRowPanel(
            [
                FieldPanel("registration_opens_on"),
                FieldPanel(
                    "registration_closes_on",
                    help_text=gettext_lazy("Empty: open until the cohort’s last day."),
                ),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel(
                    "capacity",
                    help_text=gettext_lazy(
                        "Empty: no limit. With more places the waiting list moves up by itself."
                    ),
                ),
                FieldPanel("organisation_quota"),
            ]
        ),
        RowsPanel(
            "quotas",
            [FieldRowPanel([FieldPanel("organisation"), FieldPanel("places")])],
            heading=gettext_lazy("Places of single organisations"),
            label=gettext_lazy("Organisation"),
            help_text=gettext_lazy(
                "Where an organisation gets more or fewer places than the others. 0 gives none."
            ),
            formset=QuotaFormSet,
        ),
    ],
    heading=gettext_lazy("Registration and places"),
)
PAID_BY = MultiFieldPanel(
    [FieldRowPanel([FieldPanel("funder"), FieldPanel("project_code")])],
    heading=gettext_lazy("Funding"),
    help_text=gettext_lazy("Counts and lists can be filtered by these."),
)


class CohortViewSet(RecordsViewSet):
    model = Cohort
    icon = "date"
    name = "cohort"
    menu_label = gettext_lazy("Cohorts")
    index_view_class = CohortIndexView
    edit_view_class = CohortEditView
    ordering = ["-starts_on", "code"]
    search_fields = ["code", "venue", "course__title", "funder", "project_code"]
    list_display = [
        TitleColumn("cohort", label=gettext_lazy("Cohort"), accessor=str, url_name="cohort:edit"),
        "starts_on",
        "venue",
        Column("taken", label=gettext_lazy("People"), accessor=places_taken, sort_key="taken"),
        "funder",
        "state",
    ]
    filterset_class = CohortFilterSet
    edit_handler = ObjectList(
        [
            WHAT_AND_WHEN,
            REGISTRATION,
            PAID_BY,
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
