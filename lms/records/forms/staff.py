"""What a focal point writes down about somebody of the own staff."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.fields import PhoneField
from lms.records.enums import Cadre, Gender
from lms.records.forms.fields import DateField
from lms.records.models import Person

PERSON = ["family_name_km", "given_name_km", "family_name", "given_name", "gender", "phone"]
NAMES = PERSON[:4]


class StaffForm(forms.ModelForm):
    """A person and their post; ``person()`` and ``post()`` give the two apart."""

    gender = forms.ChoiceField(label=_("Gender"), choices=Gender, widget=forms.RadioSelect)
    phone = PhoneField(
        label=_("Phone"), required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    position = forms.CharField(label=_("Position"), max_length=120, required=False)
    cadre = forms.ChoiceField(label=_("Kind of work"), choices=Cadre, initial=Cadre.OTHER)
    is_volunteer = forms.BooleanField(label=_("Volunteer"), required=False)

    class Meta:
        model = Person
        fields = PERSON
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

    def clean(self):
        data = super().clean()
        if not any(data.get(name) for name in NAMES):
            self.add_error(
                "family_name_km", _("Write at least one name, in Khmer or Latin letters.")
            )
        return data

    def person(self) -> dict:
        return {name: self.cleaned_data[name] for name in PERSON}

    def names(self) -> dict:
        return {name: self.cleaned_data[name] for name in NAMES}

    def post(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.cleaned_data if name not in PERSON}


class NewStaffForm(StaffForm):
    started_on = DateField(label=_("Works with you since"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("started_on", timezone.localdate())
        self.initial.setdefault("gender", "")

    def clean_started_on(self):
        day = self.cleaned_data["started_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Add people from their first day on."))
        return day


class ChangedStaffForm(StaffForm):
    ended_on = DateField(
        label=_("Last day with you"),
        required=False,
        help_text=_(
            "Only when the person leaves. After this day you no longer see them; what they learned "
            "with you stays in your figures."
        ),
    )

    def __init__(self, *args, post, **kwargs):
        super().__init__(*args, **kwargs)
        self.begun = post.started_on
        for name in ("position", "cadre", "is_volunteer", "ended_on"):
            self.initial[name] = getattr(post, name)
        if self.instance.phone:
            self.initial["phone"] = self.instance.phone.as_national

    def clean_ended_on(self):
        day = self.cleaned_data["ended_on"]
        if day and day < self.begun:
            raise forms.ValidationError(_("This is before the day the post began."))
        return day
