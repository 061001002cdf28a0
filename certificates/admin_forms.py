"""What coordinators fill in: who gets a certificate, what is wrong with one, pictures."""

from datetime import date
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from certificates.models import CertificateDesign, CertificatePicture
from certificates.name_lists import read_people
from certificates.pictures import check_picture
from certificates.services import CertificateFacts
from certificates.typefaces import drawable
from certificates.wording import long_date
from lms.fields import DecimalField, KhmerDigitsMixin, site_languages


class DayField(KhmerDigitsMixin, forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class IssueForm(forms.Form):
    """One certificate or hundreds: what they have in common, and who gets one."""

    # Two clicks send the same one, and make one batch.
    token = forms.CharField(widget=forms.HiddenInput, initial=uuid4, max_length=60)
    design = forms.ModelChoiceField(
        label=_("Design"), queryset=CertificateDesign.objects.filter(live=True)
    )
    course_title = forms.CharField(label=_("Course"), max_length=255)
    course_title_km = forms.CharField(label=_("Course in Khmer"), max_length=255, required=False)
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        help_text=_("Printed below each name. Leave it empty when people come from several."),
    )
    starts_on = DayField(label=_("From"), required=False)
    ends_on = DayField(label=_("Until"), required=False)
    completed_on = DayField(label=_("Completed on"), initial=timezone.localdate)
    hours = DecimalField(
        label=_("Hours of training"), required=False, min_value=0, max_digits=6, decimal_places=2
    )
    expires_on = DayField(
        label=_("Valid until"),
        required=False,
        help_text=_("Empty: as long as the design says."),
    )
    people = forms.CharField(
        label=_("People"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "A line a person: name in Latin letters; name in Khmer; email or phone number of the "
            "account. The parts may stand in any order and two may be missing. You can paste from "
            "a spreadsheet."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language of the people"), choices=site_languages, initial="km"
    )

    def clean_people(self):
        self.recipients = read_people(self.cleaned_data["people"])
        return self.cleaned_data["people"]

    def clean(self):
        data = super().clean()
        starts, ends, completed = (data.get(n) for n in ("starts_on", "ends_on", "completed_on"))
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The end is before the beginning."))
        if completed and data.get("expires_on") and data["expires_on"] <= completed:
            self.add_error("expires_on", _("It would have run out before it was earned."))
        return data

    @property
    def summary(self) -> list[tuple[str, str]]:
        """What was filled in besides the people, as it is shown before anything is issued."""
        shown = {"language": dict(site_languages()).get}
        return [
            (
                field.label,
                long_date(value) if isinstance(value, date) else shown.get(field.name, str)(value),
            )
            for field in self.visible_fields()
            if field.name != "people" and (value := self.cleaned_data[field.name])
        ]

    @property
    def facts(self) -> CertificateFacts:
        """What all certificates of this form have in common."""
        names = ("course_title", "course_title_km", "organisation", "starts_on", "ends_on")
        names += ("completed_on", "hours", "expires_on", "language")
        design = self.cleaned_data["design"]
        return CertificateFacts(
            kind=design.kind, design_id=design.pk, **{n: self.cleaned_data[n] for n in names}
        )


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is this certificate revoked?"),
        max_length=255,
        help_text=_("Only coordinators see the reason. The check page just says “revoked”."),
    )


class CorrectNameForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    name_km = forms.CharField(label=_("Name in Khmer"), max_length=200, required=False)

    def clean(self):
        data = super().clean()
        names = [data.get("name", ""), data.get("name_km", "")]
        if not any(drawable(name).strip(" ?") for name in names):
            raise ValidationError(_("Write the name in at least one script."))
        return data


class RenewForm(forms.Form):
    completed_on = DayField(label=_("Renewed on"), initial=timezone.localdate)
    expires_on = DayField(
        label=_("Valid until"), required=False, help_text=_("Empty: as long as the design says.")
    )

    def clean(self):
        data = super().clean()
        begins, ends = data.get("completed_on"), data.get("expires_on")
        if begins and ends and ends <= begins:
            self.add_error("expires_on", _("It would have run out before it was earned."))
        return data


class PictureForm(WagtailAdminModelForm):
    """A logo or signature; once it is there only its title can change, for old versions use it."""

    class Meta:
        model = CertificatePicture
        fields = ["title", "file"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget = forms.FileInput(
            attrs={"accept": "image/png,image/jpeg,image/webp"}
        )
        self.fields["file"].disabled = bool(self.instance.pk)

    def clean_file(self):
        if self.instance.pk:
            return self.instance.file
        file, size = check_picture(self.cleaned_data["file"])
        self.instance.width, self.instance.height = size
        return file
