"""Making a round from an old one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from seedgrants.forms.fields import DateTimeField


class CopyForm(forms.Form):
    title = forms.CharField(label=_("Title of the new round"), max_length=255)
    code = forms.SlugField(
        label=_("Code"), max_length=20, help_text=_("Short and lasting, such as SG2026.")
    )
    opens_at = DateTimeField(label=_("Opens"))
    closes_at = DateTimeField(label=_("Closes"))
