"""Forms of mentoring, for a phone after a visit."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.fields import IntegerField
from lms.records.enums import VisitWay
from lms.records.forms import DateField, numeric_input
from lms.records.forms_nudge import NudgedForm
from lms.records.models import Enrolment, Person
from lms.records.services.mentoring import Agreed

ACTIONS = 3
LONGEST = 12 * 60
BY_LEARNER, BY_MENTOR = "learner", "mentor"


class VisitForm(NudgedForm):
    """A visit with up to three actions: ``action_1``, who does it and by when."""

    met_on = DateField(label=_("Date"))
    minutes = IntegerField(
        label=_("Minutes"), min_value=1, max_value=LONGEST, widget=numeric_input()
    )
    way = forms.ChoiceField(
        label=_("How did you meet?"), choices=VisitWay, widget=forms.RadioSelect
    )
    skill_practised = forms.CharField(
        label=_("Skill practised"), max_length=255, help_text=_("Such as: open questions.")
    )
    went_well = forms.CharField(
        label=_("What went well"), widget=forms.Textarea, max_length=4000, required=False
    )
    next_step = forms.CharField(
        label=_("Next step"), widget=forms.Textarea, max_length=4000, required=False
    )

    nudged = (
        "skill_practised", "went_well", "next_step",
        *(f"action_{number}" for number in range(1, ACTIONS + 1)),
    )  # fmt: skip

    def __init__(self, *args, mentorship, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["met_on"].initial = timezone.localdate
        for number in range(1, ACTIONS + 1):
            self.fields |= {
                f"action_{number}": forms.CharField(
                    label=_("What"), max_length=255, required=False
                ),
                f"action_{number}_by": forms.ChoiceField(
                    label=_("Who"),
                    choices=[
                        (BY_LEARNER, mentorship.learner.name),
                        (BY_MENTOR, mentorship.mentor.name),
                    ],
                    required=False,
                ),
                f"action_{number}_due": DateField(label=_("By when"), required=False),
            }

    def visit_fields(self):
        """The bound fields of the visit itself, in order."""
        return [self[name] for name in self.base_fields if name not in ("confirm", "warned")]

    def action_rows(self):
        """Each action's number with its three bound fields."""
        for number in range(1, ACTIONS + 1):
            name = f"action_{number}"
            yield number, [self[name], self[f"{name}_by"], self[f"{name}_due"]]

    def clean_met_on(self):
        day = self.cleaned_data["met_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                _("This day is still to come. Write the visit down after it.")
            )
        return day

    def clean(self):
        data = super().clean()
        for number in range(1, ACTIONS + 1):
            if data.get(f"action_{number}_due") and not data.get(f"action_{number}"):
                self.add_error(
                    f"action_{number}", _("Write what is to be done, or empty the date.")
                )
        return data

    def visit(self) -> dict:
        """What ``services.mentoring.record_visit`` takes."""
        data = self.cleaned_data
        return {
            "met_on": data["met_on"],
            "minutes": data["minutes"],
            "way": data["way"],
            "skill_practised": data["skill_practised"],
            "went_well": data["went_well"],
            "next_step": data["next_step"],
            "warned": data["warned"],
            "actions": [
                Agreed(
                    text=data[f"action_{number}"],
                    by_learner=data[f"action_{number}_by"] != BY_MENTOR,
                    due_on=data[f"action_{number}_due"],
                )
                for number in range(1, ACTIONS + 1)
                if data[f"action_{number}"]
            ],
        }


def people_who_may_mentor():
    """People with an account that has the right to mentor, in name order."""
    accounts = get_user_model().objects.with_perm("records.mentor", include_superusers=False)
    return Person.objects.filter(user__in=accounts.values("pk"))


class StartForm(NudgedForm):
    """Who follows this learner."""

    mentor = forms.ModelChoiceField(
        label=_("Mentor"),
        queryset=Person.objects.none(),
        help_text=_("Someone is missing? Give their account the role “Mentors” first."),
    )
    enrolment = forms.ModelChoiceField(
        label=_("After this course"),
        queryset=Enrolment.objects.none(),
        required=False,
        empty_label=_("None"),
    )
    goals = forms.CharField(
        label=_("Goals, in the learner's words"),
        widget=forms.Textarea,
        max_length=4000,
        required=False,
    )

    nudged = ("goals",)

    def __init__(self, *args, learner, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mentor"].queryset = people_who_may_mentor().exclude(pk=learner.pk)
        self.fields["enrolment"].queryset = (
            Enrolment.objects.holding_a_place()
            .filter(person=learner)
            .select_related("cohort__course")
        )
        self.fields["enrolment"].label_from_instance = lambda enrolment: str(enrolment.cohort)

    def mentorship(self) -> dict:
        """What ``services.mentoring.start_mentorship`` takes beside the learner."""
        wanted = ("mentor", "enrolment", "goals", "warned")
        return {name: self.cleaned_data[name] for name in wanted}
