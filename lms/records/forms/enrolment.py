"""What a trainee tells on the way into a cohort and out of it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.fields import IntegerField
from lms.records.enums import Cadre, Gender, Province
from lms.records.forms.fields import numeric_input
from lms.records.models import Organisation, Person

OLDEST = 100
YOUNGEST = 10


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
