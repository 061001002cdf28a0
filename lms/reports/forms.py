"""The period a report is about."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PeriodForm(forms.Form):
    """Two dates, both included; this calendar year when nothing is given."""

    start = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))

    @staticmethod
    def this_year() -> dict:
        today = timezone.localdate()
        return {"start": today.replace(month=1, day=1), "end": today.replace(month=12, day=31)}

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and start > end:
            self.add_error("end", _("The last day lies before the first. Swap the two dates."))
        return cleaned
