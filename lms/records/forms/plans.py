"""The form of an action plan."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.records.forms.fields import DateField
from lms.records.forms.nudge import NudgedForm
from lms.records.services.action_plans import Step

STEPS = 6


class ActionPlanForm(NudgedForm):
    """What is to change, then up to six steps (more where more were written)."""

    change = forms.CharField(
        label=_("What I want to change in my work"),
        widget=forms.Textarea,
        max_length=2000,
        help_text=_(
            "One thing that you learned and will use. Such as: every visit ends with a date."
        ),
    )
    help_needed = forms.CharField(
        label=_("What help I need"), widget=forms.Textarea, max_length=2000, required=False
    )

    def __init__(self, *args, plan=None, **kwargs):
        super().__init__(*args, **kwargs)
        rows = list(plan.steps.all()) if plan else []
        self.known = {row.pk for row in rows}
        self.numbers = range(1, max(STEPS, len(rows) + 1) + 1)
        if plan:
            self.initial |= {"change": plan.change, "help_needed": plan.help_needed}
        for number in self.numbers:
            row = rows[number - 1] if number <= len(rows) else None
            self.fields |= {
                f"step_{number}": forms.CharField(
                    label=_("What I do"),
                    max_length=255,
                    required=False,
                    initial=row and row.text,
                ),
                f"step_{number}_with": forms.CharField(
                    label=_("With whom"),
                    max_length=120,
                    required=False,
                    initial=row and row.with_whom,
                    help_text=_("A colleague, a team, my manager. Never a client."),
                ),
                f"step_{number}_due": DateField(
                    label=_("By when"), required=False, initial=row and row.due_on
                ),
                f"step_{number}_pk": forms.IntegerField(
                    widget=forms.HiddenInput, required=False, initial=row and row.pk
                ),
            }
        self.nudged = (
            "change",
            "help_needed",
            *(f"step_{number}{part}" for number in self.numbers for part in ("", "_with")),
        )

    def step_rows(self):
        """Each step's number with its bound fields; the last is hidden."""
        for number in self.numbers:
            name = f"step_{number}"
            yield (
                number,
                [self[name], self[f"{name}_with"], self[f"{name}_due"]],
                self[f"{name}_pk"],
            )

    def clean(self):
        data = super().clean()
        for number in self.numbers:
            name = f"step_{number}"
            if (data.get(f"{name}_due") or data.get(f"{name}_with")) and not data.get(name):
                self.add_error(name, _("Write what you do, or empty the rest of this step."))
        if not self.errors and not self.steps():
            self.add_error("step_1", _("Write at least one step."))
        return data

    def steps(self) -> list[Step]:
        data = self.cleaned_data
        return [
            Step(
                text=data[f"step_{number}"],
                with_whom=data[f"step_{number}_with"],
                due_on=data[f"step_{number}_due"],
                pk=data[f"step_{number}_pk"] if data[f"step_{number}_pk"] in self.known else None,
            )
            for number in self.numbers
            if data.get(f"step_{number}")
        ]

    def plan(self) -> dict:
        """What ``services.action_plans.write_plan`` takes beside the enrolment."""
        wanted = ("change", "help_needed", "warned")
        return {name: self.cleaned_data[name] for name in wanted} | {"steps": self.steps()}
