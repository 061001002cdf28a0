"""When the session begins that a plan is printed for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.fields import KhmerDigitsMixin


class TimeField(KhmerDigitsMixin, forms.TimeField):
    """``forms.TimeField`` for either script; 8:30, 8.30, 8h30 and 8 are all understood."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    input_formats = ["%H:%M", "%H.%M", "%Hh%M", "%H"]


class PlanForm(forms.Form):
    start = TimeField(
        label=_("The session begins at"),
        required=False,
        help_text=_("Such as 8:30. Without a time the plan counts minutes."),
        error_messages={"invalid": _("Write the time as hours and minutes, such as 8:30.")},
    )
