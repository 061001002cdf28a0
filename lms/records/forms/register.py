"""The register as a plain form, as a phone sends it, and a person who is not on the list."""

from dataclasses import dataclass
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from lms.fields import IntegerField, KhmerDigitsMixin
from lms.records.enums import AttendanceStatus, Gender
from lms.records.models import Attendance, Enrolment, Organisation
from lms.records.services.register import PART_OF_THE_TIME, Conflict, Mark, Value
from lms.records.services.walk_ins import NewPerson

MINUTES_IN_A_DAY = 24 * 60


@dataclass
class RegisterRow:
    """One person as the page shows them: what is chosen, and ``seen``, what stood when it was made."""

    enrolment: Enrolment
    standing: Attendance | None
    status: str
    minutes: str
    errors: list[str]
    conflict: Conflict | None = None

    @property
    def seen(self) -> str:
        return f"{self.standing.status}:{self.standing.minutes}" if self.standing else ""

    @property
    def writer(self) -> str:
        by = self.standing and self.standing.recorded_by
        return str(by) if by else gettext("an account that is gone")


def read_value(text: str | None) -> Value | None:
    """``"late:45"`` as status and minutes; ``None`` where there is no mark, or nonsense."""
    status, _colon, minutes = (text or "").partition(":")
    if status in AttendanceStatus.values and minutes.isascii() and minutes.isdecimal():
        return status, int(minutes[:5])
    return None


