"""The form field for each kind of question; what is typed becomes the answer's text and shape."""

import json
from copy import deepcopy

from django import forms
from django.template.defaultfilters import linebreaksbr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.uploads import UploadField
from seedgrants.enums import QuestionKind
from seedgrants.forms.fields import AmountField, CountField, DateField, as_typed
from seedgrants.models import Answer, RoundQuestion

PEOPLE = ("women", "men", "girls", "boys", "people")
PLAN_COLUMNS = ("goal", "steps", "sign", "source")
PLAN_ROWS = 5


def people_labels() -> list[str]:
    return [_("Women"), _("Men"), _("Girls under 18"), _("Boys under 18"), _("People in all")]


def plan_labels() -> list[str]:
    return [
        _("What should be different"),
        _("What you will do"),
        _("How you see it worked"),
        _("Where you read it off"),
    ]


class PartsWidget(forms.MultiWidget):
    """Several small boxes for one answer, each with a label of its own."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for label, part in zip(self.labels(), context["widget"]["subwidgets"], strict=True):
            part["attrs"]["id"] = f"id_{part['name']}"
            part["label"] = label
            # The question itself is announced by the group around the boxes.
            part["attrs"].pop("aria-describedby", None)
        return context

    def id_for_label(self, id_):
        return ""


class PeopleWidget(PartsWidget):
    template_name = "seedgrants/widgets/people.html"
    use_fieldset = True

    def __init__(self, attrs=None):
        super().__init__([deepcopy(CountField.widget) for _name in PEOPLE], attrs)

    def labels(self):
        return people_labels()

    def decompress(self, value):
        counts = _loads(value, {})
        return [counts.get(name) for name in PEOPLE]


class PeopleField(forms.MultiValueField):
    """People by sex and age; the parts must make the total."""

    widget = PeopleWidget

    def __init__(self, **kwargs):
        fields = [CountField(required=False) for _name in PEOPLE]
        super().__init__(fields=fields, require_all_fields=False, **kwargs)

    def compress(self, values):
        if not values or all(value is None for value in values):
            return None
        counts = dict(zip(PEOPLE, (value or 0 for value in values), strict=True))
        if sum(counts[name] for name in PEOPLE[:-1]) != counts["people"]:
            raise forms.ValidationError(
                _("Women, men, girls and boys together make the number of people in all.")
            )
        return counts


class PlanWidget(PartsWidget):
    template_name = "seedgrants/widgets/plan.html"
    use_fieldset = True

    def __init__(self, attrs=None):
        boxes = [forms.Textarea(attrs={"rows": 2}) for _n in range(PLAN_ROWS * len(PLAN_COLUMNS))]
        super().__init__(boxes, attrs)

    def labels(self):
        return plan_labels() * PLAN_ROWS

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        parts, width = context["widget"]["subwidgets"], len(PLAN_COLUMNS)
        rows = [parts[start : start + width] for start in range(0, len(parts), width)]
        used = [n for n, row in enumerate(rows, 1) if any(part["value"] for part in row)]
        shown = max(used, default=1)
        context["widget"]["rows"], context["widget"]["more"] = rows[:shown], rows[shown:]
        context["widget"]["shown"] = shown
        return context

    def decompress(self, value):
        rows = _loads(value, [])
        texts = [row.get(name, "") for row in rows[:PLAN_ROWS] for name in PLAN_COLUMNS]
        return texts + [""] * (PLAN_ROWS * len(PLAN_COLUMNS) - len(texts))


class PlanField(forms.MultiValueField):
    """A small plan: a few rows of goal, steps, sign of success and where it is read off."""

    widget = PlanWidget

    def __init__(self, **kwargs):
        fields = [
            forms.CharField(required=False, max_length=500)
            for _n in range(PLAN_ROWS * len(PLAN_COLUMNS))
        ]
        super().__init__(fields=fields, require_all_fields=False, **kwargs)

    def compress(self, values):
        width = len(PLAN_COLUMNS)
        rows = [values[start : start + width] for start in range(0, len(values or []), width)]
        return [dict(zip(PLAN_COLUMNS, row, strict=True)) for row in rows if any(row)] or None


def _loads(value, empty):
    """Saved answers come as data; a browser's own value of a part never gets here."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return empty
    return value if isinstance(value, type(empty)) else empty


