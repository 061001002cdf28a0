"""Asking a mentor, and what the mentor writes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from seedgrants.forms.fields import OnceForm
from seedgrants.services.feedback import targets_of


class AskForm(forms.Form):
    mentor = forms.ModelChoiceField(label=_("Your mentor"), queryset=None, empty_label=None)
    question = forms.CharField(label=_("What do you want to know?"), max_length=500, required=False)

    def __init__(self, *args, mentors, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mentor"].queryset = mentors


class CommentForm(OnceForm):
    target = forms.ChoiceField(label=_("About"))
    text = forms.CharField(
        label=_("Comment"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, content: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = list(targets_of(content).items())


class AnswerForm(forms.Form):
    summary = forms.CharField(
        label=_("In a few words: what is good, what to do next"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
