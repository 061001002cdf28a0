"""Forms with which a coordinator runs a cohort: deciding on applications, calling off, copying."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.records.enums import EnrolmentState
from lms.records.forms.fields import DateField
from lms.records.models import Cohort

DECISIONS = [
    (EnrolmentState.ENROLLED, _("Accept: give a place")),
    (EnrolmentState.WAITING, _("Put on the waiting list")),
    (EnrolmentState.DECLINED, _("Decline")),
]


class DecisionForm(forms.Form):
    """One decision for everyone on the page."""

    to = forms.ChoiceField(label=_("Decision"), choices=DECISIONS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=255,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Needed when you decline. The person reads it on their page, so write it to them."
        ),
    )

    def clean(self):
        data = super().clean()
        if data.get("to") == EnrolmentState.DECLINED and not data.get("reason"):
            self.add_error("reason", _("Write why, so that the person understands."))
        return data


class CancelCohortForm(forms.Form):
    note = forms.CharField(
        label=_("A few words to everyone"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in the mail to all of them. Nothing about a single person."),
    )


class CopyCohortForm(forms.ModelForm):
    starts_on = DateField(label=_("First day"))

    class Meta:
        model = Cohort
        fields = ["code"]
        labels = {"code": _("Code of the new cohort")}
        help_texts = {"code": _("Short and lasting, such as pcm1-2026-siem-reap.")}