class RegisterForm(forms.Form):
    """The register of one session: a status, and minutes, for each enrolment.

    With ``all_present`` those without a status are taken as present, unless another phone has
    marked them meanwhile.
    """

    reason = forms.CharField(label=_("Why is it corrected?"), max_length=255, required=False)

    def __init__(self, *args, session, enrolments, attendances, all_present=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.session = session
        self.enrolments = enrolments
        self.attendances = attendances
        self.all_present = all_present
        self.conflicts: dict[int, Conflict] = {}
        for enrolment in enrolments:
            self.fields[f"status_{enrolment.pk}"] = forms.ChoiceField(
                choices=AttendanceStatus.choices, required=False
            )
            self.fields[f"minutes_{enrolment.pk}"] = IntegerField(required=False)

    def rows(self) -> list[RegisterRow]:
        return [self._row(enrolment) for enrolment in self.enrolments]

    def _row(self, enrolment: Enrolment) -> RegisterRow:
        pk = enrolment.pk
        standing = self.attendances.get(pk)
        conflict = self.conflicts.get(pk)
        row = RegisterRow(
            enrolment=enrolment,
            standing=conflict.standing if conflict else standing,
            status=standing.status if standing else "",
            minutes=str(standing.minutes) if standing and _in_part(standing.status) else "",
            errors=[
                error
                for name in (f"status_{pk}", f"minutes_{pk}")
                for error in self.errors.get(name, [])
            ],
            conflict=conflict,
        )
        if self.is_bound:
            row.status = self.data.get(f"status_{pk}", "")
            row.minutes = self.data.get(f"minutes_{pk}", "")
        return row

    def clean(self):
        data = super().clean()
        for enrolment in self.enrolments:
            status, minutes = data.get(f"status_{enrolment.pk}"), f"minutes_{enrolment.pk}"
            if not status and data.get(minutes) is not None:
                self.add_error(
                    f"status_{enrolment.pk}", _("Choose “late” or “left early” for the minutes.")
                )
            elif _in_part(status) and minutes in data and not self._fits(data[minutes]):
                self.add_error(
                    minutes,
                    _("Write how many minutes the person was there: from 1 to %(planned)s.")
                    % {"planned": self.session.planned_minutes},
                )
        return data

    def _fits(self, minutes: int | None) -> bool:
        return minutes is not None and 0 < minutes <= self.session.planned_minutes

    def marks(self) -> list[Mark]:
        marks = []
        for enrolment in self.enrolments:
            pk = enrolment.pk
            status, minutes = self.cleaned_data[f"status_{pk}"], self.cleaned_data[f"minutes_{pk}"]
            # A form without this field did not come from our page: it knows what it does.
            seen = self.data.get(f"seen_{pk}")
            known = None if seen is None else (read_value(seen),)
            if not status and self.all_present and pk not in self.attendances:
                status, known = AttendanceStatus.PRESENT, (None,)
            if status:
                marks.append(Mark(enrolment_id=pk, status=status, minutes=minutes, known=known))
        return marks

    def unmarked(self) -> int:
        """How many have neither a mark that stands nor one in this form."""
        marked = {mark.enrolment_id for mark in self.marks()} | set(self.attendances)
        return sum(enrolment.pk not in marked for enrolment in self.enrolments)


def _in_part(status: str | None) -> bool:
    return status in PART_OF_THE_TIME


class MarkForm(forms.Form):
    """One mark as a phone sends it; minutes may have been typed in either script."""

    enrolment = forms.IntegerField(min_value=1)
    status = forms.ChoiceField(choices=AttendanceStatus.choices)
    minutes = IntegerField(required=False, min_value=0, max_value=MINUTES_IN_A_DAY)


class BadMarks(ValueError):
    """What was sent is no list of marks."""


def read_marks(sent) -> list[Mark]:
    """The marks in the JSON of a phone; who is marked twice counts as marked last.

    ``{"marks": [{"enrolment", "status", "minutes", "seen": {"status", "minutes"} | null}]}``, and
    with a mark, where it was sent before without an answer, ``"tried"``: a list of such values.

    :raises BadMarks:
    """
    rows = sent.get("marks") if isinstance(sent, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadMarks
    marks = {}
    for row in rows:
        form = MarkForm({name: row.get(name) for name in MarkForm.base_fields})
        tried = row.get("tried", [])
        if not form.is_valid() or "seen" not in row or not isinstance(tried, list):
            raise BadMarks
        data = form.cleaned_data
        marks[data["enrolment"]] = Mark(
            enrolment_id=data["enrolment"],
            status=data["status"],
            minutes=data["minutes"],
            known=tuple(_sent_value(value) for value in (row["seen"], *tried[-10:])),
        )
    return list(marks.values())


def _sent_value(value) -> Value | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise BadMarks
    return read_value(f"{value.get('status')}:{value.get('minutes')}")


class PhoneField(KhmerDigitsMixin, PhoneNumberField):
    """A phone number of Cambodia, or an international one, in either script."""


class WalkInForm(forms.Form):
    """Someone who came and is not on the list: as little as the register needs.

    ``key`` is made once a form, so that sending it twice makes one person.
    """

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    family_name = forms.CharField(
        label=_("Family name"),
        max_length=100,
        required=False,
        help_text=_("In Khmer or Latin letters. One name is enough."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    given_name = forms.CharField(
        label=_("Given name"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    gender = forms.ChoiceField(label=_("Gender"), choices=Gender, initial=Gender.UNDISCLOSED)
    phone = PhoneField(
        label=_("Phone"),
        required=False,
        region="KH",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.all(),
        required=False,
        empty_label=_("None, or not in this list"),
    )
    consent = forms.BooleanField(
        label=_("The person agrees that their training records are kept"),
        error_messages={
            "required": _("Ask the person. Without their consent they cannot be on the list.")
        },
    )
    override_reason = forms.CharField(
        label=_("Why without the courses to complete first?"), max_length=255, required=False
    )

    def clean(self):
        data = super().clean()
        if not data.get("family_name") and not data.get("given_name"):
            self.add_error("family_name", _("Write at least one name, in Khmer or Latin letters."))
        return data

    def newcomer(self) -> NewPerson:
        data = self.cleaned_data
        return NewPerson(
            family_name=data["family_name"],
            given_name=data["given_name"],
            gender=data["gender"],
            phone=data["phone"].as_e164 if data["phone"] else "",
            organisation=data["organisation"],
        )
