"""What the admin's pages of a person and of an organisation show beside their fields."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from lms.records.models import Affiliation, Person
from lms.records.training_record import training_record

SHOWN_AT_MOST = 50


class TrainingHistoryPanel(Panel):
    """The enrolments of a person, the newest first, with what came of them."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "records/admin/training_history.html"

        def is_shown(self):
            return self.instance.pk is not None

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            enrolments = self.instance.enrolments.all()
            context["enrolments"] = training_record(enrolments)[:SHOWN_AT_MOST]
            context["merged"] = Person.all_objects.filter(merged_into=self.instance)
            return context


class FocalPointsPanel(Panel):
    """Who to call at an organisation."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "records/admin/focal_points.html"

        def is_shown(self):
            return self.instance.pk is not None

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            context["organisation"] = self.instance
            context["posts"] = (
                Affiliation.objects.current()
                .filter(organisation=self.instance, is_focal_point=True)
                .select_related("person")
            )
            return context


class PersonEditView(generic.EditView):
    @cached_property
    def header_more_buttons(self):
        pk = self.object.pk
        buttons = [
            Button(
                _("Merge with another record"),
                url=reverse("records_merge_find", args=[pk]),
                icon_name="resubmit",
                priority=40,
            )
        ]
        if self.object.user_id is None:
            buttons.append(
                Button(
                    _("Invite to an account"),
                    url=reverse("records:invite_person", args=[pk]),
                    icon_name="key",
                    priority=50,
                )
            )
        return [*super().header_more_buttons, *buttons]


def merges_button() -> Button:
    return Button(
        _("Merged records"), url=reverse("records_merges"), icon_name="resubmit", priority=40
    )
