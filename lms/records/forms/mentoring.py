"""Forms of mentoring, for a phone after a visit."""

from datetime import datetime, time

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.fields import IntegerField
from lms.records.enums import VisitWay
from lms.records.enums_mentoring import Frequency, Sharing, SkillLevel
from lms.records.forms.fields import DateField, TimeField, numeric_input
from lms.records.forms.nudge import NudgedForm
from lms.records.models import Enrolment, Person
from lms.records.services.mentoring import Agreed, Rated

ACTIONS = 3
LONGEST = 12 * 60
BY_LEARNER, BY_MENTOR = "learner", "mentor"
NINE = time(9)
LEVELS = [("", _("not rated")), *SkillLevel.choices]


def level_field(label, **kwargs) -> forms.TypedChoiceField:
    """One of the four described steps, or nothing."""
    return forms.TypedChoiceField(
        label=label, choices=LEVELS, coerce=int, empty_value=None, required=False, **kwargs
    )


class NextMeetingMixin(forms.Form):
    """When the two, or the group, meet next: a day, and an hour that is nine where not said."""

    next_on = DateField(label=_("Next meeting on"), required=False)
    next_at = TimeField(label=_("at (hour)"), required=False)

    def clean_next_on(self):
        day = self.cleaned_data["next_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Choose one to come."))
        return day

    def show_planned(self, planned: datetime | None) -> None:
        """Begin with what is planned already, where that is still to come."""
        if planned and planned > timezone.now():
            local = timezone.localtime(planned)
            self.fields["next_on"].initial, self.fields["next_at"].initial = (
                local.date(),
                local.time(),
            )

    def next_meeting_at(self) -> datetime | None:
        day = self.cleaned_data.get("next_on")
        if not day:
            return None
        return timezone.make_aware(datetime.combine(day, self.cleaned_data.get("next_at") or NINE))


class VisitForm(NextMeetingMixin, NudgedForm):
    """A visit with up to three actions: ``action_1``, who does it and by when.

    ``skills`` of the course are rated by both, ``skill_1_mentor`` and ``skill_1_learner``.
    """

    met_on = DateField(label=_("Date"))
    minutes = IntegerField(
        label=_("Minutes"), min_value=1, max_value=LONGEST, widget=numeric_input()
    )
    way = forms.ChoiceField(
        label=_("How did you meet?"), choices=VisitWay, widget=forms.RadioSelect
    )
    skill_practised = forms.CharField(
        label=_("Skill practised"),
        max_length=255,
        required=False,
        help_text=_("Such as: open questions."),
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

    own_fields = ("met_on", "minutes", "way", "skill_practised", "went_well", "next_step")

    def __init__(self, *args, mentorship, skills=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["met_on"].initial = timezone.localdate
        self.show_planned(mentorship.next_meeting_at)
        self.skills = list(skills)
        for number, _skill in enumerate(self.skills, start=1):
            self.fields[f"skill_{number}_mentor"] = level_field(_("You see"))
            self.fields[f"skill_{number}_learner"] = level_field(_("The learner says"))
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
        return [self[name] for name in self.own_fields]

    def next_fields(self):
        return [self["next_on"], self["next_at"]]

    def skill_rows(self):
        """Each skill of the course with its two bound fields."""
        for number, skill in enumerate(self.skills, start=1):
            yield skill, self[f"skill_{number}_mentor"], self[f"skill_{number}_learner"]

    def rated_skills(self) -> list[Rated]:
        rated = []
        for number, skill in enumerate(self.skills, start=1):
            mentor = self.cleaned_data.get(f"skill_{number}_mentor")
            learner = self.cleaned_data.get(f"skill_{number}_learner")
            if mentor or learner:
                rated.append(Rated(skill.key, skill.text, mentor, learner))
        return rated

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
        if not data.get("skill_practised") and not self.errors and not self.rated_skills():
            self.add_error(
                "skill_practised",
                _("Write the skill you practised, or rate one of the course.")
                if self.skills
                else _("Write the skill you practised."),
            )
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
            "ratings": self.rated_skills(),
            "next_meeting_at": self.next_meeting_at(),
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
    follows = forms.CharField(
        label=_("Or what it follows"),
        max_length=255,
        required=False,
        help_text=_("In a few words: a grant, a new post."),
    )
    frequency = forms.ChoiceField(
        label=_("How often you meet"), choices=Frequency, initial=Frequency.MONTHLY
    )
    goals = forms.CharField(
        label=_("Goals, in the learner's words"),
        widget=forms.Textarea,
        max_length=4000,
        required=False,
    )

    nudged = ("goals", "follows")

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
        wanted = ("mentor", "enrolment", "follows", "frequency", "goals", "warned")
        return {name: self.cleaned_data[name] for name in wanted}


class ChangeForm(NudgedForm):
    """Asking the coordinators for a change."""

    text = forms.CharField(
        label=_("What should change?"),
        widget=forms.Textarea,
        max_length=2000,
        required=False,
        help_text=_(
            "Only coordinators read this, not your mentor or learner. You may leave it empty."
        ),
    )

    nudged = ("text",)


class SharingForm(forms.Form):
    """What a next mentor may read."""

    sharing = forms.ChoiceField(
        label=_("If my mentor changes, the new one may read"),
        choices=Sharing,
        widget=forms.RadioSelect,
    )


class HandOverForm(forms.Form):
    """Who takes over from a mentor who leaves."""

    to = forms.ModelChoiceField(
        label=_("New mentor"), queryset=Person.objects.none(), empty_label=_("Choose a person")
    )

    def __init__(self, *args, mentor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people_who_may_mentor().exclude(pk=mentor.pk)
