"""Agreement, plan, payment and amendment of a grant."""

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lms.uploads import UploadField
from seedgrants.forms.fields import AmountField, CountField, DateField, OnceForm
from seedgrants.models import Grant
from seedgrants.money import format_money


class AgreementForm(OnceForm):
    starts_on = DateField(label=_("The grant starts on"))
    ends_on = DateField(label=_("The grant ends on"))


class SignForm(forms.Form):
    name = forms.CharField(label=_("Your full name"), max_length=160)


class PaperForm(forms.Form):
    name = forms.CharField(label=_("Name on the paper"), max_length=160)
    signed_on = DateField(label=_("Signed on"))
    photograph = UploadField(label=_("Photograph or scan of the signed paper"))


class ActivateForm(OnceForm):
    reports = CountField(label=_("Number of reports"), min_value=1, max_value=12, initial=1)


class TrancheForm(OnceForm):
    amount = AmountField(label=_("Amount"))
    due_on = DateField(label=_("Planned for"))
    condition = forms.CharField(
        label=_("Condition"),
        max_length=255,
        required=False,
        help_text=_("What has to be done before, besides the report."),
    )

    def line(self) -> tuple:
        """The payment as ``plan_tranches`` takes it."""
        return tuple(self.cleaned_data[name] for name in ("amount", "due_on", "condition"))


class PaymentForm(OnceForm):
    paid_on = DateField(label=_("Paid on"))
    reference = forms.CharField(
        label=_("Payment reference"),
        max_length=80,
        help_text=_("The number of the bank transfer or of the cash voucher."),
    )
    proof = UploadField(
        label=_("Proof of payment"),
        required=False,
        help_text=_("A photograph or PDF of the transfer slip or voucher."),
    )


class ReversalForm(OnceForm):
    on = DateField(label=_("Date"), initial=timezone.localdate)
    reference = forms.CharField(label=_("Reference"), max_length=80, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=255)


class ReturnedForm(OnceForm):
    amount = AmountField(label=_("Amount given back"))
    on = DateField(label=_("Date"), initial=timezone.localdate)
    reference = forms.CharField(label=_("Payment reference"), max_length=80)


class WriteOffForm(OnceForm):
    amount = AmountField(label=_("Amount to write off"))
    on = DateField(label=_("Date"), initial=timezone.localdate)
    reason = forms.CharField(label=_("Reason"), max_length=255)


class TakeBackForm(OnceForm):
    """Which return or write-off was a mistake, and why."""

    entry = forms.ModelChoiceField(label=_("Entry"), queryset=None, empty_label=None)
    on = DateField(label=_("Date"), initial=timezone.localdate)
    reason = forms.CharField(label=_("Reason"), max_length=255)

    def __init__(self, *args, entries, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["entry"].queryset = entries
        self.fields["entry"].label_from_instance = lambda entry: " · ".join(
            (
                entry.get_kind_display(),
                format_money(-entry.amount, currency),
                date_format(entry.on, "DATE_FORMAT"),
            )
        )


class AmendmentForm(forms.Form):
    """Other amounts for the lines of the budget, another last day, or both."""

    reason = forms.CharField(
        label=_("Why is the change needed?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    ends_on = DateField(label=_("Last day of the grant"))

    def __init__(self, *args, grant: Grant, **kwargs):
        self.lines = {f"line_{line.pk}": line for line in grant.lines.all()}
        initial = {"ends_on": grant.ends_on} | {
            name: line.amount for name, line in self.lines.items()
        }
        super().__init__(*args, initial=initial, **kwargs)
        for name, line in self.lines.items():
            self.fields[name] = AmountField(label=line.item)

    def line_fields(self):
        return [self[name] for name in self.lines]

    def values(self) -> dict:
        cleaned = self.cleaned_data
        return {
            "reason": cleaned["reason"],
            "ends_on": cleaned["ends_on"],
            "amounts": {line.pk: cleaned[name] or Decimal(0) for name, line in self.lines.items()},
        }
