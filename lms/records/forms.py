"""Forms of the public pages: for a trainee's and a trainer's phone."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.fields import IntegerField, KhmerDigitsMixin
from lms.records.enums import AttendanceStatus, Cadre, Gender, Province
from lms.records.models import Organisation, Person
from lms.records.services.attendance import PART_OF_THE_TIME, Mark, SessionPlan

OLDEST = 100
YOUNGEST = 10


class DateField(KhmerDigitsMixin, forms.DateField):
    """A date from the browser's own picker, or typed year first in either script."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **kwargs):
        super().__init__(**{"input_formats": ["%Y-%m-%d", "%d/%m/%Y"]} | kwargs)


class TimeField(KhmerDigitsMixin, forms.TimeField):
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


def numeric_input() -> forms.TextInput:
    """A text field with the phone's number keys: a number field would refuse Khmer digits."""
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 6})


class AboutYouForm(forms.ModelForm):
    """What a new account tells about the person behind it."""

    birth_year = IntegerField(
        label=_("Year of birth"),
        required=False,
        widget=numeric_input(),
        help_text=_("Four digits, such as 1995. We keep the year only, for counts by age."),
    )
    gender = forms.ChoiceField(label=_("Gender"), choices=Gender, widget=forms.RadioSelect)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.all(),
        required=False,
        empty_label=_("None, or not in this list"),
    )
    cadre = forms.ChoiceField(label=_("Kind of work"), choices=Cadre, initial=Cadre.OTHER)
    position = forms.CharField(label=_("Position"), max_length=120, required=False)
    province = forms.ChoiceField(
        label=_("Province where you work"),
        choices=[("", _("Choose a province")), *Province.choices],
        required=False,
    )
    consent = forms.BooleanField(
        label=_("I agree that my training records are kept here"),
        help_text=_(
            "They are used to run the training, give certificates and count people for reports. "
            "You may ask for a copy, or to be taken out, at any time."
        ),
        error_messages={
            "required": _("We can only enrol you if you agree. Tick the box to go on.")
        },
    )

    class Meta:
        model = Person
        fields = ["family_name", "given_name", "family_name_km", "given_name_km", "gender",
                  "birth_year", "province"]  # fmt: skip
        labels = {
            "family_name": _("Family name in Latin letters"),
            "given_name": _("Given name in Latin letters"),
            "family_name_km": _("Family name in Khmer letters"),
            "given_name_km": _("Given name in Khmer letters"),
        }
        help_texts = {"family_name": _("As it should be printed on a certificate.")}
        widgets = {
            "family_name_km": forms.TextInput(attrs={"lang": "km"}),
            "given_name_km": forms.TextInput(attrs={"lang": "km"}),
        }

    field_order = ["family_name_km", "given_name_km", "family_name", "given_name", "gender",
                   "birth_year", "organisation", "cadre", "position", "province",
                   "consent"]  # fmt: skip

    def clean_birth_year(self):
        year = self.cleaned_data["birth_year"]
        this_year = timezone.localdate().year
        if year is not None and not this_year - OLDEST <= year <= this_year - YOUNGEST:
            raise forms.ValidationError(
                _("Write a year between %(first)s and %(last)s, or leave this empty.")
                % {"first": str(this_year - OLDEST), "last": str(this_year - YOUNGEST)}
            )
        return year

    def clean(self):
        data = super().clean()
        names = ("family_name", "given_name", "family_name_km", "given_name_km")
        if not any(data.get(name) for name in names):
            self.add_error(
                "family_name_km", _("Write at least one name, in Khmer or Latin letters.")
            )
        return data


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=255,
        required=False,
        help_text=_("Only the coordinators read this."),
    )


class RegisterForm(forms.Form):
    """The register of one session: a status, and minutes, for each enrolment.

    With ``all_present`` those without a status are taken as present.
    """

    def __init__(self, *args, session, enrolments, attendances, all_present=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.session = session
        self.enrolments = enrolments
        self.all_present = all_present
        for enrolment in enrolments:
            written = attendances.get(enrolment.pk)
            in_part = written and written.status in PART_OF_THE_TIME
            self.fields[f"status_{enrolment.pk}"] = forms.ChoiceField(
                label=_("Attendance"),
                choices=AttendanceStatus.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=written and written.status,
            )
            self.fields[f"minutes_{enrolment.pk}"] = IntegerField(
                label=_("Minutes present"),
                widget=numeric_input(),
                required=False,
                initial=written.minutes if in_part else None,
            )

    def rows(self):
        """Each enrolment with its two bound fields, in the order of the list."""
        for enrolment in self.enrolments:
            yield enrolment, self[f"status_{enrolment.pk}"], self[f"minutes_{enrolment.pk}"]

    def clean(self):
        data = super().clean()
        planned = self.session.planned_minutes
        for enrolment in self.enrolments:
            status, minutes_name = data.get(f"status_{enrolment.pk}"), f"minutes_{enrolment.pk}"
            if minutes_name not in data:
                continue
            minutes = data[minutes_name]
            if status in PART_OF_THE_TIME and (minutes is None or not 0 < minutes <= planned):
                self.add_error(
                    minutes_name,
                    _("Write how many minutes the person was there: from 1 to %(planned)s.")
                    % {"planned": planned},
                )
            elif not status and minutes is not None:
                self.add_error(
                    f"status_{enrolment.pk}", _("Choose “late” or “left early” for the minutes.")
                )
        return data

    def marks(self) -> list[Mark]:
        marks = []
        for enrolment in self.enrolments:
            status = self.cleaned_data[f"status_{enrolment.pk}"]
            if not status and self.all_present:
                status = AttendanceStatus.PRESENT
            if status:
                minutes = self.cleaned_data[f"minutes_{enrolment.pk}"]
                marks.append(Mark(enrolment_id=enrolment.pk, status=status, minutes=minutes))
        return marks


class SessionForm(forms.Form):
    topic = forms.CharField(label=_("Topic"), max_length=200)
    day = DateField(label=_("Date"))
    begins = TimeField(label=_("Begins at"))
    planned_minutes = IntegerField(
        label=_("Minutes of training, without breaks"),
        min_value=1,
        max_value=24 * 60,
        widget=numeric_input(),
    )
    venue = forms.CharField(label=_("Venue"), max_length=200, required=False)

    def plan(self) -> SessionPlan:
        data = self.cleaned_data
        return SessionPlan(
            topic=data["topic"],
            starts_at=timezone.make_aware(datetime.combine(data["day"], data["begins"])),
            planned_minutes=data["planned_minutes"],
            venue=data["venue"],
        )


class BaseSessionFormSet(forms.BaseFormSet):
    def clean(self):
        if not any(self.errors) and not self.plans():
            raise forms.ValidationError(_("Fill in at least one session."))

    def plans(self) -> list[SessionPlan]:
        """The sessions of the rows that were filled in."""
        return [form.plan() for form in self.forms if form.has_changed()]


SessionFormSet = forms.formset_factory(SessionForm, formset=BaseSessionFormSet, extra=4)