def make_field(question: RoundQuestion) -> forms.Field:
    """The form field for a question; editors' help is plain text and stays so."""
    shared = {
        "label": question.label,
        "required": question.required,
        "help_text": linebreaksbr(question.help_text),
    }
    match question.kind:
        case QuestionKind.NUMBER:
            return AmountField(**shared, min_value=None)
        case QuestionKind.DATE:
            return DateField(**shared)
        case QuestionKind.PEOPLE:
            return PeopleField(**shared)
        case QuestionKind.LOGFRAME:
            return PlanField(**shared)
        case QuestionKind.FILE:
            return UploadField(**shared | {"help_text": _file_help(question)})
        case QuestionKind.CHOICE:
            numbered = [(str(n), choice) for n, choice in enumerate(question.choice_list)]
            choices = [("", _("Choose…")), *numbered]
            return forms.ChoiceField(**shared, choices=choices)
        case QuestionKind.TEXT:
            widget = forms.Textarea(attrs={"rows": 6})
            return forms.CharField(**shared, max_length=question.max_length, widget=widget)
    return forms.CharField(**shared, max_length=question.max_length)


def choice_words(question: RoundQuestion, number: str | None) -> str:
    """The choice of a number as it stands in the box; other words stay as they are."""
    choices = {str(n): choice for n, choice in enumerate(question.choice_list)}
    return choices.get(number, number or "")


def saved_choice(question: RoundQuestion, answer: Answer) -> str:
    """The number of a saved choice. Its words go first: choices may have been put in a new order."""
    if answer.text in question.choice_list:
        return str(question.choice_list.index(answer.text))
    return "" if answer.data is None else str(answer.data)


UPLOAD_HELP = gettext_lazy("A photograph, a PDF or an office file, 10 MB at most.")


def _file_help(question: RoundQuestion) -> str:
    own = linebreaksbr(question.help_text)
    return f"{own}<br>{UPLOAD_HELP}" if own else UPLOAD_HELP


def answer_text(question: RoundQuestion, value) -> str:
    """What stands in the answer's text, readable by itself."""
    if value is None:
        return ""
    if question.kind == QuestionKind.PEOPLE:
        return ", ".join(
            f"{label}: {value[name]}" for name, label in zip(PEOPLE, people_labels(), strict=True)
        )
    if question.kind == QuestionKind.CHOICE:
        return choice_words(question, value)
    if question.kind == QuestionKind.LOGFRAME:
        return "\n".join(
            " – ".join(row[name] for name in PLAN_COLUMNS if row[name]) for row in value
        )
    return str(value)


def typed_text(question: RoundQuestion, field: forms.BoundField) -> str:
    """What stands in the boxes of a question, right or wrong; readable by itself."""
    value = field.value()
    if question.kind == QuestionKind.CHOICE:
        return choice_words(question, value)
    if question.kind not in (QuestionKind.PEOPLE, QuestionKind.LOGFRAME):
        return as_typed(value)
    parts = value if isinstance(value, list) else field.field.widget.decompress(value)
    parts = [as_typed(part) for part in parts]
    if question.kind == QuestionKind.PEOPLE:
        counts = zip(people_labels(), parts, strict=True)
        return ", ".join(f"{label}: {part}" for label, part in counts if part not in ("", "0"))
    width = len(PLAN_COLUMNS)
    rows = [parts[start : start + width] for start in range(0, len(parts), width)]
    return "\n".join(" – ".join(part for part in row if part) for row in rows if any(row))


def answer_data(question: RoundQuestion, value):
    """The shape of an answer that has one; of a choice its number, the same in every language."""
    if question.kind == QuestionKind.CHOICE:
        return int(value) if value else None
    has_shape = question.kind in (QuestionKind.PEOPLE, QuestionKind.LOGFRAME)
    return value if has_shape else None
