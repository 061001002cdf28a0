"""What people fill in to check a certificate, and coordinators to revoke one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.khmer import fold

FEWEST_LETTERS = 2


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


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is this certificate revoked?"),
        max_length=255,
        help_text=_("Only coordinators see the reason. The check page just says “revoked”."),
    )
