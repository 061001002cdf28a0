"""One field for each kind of question of a test; none of them knows the right answer.

Each has ``as_answer(value)``, the list of texts that is stored (see ``courses.grading``), and
``from_answer(texts)``, the value that shows it again.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from courses.grading import chosen_options, read_number
from courses.models import QuestionKind


def _choices(question: dict) -> list[tuple[str, str]]:
    return [(choice["key"], choice["text"]) for choice in question["choices"]]


class OneChoiceField(forms.ChoiceField):
    widget = forms.RadioSelect

    def __init__(self, *, question: dict, **kwargs):
        super().__init__(choices=_choices(question), **kwargs)

    def as_answer(self, value: str) -> list[str]:
        return [value] if value else []

    def from_answer(self, texts: list[str]) -> str:
        return "".join(texts[:1])


class ScaleField(OneChoiceField):
    """The steps of a scale side by side, where they have the room."""

    widget = forms.RadioSelect(attrs={"class": "choices--row"})


class SeveralChoicesField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, question: dict, **kwargs):
        kwargs["help_text"] = _("Several answers may be right.")
        super().__init__(choices=_choices(question), **kwargs)

    def as_answer(self, value: list[str]) -> list[str]:
        return value

    def from_answer(self, texts: list[str]) -> list[str]:
        return texts


class RowsSelect(forms.Widget):
    """A row for each thing, with a select of what it belongs with; its value is a dict."""

    template_name = "records/widgets/rows.html"
    use_fieldset = True

    def __init__(self, question: dict):
        super().__init__()
        self.question = question

    def value_from_datadict(self, data, files, name) -> dict[str, str]:
        given = {row["key"]: data.get(f"{name}-{row['key']}", "") for row in self.question["rows"]}
        return {key: option for key, option in given.items() if option}

    def value_omitted_from_data(self, data, files, name) -> bool:
        return not any(f"{name}-{row['key']}" in data for row in self.question["rows"])

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        chosen = value or {}
        return context | {
            "ordering": self.question["kind"] == QuestionKind.ORDERING,
            "options": self.question["options"],
            "rows": [
                {
                    "text": row["text"],
                    "name": f"{name}-{row['key']}",
                    "chosen": chosen.get(row["key"], ""),
                }
                for row in self.question["rows"]
            ],
        }

    def id_for_label(self, id_, index=None):
        return ""


class RowsField(forms.Field):
    def __init__(self, *, question: dict, **kwargs):
        self.rows = {row["key"] for row in question["rows"]}
        self.options = {option["key"] for option in question["options"]}
        super().__init__(widget=RowsSelect(question), **kwargs)

    def clean(self, value: dict[str, str]) -> dict[str, str]:
        if not set(value.values()) <= self.options:
            raise ValidationError(_("Choose from the list."), code="invalid_choice")
        return value

    def as_answer(self, value: dict[str, str]) -> list[str]:
        return [f"{row}:{option}" for row, option in value.items()]

    def from_answer(self, texts: list[str]) -> dict[str, str]:
        return chosen_options(texts)


class MatchingField(RowsField):
    def __init__(self, **kwargs):
        super().__init__(help_text=_("Choose for each line what it belongs with."), **kwargs)


class OrderingField(RowsField):
    def __init__(self, **kwargs):
        super().__init__(help_text=_("Give each line its place. 1 comes first."), **kwargs)

    def clean(self, value: dict[str, str]) -> dict[str, str]:
        value = super().clean(value)
        if len(set(value.values())) < len(value):
            raise ValidationError(_("Two lines have the same place. Give each its own."))
        return value


class TypedField(forms.CharField):
    def __init__(self, *, question: dict, **kwargs):
        super().__init__(**{"max_length": 250} | kwargs)
        self.widget.attrs["autocomplete"] = "off"

    def as_answer(self, value: str) -> list[str]:
        return [value] if value else []

    def from_answer(self, texts: list[str]) -> str:
        return "".join(texts[:1])


class NumberField(TypedField):
    """Kept as it was typed, once it is a number in either script."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: str) -> str:
        value = super().clean(value)
        if value:
            try:
                read_number(value)
            except ValidationError as error:
                raise ValidationError(_("Write a number, such as 12 or 12.5.")) from error
        return value


class OpenTextField(TypedField):
    def __init__(self, **kwargs):
        super().__init__(max_length=5000, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)


FIELDS: dict[str, type[forms.Field]] = {
    QuestionKind.SINGLE: OneChoiceField,
    QuestionKind.TRUE_FALSE: OneChoiceField,
    QuestionKind.MULTIPLE: SeveralChoicesField,
    QuestionKind.RATING: ScaleField,
    QuestionKind.MATCHING: MatchingField,
    QuestionKind.ORDERING: OrderingField,
    QuestionKind.SHORT_ANSWER: TypedField,
    QuestionKind.NUMBER: NumberField,
    QuestionKind.OPEN_TEXT: OpenTextField,
}
