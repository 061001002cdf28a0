"""The screens of a proposal."""

from django import forms
from django.template.defaultfilters import linebreaksbr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedgrants.enums import BudgetCategory, QuestionKind
from seedgrants.exceptions import BadAmount
from seedgrants.forms.fields import AmountField, CountField, DraftForm
from seedgrants.models import Answer, Application, BudgetLine, RoundQuestion
from seedgrants.money import check_amount, format_money

MOST_LINES = 60


class AboutForm(DraftForm):
    title = forms.CharField(
        label=gettext_lazy("Title of your project"),
        max_length=160,
        help_text=gettext_lazy("Short and clear. Do not write the name of anyone you help."),
    )

    def __init__(self, *args, application: Application, **kwargs):
        initial = {"version": application.version, "title": application.title}
        super().__init__(*args, initial=initial, **kwargs)

    def saved_elsewhere(self, application: Application) -> list[tuple[str, str]]:
        return [(_("Title of your project"), application.title)]


def make_field(question: RoundQuestion) -> forms.Field:
    """The form field for a question; editors' help is plain text and stays so."""
    shared = {
        "label": question.label,
        "required": question.required,
        "help_text": linebreaksbr(question.help_text),
    }
    if question.kind == QuestionKind.NUMBER:
        return AmountField(**shared, min_value=None)
    if question.kind == QuestionKind.CHOICE:
        choices = [("", _("Choose…")), *((choice, choice) for choice in question.choice_list)]
        return forms.ChoiceField(**shared, choices=choices)
    widget = (
        forms.Textarea(attrs={"rows": 6}) if question.kind == QuestionKind.TEXT else forms.TextInput
    )
    return forms.CharField(**shared, max_length=question.max_length, widget=widget)


class AnswersForm(DraftForm):
    """The questions under one heading."""

    def __init__(self, *args, application: Application, questions: list[RoundQuestion], **kwargs):
        self.questions = {f"q_{q.translation_key.hex}": q for q in questions}
        initial = {"version": application.version} | {
            f"q_{key.hex}": text for key, text in self._texts(application).items()
        }
        super().__init__(*args, initial=initial, **kwargs)
        for name, question in self.questions.items():
            self.fields[name] = make_field(question)

    @staticmethod
    def _texts(application: Application) -> dict:
        return dict(
            Answer.objects.filter(application=application).values_list("question_key", "text")
        )

    def rows(self):
        """Each question with its field, for the template."""
        return [(question, self[name]) for name, question in self.questions.items()]

    def answers(self) -> dict:
        """What was typed, by the question's key; a number is written with 0-9 and a point."""
        return {
            question.translation_key: (
                "" if self.cleaned_data[name] is None else str(self.cleaned_data[name])
            )
            for name, question in self.questions.items()
        }

    def saved_elsewhere(self, application: Application) -> list[tuple[str, str]]:
        texts = self._texts(application)
        return [
            (question.label, texts.get(question.translation_key, ""))
            for question in self.questions.values()
            if texts.get(question.translation_key, "") != self.answers()[question.translation_key]
        ]


class BudgetLineForm(forms.Form):
    use_required_attribute = False
    category = forms.ChoiceField(
        label=gettext_lazy("Kind of cost"),
        choices=BudgetCategory,
        initial=BudgetCategory.ACTIVITIES,
    )
    item = forms.CharField(label=gettext_lazy("What"), max_length=160)
    quantity = AmountField(label=gettext_lazy("How many"), max_digits=9, min_value=None)
    unit = forms.CharField(
        label=gettext_lazy("Unit"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Such as person, day, box."),
    )
    unit_cost = AmountField(label=gettext_lazy("Cost of one"))
    times = CountField(label=gettext_lazy("How many times"), initial=1, min_value=1, max_value=1000)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=255, required=False)

    def __init__(self, *args, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean_quantity(self):
        quantity = self.cleaned_data["quantity"]
        if quantity <= 0:
            raise forms.ValidationError(_("Write a number above zero."))
        return quantity

    def clean(self):
        line = {name: self.cleaned_data.get(name) for name in ("quantity", "unit_cost", "times")}
        if all(value is not None for value in line.values()):
            try:
                check_amount(line["unit_cost"], self.currency)
                check_amount(BudgetLine(**line).total, self.currency)
            except BadAmount as error:
                self.add_error("unit_cost", str(error))
        return self.cleaned_data

    def is_filled_in(self) -> bool:
        """Not one of the blank lines at the end."""
        return bool(self.cleaned_data.get("item"))

    @property
    def total(self):
        """What the server made of the saved line; nothing for a new one."""
        return self.initial.get("total")


class BaseLines(forms.BaseFormSet):
    deletion_widget = forms.CheckboxInput

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove this line")


LineFormSet = forms.formset_factory(
    BudgetLineForm,
    formset=BaseLines,
    extra=0,
    can_delete=True,
    max_num=MOST_LINES,
    validate_max=True,
    absolute_max=MOST_LINES,
)
LINE_FIELDS = ("category", "item", "quantity", "unit", "unit_cost", "times", "note")


class BudgetForm(DraftForm):
    """The lines of the budget. ``empty`` blank ones are added at the end."""

    def __init__(self, data=None, *, application: Application, empty: int = 0):
        super().__init__(data, initial={"version": application.version})
        saved = [
            {name: getattr(line, name) for name in LINE_FIELDS} | {"total": line.total}
            for line in application.budget_lines.all()
        ]
        options = {"prefix": "lines", "form_kwargs": {"currency": application.currency}}
        if data is None:
            self.lines = LineFormSet(initial=saved, **options)
            self.lines.extra = min(empty or (0 if saved else 1), MOST_LINES - len(saved))
        else:
            self.lines = LineFormSet(data, initial=saved, **options)

    def is_valid(self):
        lines_are_valid = self.lines.is_valid()
        return super().is_valid() and lines_are_valid

    def with_empty_line(self, application: Application) -> "BudgetForm":
        """The same page, all that was typed still there, one more line at the end."""
        data = self.data.copy()
        total = self.lines.total_form_count()
        data["lines-TOTAL_FORMS"] = str(min(total + 1, MOST_LINES))
        return BudgetForm(data, application=application)

    def cleaned_lines(self) -> list[dict]:
        return [
            {name: form.cleaned_data[name] for name in LINE_FIELDS}
            for form in self.lines.forms
            if form.is_filled_in() and not form.cleaned_data.get("DELETE")
        ]

    def saved_elsewhere(self, application: Application) -> list[tuple[str, str]]:
        return [
            (line.item, format_money(line.total, application.currency))
            for line in application.budget_lines.all()
        ]


class SubmitForm(forms.Form):
    """The key makes two clicks one submission."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
