"""The form for a call months after a course: a few taps, and a line if there is time."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.records.enums_mentoring import SkillLevel, StillInJob
from lms.records.forms.nudge import NudgedForm


class FollowUpForm(NudgedForm):
    """``services.follow_up.record_answers`` takes what it gives."""

    still_in_job = forms.ChoiceField(
        label=_("Still in the job?"), choices=StillInJob, widget=forms.RadioSelect
    )
    skills_by_self = forms.TypedChoiceField(
        label=_("Do you use what you learned?"),
        choices=SkillLevel,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("As the person says."),
    )
    skills_by_supervisor = forms.TypedChoiceField(
        label=_("What the supervisor says"),
        choices=[("", _("not asked")), *SkillLevel.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    what_changed = forms.CharField(
        label=_("What changed?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text=_("One or two sentences, in their words."),
    )

    nudged = ("what_changed",)

    def answers(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "confirm"}
