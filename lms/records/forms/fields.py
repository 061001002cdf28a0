"""Dates, times and numbers as a phone takes them, in either script."""

from django import forms

from lms.fields import KhmerDigitsMixin


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
