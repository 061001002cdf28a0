"""What people fill in to check a certificate."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.khmer import fold
from lms.uploads import MEGABYTE

FEWEST_LETTERS = 2
LARGEST_PDF = 5 * MEGABYTE


class LookUpForm(forms.Form):
    number = forms.CharField(
        label=_("Certificate number"),
        max_length=40,
        help_text=_("It stands under the square code, for example 2026-00042."),
    )
    family_name = forms.CharField(
        label=_("Family name on the certificate"),
        max_length=100,
        help_text=_("The first letters are enough, in Khmer or in Latin letters."),
    )

    def clean_family_name(self):
        name = self.cleaned_data["family_name"]
        if len(fold(name)) < FEWEST_LETTERS:
            raise forms.ValidationError(_("Type at least two letters of the family name."))
        return name


class CheckFileForm(forms.Form):
    file = forms.FileField(
        label=_("PDF of the certificate"),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text=_("It is compared with what we issued, and not kept."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_PDF:
            raise forms.ValidationError(_("This file is larger than any certificate of ours."))
        if not file.read(5) == b"%PDF-":
            raise forms.ValidationError(
                _("This file is no PDF. Choose the PDF of the certificate.")
            )
        file.seek(0)
        return file
