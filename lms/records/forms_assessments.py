"""The form in which a test is answered."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import QuestionKind


class AttemptForm(forms.Form):
    """One field a question of an attempt, in the order it was frozen in; nothing is required.

    Neither the fields nor their HTML know which choices are right.
    """

    def __init__(self, *args, attempt, **kwargs):
        super().__init__(*args, **kwargs)
        self.attempt = attempt
        for number, question in enumerate(attempt.questions, start=1):
            several = question["kind"] == QuestionKind.MULTIPLE
            field = forms.MultipleChoiceField if several else forms.ChoiceField
            given = attempt.answers.get(question["key"], [])
            self.fields[question["key"]] = field(
                label=f"{number}. {question['text']}",
                choices=[(choice["key"], choice["text"]) for choice in question["choices"]],
                widget=forms.CheckboxSelectMultiple if several else forms.RadioSelect,
                help_text=_("Several answers may be right.") if several else "",
                required=False,
                initial=given if several else "".join(given[:1]),
            )

    def answers(self) -> dict[str, list[str]]:
        """Chosen choice keys by question key, for every question; an empty list is no answer."""
        return {
            key: value if isinstance(value, list) else [value] if value else []
            for key, value in self.cleaned_data.items()
        }

    def unanswered(self) -> list[int]:
        """The numbers of the questions without an answer."""
        return [
            number for number, chosen in enumerate(self.answers().values(), start=1) if not chosen
        ]
