"""A file or a text with questions, and afterwards which of them to take."""

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.imports.questions import ImportedQuestion
from courses.imports.sizes import check_size
from courses.models.assessment_forms import Choices, objectives_by_key
from lms.khmer import fold

LARGEST_QUESTIONS = 4 * 1024 * 1024


class QuestionsForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("GIFT (.txt) or Moodle XML (.xml), up to 4 MB."),
        widget=forms.FileInput(attrs={"accept": ".txt,.gift,.xml"}),
        error_messages={"empty": _("The file is empty.")},
    )
    text = forms.CharField(
        label=_("Or paste the questions here"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file:
            check_size(file, LARGEST_QUESTIONS)
        return file

    def clean_text(self):
        text = self.cleaned_data["text"]
        if len(text.encode()) > LARGEST_QUESTIONS:
            raise forms.ValidationError(
                gettext("The text is longer than %(limit)s.")
                % {"limit": filesizeformat(LARGEST_QUESTIONS)}
            )
        return text

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("file") and not cleaned.get("text"):
            raise forms.ValidationError(_("Choose a file, or paste some questions."))
        if cleaned.get("file") and cleaned.get("text"):
            raise forms.ValidationError(_("Either a file or a text, not both: empty one of them."))
        return cleaned

    def data_sent(self) -> bytes:
        file = self.cleaned_data.get("file")
        return file.read() if file else self.cleaned_data["text"].encode()


class TakeQuestionsForm(forms.Form):
    """Which questions to take, and which objective those of a category belong to."""

    def __init__(self, *args, questions: list[ImportedQuestion], objectives: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = questions
        sound = [question for question in questions if not question.problem]
        self.categories = list(dict.fromkeys(q.category for q in sound))
        for number, question in enumerate(questions):
            if not question.problem:
                self.fields[f"take-{number}"] = forms.BooleanField(
                    label=_("Take"), required=False, initial=True
                )
        known = objectives_by_key(objectives)
        for number, category in enumerate(self.categories):
            self.fields[f"objective-{number}"] = forms.ChoiceField(
                label=category or _("Questions without a category"),
                required=False,
                choices=[("", _("No objective")), *objectives],
                widget=forms.Select(attrs={"class": "w-w-full"}),
                initial=_matching_objective(category, known),
            )

    def rows(self) -> list[tuple]:
        return [
            (question, self[f"take-{number}"] if f"take-{number}" in self.fields else None)
            for number, question in enumerate(self.questions)
        ]

    def objective_fields(self) -> list:
        return [self[f"objective-{number}"] for number in range(len(self.categories))]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(
            value for name, value in cleaned.items() if name.startswith("take-")
        ):
            raise forms.ValidationError(_("Tick at least one question."))
        return cleaned

    def chosen(self) -> list[ImportedQuestion]:
        return [
            question
            for number, question in enumerate(self.questions)
            if self.cleaned_data.get(f"take-{number}")
        ]

    def objective_keys(self) -> dict[str, str]:
        return {
            category: self.cleaned_data[f"objective-{number}"]
            for number, category in enumerate(self.categories)
        }


def _matching_objective(category: str, known: dict[str, tuple[str, str]]) -> str:
    """The key of the one objective that a category names; "" where none or several fit."""
    wanted = fold(category)
    fitting = [key for key, (_module, text) in known.items() if wanted and fold(text) == wanted]
    return fitting[0] if len(fitting) == 1 else ""
