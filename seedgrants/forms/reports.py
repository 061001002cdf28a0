"""A report of a grant."""

from decimal import Decimal

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from lms.uploads import UploadField
from seedgrants.forms.fields import AmountField, CountField, DateField, DraftForm
from seedgrants.models import GrantReport
from seedgrants.services.report_texts import COUNTS, story_of


class ReportForm(DraftForm):
    """Narrative, people reached and spending. Nothing asks who the people are."""

    done = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    changed = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    learned = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    lasting = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    women = CountField()
    men = CountField()
    girls = CountField()
    boys = CountField()
    people = CountField(help_text=_("Women, men, girls and boys together."))
    receipt = UploadField(
        label=_("Add a receipt"),
        required=False,
        help_text=_("A photograph or PDF. Cover names of people you helped."),
    )
    confirm = forms.BooleanField(
        label=_("It is nobody's personal data. Send it as it is."), required=False
    )

    def __init__(self, *args, report: GrantReport, **kwargs):
        self.lines = {f"line_{line.pk}": line for line in report.lines.all()}
        self.own = {f"a_{answer.question_key.hex}": answer for answer in report.answers.all()}
        self.story = story_of(report)
        names = ("version", *self.story, *COUNTS, "people")
        initial = {name: getattr(report, name) for name in names}
        initial |= {name: line.actual for name, line in self.lines.items()}
        initial |= {f"note_{line.pk}": line.note for line in self.lines.values()}
        initial |= {name: answer.text for name, answer in self.own.items()}
        super().__init__(*args, initial=initial, **kwargs)
        for name in {"lasting"} - set(self.story):
            del self.fields[name]
        for name in names[1:]:
            self.fields[name].label = capfirst(report._meta.get_field(name).verbose_name)
        for name, answer in self.own.items():
            self.fields[name] = forms.CharField(
                label=answer.label,
                help_text=answer.help_text,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 4}),
            )
        for name, line in self.lines.items():
            self.fields[name] = AmountField(label=line.item)
            self.fields[f"note_{line.pk}"] = forms.CharField(
                label=_("Explanation"), max_length=255, required=False
            )

    def story_fields(self):
        return [self[name] for name in (*self.story, *self.own)]

    def count_fields(self):
        return [self[name] for name in (*COUNTS, "people")]

    def line_fields(self):
        return [(line, self[name], self[f"note_{line.pk}"]) for name, line in self.lines.items()]

    def values(self) -> dict:
        """The arguments of ``save_report``; an empty count or amount is nought."""
        cleaned = self.cleaned_data
        return {
            "version": cleaned["version"],
            "story": {name: cleaned[name] for name in self.story},
            "answers": {a.question_key: cleaned[name] for name, a in self.own.items()},
            "counts": {name: cleaned[name] or 0 for name in COUNTS},
            "people": cleaned["people"] or 0,
            "actuals": {line.pk: cleaned[name] or Decimal(0) for name, line in self.lines.items()},
            "notes": {line.pk: cleaned[f"note_{line.pk}"] for line in self.lines.values()},
            "receipts": [cleaned["receipt"]] if cleaned.get("receipt") else [],
        }


class ExtensionForm(forms.Form):
    until = DateField(label=_("New date"))
    reason = forms.CharField(label=_("Reason"), max_length=255)
