"""Agreement, plan, payment and report of a grant."""

from decimal import Decimal

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from seedgrants.forms.fields import AmountField, CountField, DateField, DraftForm
from seedgrants.models import GrantReport
from seedgrants.services.reports import COUNTS, STORY


class ActivateForm(forms.Form):
    signed_on = DateField(label=_("Agreement signed on"))
    starts_on = DateField(label=_("The grant starts on"))
    ends_on = DateField(label=_("The grant ends on"))
    reports = CountField(label=_("Number of reports"), min_value=1, max_value=12, initial=1)


class TrancheForm(forms.Form):
    amount = AmountField(label=_("Amount"))
    due_on = DateField(label=_("Planned for"))


class PaymentForm(forms.Form):
    paid_on = DateField(label=_("Paid on"))
    reference = forms.CharField(
        label=_("Payment reference"),
        max_length=80,
        help_text=_("The number of the bank transfer or of the cash voucher."),
    )


class ReportForm(DraftForm):
    """Narrative, people reached and spending. Nothing asks who the people are."""

    done = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    changed = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    learned = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    women = CountField()
    men = CountField()
    girls = CountField()
    boys = CountField()
    people = CountField(help_text=_("Women, men, girls and boys together."))

    def __init__(self, *args, report: GrantReport, **kwargs):
        self.lines = {f"line_{line.pk}": line for line in report.lines.all()}
        names = ("version", *STORY, *COUNTS, "people")
        initial = {name: getattr(report, name) for name in names}
        initial |= {name: line.actual for name, line in self.lines.items()}
        super().__init__(*args, initial=initial, **kwargs)
        for name in names[1:]:
            self.fields[name].label = capfirst(report._meta.get_field(name).verbose_name)
        for name, line in self.lines.items():
            self.fields[name] = AmountField(label=line.item)

    def story_fields(self):
        return [self[name] for name in STORY]

    def count_fields(self):
        return [self[name] for name in (*COUNTS, "people")]

    def line_fields(self):
        return [(line, self[name]) for name, line in self.lines.items()]

    def values(self) -> dict:
        """The arguments of ``save_report``; an empty count or amount is nought."""
        cleaned = self.cleaned_data
        return {
            "version": cleaned["version"],
            "story": {name: cleaned[name] for name in STORY},
            "counts": {name: cleaned[name] or 0 for name in COUNTS},
            "people": cleaned["people"] or 0,
            "actuals": {line.pk: cleaned[name] or Decimal(0) for name, line in self.lines.items()},
        }
