"""Forms of group supervision and support groups."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.fields import IntegerField
from lms.records.enums import VisitWay
from lms.records.enums_mentoring import Frequency, GroupKind
from lms.records.forms.fields import DateField, numeric_input
from lms.records.forms.mentoring import LONGEST, NextMeetingMixin, people_who_may_mentor
from lms.records.forms.nudge import NudgedForm
from lms.records.models import Person


class GroupForm(NudgedForm):
    """A new group."""

    name = forms.CharField(label=_("Name of the group"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=GroupKind, widget=forms.RadioSelect)
    facilitator = forms.ModelChoiceField(
        label=_("Who leads it"),
        queryset=Person.objects.none(),
        help_text=_("Someone is missing? Give their account the role “Mentors” first."),
    )
    frequency = forms.ChoiceField(
        label=_("How often you meet"), choices=Frequency, initial=Frequency.MONTHLY
    )
    purpose = forms.CharField(
        label=_("What the group is for"), widget=forms.Textarea, max_length=2000, required=False
    )

    nudged = ("name", "purpose")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["facilitator"].queryset = people_who_may_mentor()

    def group(self) -> dict:
        """What ``services.support_groups.start_group`` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "confirm"}


class GroupMeetingForm(NextMeetingMixin, NudgedForm):
    """A meeting of a group, with a box for everyone who is in it."""

    met_on = DateField(label=_("Date"))
    minutes = IntegerField(
        label=_("Minutes"), min_value=1, max_value=LONGEST, widget=numeric_input()
    )
    way = forms.ChoiceField(
        label=_("How did you meet?"),
        choices=[
            (VisitWay.GROUP, _("in one room")),
            (VisitWay.ONLINE, _("online")),
            (VisitWay.PHONE, _("phone call")),
        ],
        widget=forms.RadioSelect,
        initial=VisitWay.GROUP,
    )
    present = forms.TypedMultipleChoiceField(
        label=_("Who was there?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Mark at least one person who was there.")},
    )
    topic = forms.CharField(label=_("What you worked on"), max_length=255)
    went_well = forms.CharField(
        label=_("What went well"), widget=forms.Textarea, max_length=4000, required=False
    )
    next_step = forms.CharField(
        label=_("Next step"), widget=forms.Textarea, max_length=4000, required=False
    )

    nudged = ("topic", "went_well", "next_step")
    own_fields = ("met_on", "minutes", "way", "present", "topic", "went_well", "next_step")

    def __init__(self, *args, group, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["met_on"].initial = timezone.localdate
        self.fields["present"].choices = [(person.pk, person.name) for person in people]
        self.show_planned(group.next_meeting_at)

    def meeting_fields(self):
        return [self[name] for name in (*self.own_fields, "next_on", "next_at")]

    def clean_met_on(self):
        day = self.cleaned_data["met_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                _("This day is still to come. Write the meeting down after it.")
            )
        return day

    def meeting(self) -> dict:
        """What ``services.support_groups.record_group_meeting`` takes."""
        data = {name: self.cleaned_data[name] for name in (*self.own_fields, "warned")}
        return data | {"next_meeting_at": self.next_meeting_at()}
