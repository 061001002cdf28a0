"""The form in which a test is answered, and the one in which its open answers are marked."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from courses.grading import answered_open_questions
from courses.models import QuestionKind
from lms.fields import DecimalField
from lms.records.forms.answers import FIELDS
from lms.records.forms.nudge import NudgedForm
from lms.records.nudge import Finding, find_personal_data
from lms.records.services.marking import HALF, OpenMark


class AttemptForm(forms.Form):
    """One field a question of an attempt, in the order it was frozen in; nothing is required.

    Neither the fields nor their HTML know which answers are right.
    """

    note = NudgedForm.note

    def __init__(self, *args, attempt, **kwargs):
        super().__init__(*args, **kwargs)
        self.attempt = attempt
        for number, question in enumerate(attempt.questions, start=1):
            field = FIELDS[question["kind"]](
                question=question, label=f"{number}. {question['text']}", required=False
            )
            field.question = question
            field.is_open_text = question["kind"] == QuestionKind.OPEN_TEXT
            field.initial = field.from_answer(attempt.answers.get(question["key"], []))
            self.fields[question["key"]] = field

    def answers(self) -> dict[str, list[str]]:
        """The answers by question key, but for those refused; an empty list is no answer."""
        return {
            key: field.as_answer(self.cleaned_data[key])
            for key, field in self.fields.items()
            if key in self.cleaned_data
        }

    def unanswered(self) -> list[int]:
        """The numbers of the questions without an answer, or with a part of one."""
        answers = self.answers()
        return [
            number
            for number, (key, field) in enumerate(self.fields.items(), start=1)
            if len(answers.get(key, [])) < len(field.question.get("rows", [0]))
        ]

    def findings(self) -> list[Finding]:
        """What in the open answers may tell who somebody is, each kind once."""
        found = []
        for key, field in self.fields.items():
            if field.is_open_text:
                found += find_personal_data(self.cleaned_data.get(key) or "")
        return list(dict.fromkeys(found))


def in_halves(points: Decimal) -> None:
    # Django's own step_size overflows with numbers such as 1e99999999.
    if points.adjusted() < 10 and points % HALF:
        raise ValidationError(_("Give whole or half points."))


class MarkingForm(forms.Form):
    """Points and feedback for each answered open question of an attempt."""

    def __init__(self, *args, attempt, **kwargs):
        super().__init__(*args, **kwargs)
        self.attempt = attempt
        self.questions = answered_open_questions(attempt.questions, attempt.answers)
        for question in self.questions:
            given = attempt.marks.get(question["key"], {})
            self.fields[f"points-{question['key']}"] = DecimalField(
                label=_("Points, of %(points)s") % {"points": question["points"]},
                help_text=_("0 and halves are possible."),
                min_value=Decimal(0),
                max_value=Decimal(question["points"]),
                validators=[in_halves],
                initial=_plain(given["points"]) if given else None,
            )
            self.fields[f"feedback-{question['key']}"] = forms.CharField(
                label=_("Feedback"),
                help_text=_("What is good, and one thing to do better. The trainee reads it."),
                widget=forms.Textarea(attrs={"rows": 3}),
                max_length=2000,
                required=False,
                initial=given.get("feedback", ""),
            )

    def rows(self) -> list[dict]:
        """Each question with its answer and its two fields, for the template."""
        return [
            question
            | {
                "answer": self.attempt.answers[question["key"]][0],
                "points_field": self[f"points-{question['key']}"],
                "feedback_field": self[f"feedback-{question['key']}"],
            }
            for question in self.questions
        ]

    def marks(self) -> dict[str, OpenMark]:
        """By question key, for ``services.marking``."""
        return {
            question["key"]: OpenMark(
                self.cleaned_data[f"points-{question['key']}"],
                self.cleaned_data[f"feedback-{question['key']}"],
            )
            for question in self.questions
        }


def _plain(points: str) -> str:
    """``2.50`` as a person writes it: 2.5."""
    return f"{Decimal(points).normalize():f}"
