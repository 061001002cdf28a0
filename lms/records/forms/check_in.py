"""Forms of check-in: the typed code, and the head count."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.fields import IntegerField

MOST_PEOPLE = 2000


class CodeForm(forms.Form):
    """Six digits in either script; whether they are right is asked of ``lms.records.check_in``."""

    code = forms.CharField(
        label=_("The six digits on the trainer’s screen"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class HeadCountForm(forms.Form):
    people = IntegerField(
        label=_("How many trainees are in the room?"),
        help_text=_("Count heads; leave out yourself and other trainers."),
        min_value=0,
        max_value=MOST_PEOPLE,
    )
