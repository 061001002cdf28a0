"""What reviewers and coordinators fill in about a proposal."""

from django import forms
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from seedgrants.enums import Outcome
from seedgrants.forms.fields import AmountField, CountField, DateTimeField, DraftForm, OnceForm
from seedgrants.models import Review, Score


def make_score_field(score: Score) -> forms.Field:
    """A choice among described levels, or a number where none are described."""
    shared = {
        "label": f"{score.label} (0–{score.max_score})",
        "help_text": escape(score.description),
    }
    if not score.levels:
        return CountField(**shared, max_value=score.max_score)
    return forms.TypedChoiceField(
        **shared,
        choices=[(points, f"{points}: {words}") for points, words in score.levels],
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )


class ReviewForm(DraftForm):
    """Points for each criterion as it was laid out; unfinished ones may be saved."""

    always_needed = ()

    def __init__(self, *args, review: Review, **kwargs):
        self.scores = {f"s_{s.criterion_key.hex}": s for s in review.scores.all()}
        initial = {name: score.score for name, score in self.scores.items()}
        initial |= {"version": review.version, "feedback": review.feedback, "note": review.note}
        super().__init__(*args, initial=initial, **kwargs)
        for name, score in self.scores.items():
            self.fields[name] = make_score_field(score)
        self.fields["feedback"] = forms.CharField(
            label=_("Feedback for the applicant"),
            help_text=_("What is good, what would make it better. The applicant reads this."),
            widget=forms.Textarea(attrs={"rows": 5}),
            max_length=4000,
        )
        self.fields["note"] = forms.CharField(
            label=_("Note for the panel"),
            widget=forms.Textarea(attrs={"rows": 3}),
            max_length=4000,
            required=False,
        )

    def points(self) -> dict:
        return {score.criterion_key: self.cleaned_data[name] for name, score in self.scores.items()}


class NoteForm(OnceForm):
    text = forms.CharField(
        label=_("Note of the discussion"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )


class DeclarationForm(forms.Form):
    answer = forms.ChoiceField(choices=[("free", ""), ("conflict", "")])
    reason = forms.CharField(max_length=255, required=False)


class AssignForm(forms.Form):
    reviewers = forms.ModelMultipleChoiceField(
        label=_("Ask these people to review"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reviewers"].queryset = people


class MoreTimeForm(forms.Form):
    until = DateTimeField(label=_("New deadline"))
    reason = forms.CharField(label=_("Reason"), max_length=255)

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until <= timezone.now():
            raise forms.ValidationError(_("Write a time that is still to come."))
        return until


class ReturnForm(MoreTimeForm):
    reason = forms.CharField(label=_("What to correct"), max_length=255)


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Decision"), choices=Outcome, widget=forms.RadioSelect, initial=Outcome.AWARD
    )
    amount = AmountField(
        label=_("Amount of the award"), required=False, help_text=_("Only for an award.")
    )
    revise_until = DateTimeField(
        label=_("Revise until"), required=False, help_text=_("Only for a revision.")
    )
    feedback = forms.CharField(
        label=_("Feedback for the applicant"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
    )
