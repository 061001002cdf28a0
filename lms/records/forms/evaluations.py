"""The form of a course's evaluation. Nothing in it is required: people answer what they like."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import EvaluationPage, EvaluationQuestionKind
from lms.records.forms.nudge import NudgedForm
from lms.records.services.evaluations import SCALE

LONGEST_ANSWER = 2000


class EvaluationForm(NudgedForm):
    """One field a question, named by its key."""

    note = _(
        "Write no names, not your own either, and nothing that tells who somebody is. "
        "The site warns about numbers, but it cannot recognise names."
    )

    def __init__(self, *args, evaluation: EvaluationPage, **kwargs):
        super().__init__(*args, **kwargs)
        self.kinds = {}
        for question in evaluation.questions.all():
            key = str(question.translation_key)
            self.kinds[key] = question.kind
            if question.kind == EvaluationQuestionKind.SCALE:
                self.fields[key] = forms.ChoiceField(
                    label=question.text,
                    choices=list(SCALE.items()),
                    widget=forms.RadioSelect,
                    required=False,
                )
            else:
                self.fields[key] = forms.CharField(
                    label=question.text,
                    widget=forms.Textarea(attrs={"rows": 4}),
                    max_length=LONGEST_ANSWER,
                    required=False,
                )
        self.nudged = tuple(
            key for key, kind in self.kinds.items() if kind == EvaluationQuestionKind.OPEN
        )

    def question_fields(self):
        """The bound fields of the questions, in order."""
        return [self[key] for key in self.kinds]

    def answers(self) -> dict[str, int | str]:
        """Answers by question key; what was left out is not among them."""
        return {
            key: int(value) if kind == EvaluationQuestionKind.SCALE else value
            for key, kind in self.kinds.items()
            if (value := self.cleaned_data[key].strip())
        }
