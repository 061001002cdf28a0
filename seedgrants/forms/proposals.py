"""The screens of a proposal."""

import json

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.uploads import UploadField
from seedgrants.budget_sheets import COLUMNS, MOST_LINES
from seedgrants.enums import BudgetCategory, QuestionKind
from seedgrants.exceptions import BadAmount
from seedgrants.forms.fields import AmountField, CountField, DraftForm, as_typed
from seedgrants.forms.question_fields import (
    answer_data,
    answer_text,
    make_field,
    saved_choice,
    typed_text,
)
from seedgrants.models import Application, BudgetLine, RoundQuestion
from seedgrants.money import check_amount


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


class AnswersForm(DraftForm):
    """The questions under one heading."""

    def __init__(self, *args, application: Application, questions: list[RoundQuestion], **kwargs):
        self.questions = {f"q_{q.translation_key.hex}": q for q in questions}
        saved = {answer.question_key: answer for answer in application.answers.all()}
        initial = {"version": application.version}
        for name, question in self.questions.items():
            answer = saved.get(question.translation_key)
            if answer and question.kind == QuestionKind.CHOICE:
                initial[name] = saved_choice(question, answer)
            elif answer and question.kind != QuestionKind.FILE:
                initial[name] = answer.text if answer.data is None else json.dumps(answer.data)
        super().__init__(*args, initial=initial, **kwargs)
        for name, question in self.questions.items():
            self.fields[name] = make_field(question)

    @property
    def has_files(self) -> bool:
        return any(q.kind == QuestionKind.FILE for q in self.questions.values())

    def rows(self):
        """Each question with its field, for the template."""
        return [(question, self[name]) for name, question in self.questions.items()]

    def _written(self):
        for name, question in self.questions.items():
            if question.kind != QuestionKind.FILE:
                yield question, self.cleaned_data[name]

    def answers(self) -> dict:
        """What was typed, by the question's key; a number is written with 0-9 and a point."""
        return {q.translation_key: answer_text(q, value) for q, value in self._written()}

    def shapes(self) -> dict:
        """The data of the answers that have a shape."""
        return {q.translation_key: answer_data(q, value) for q, value in self._written()}

    def uploads(self) -> dict:
        """The files handed in now, by the question's key."""
        return {
            question.translation_key: self.cleaned_data[name]
            for name, question in self.questions.items()
            if question.kind == QuestionKind.FILE and self.cleaned_data.get(name)
        }

    def saved_elsewhere(self, application: Application) -> list[tuple[str, str]]:
        questions = list(self.questions.values())
        saved = dict(AnswersForm(application=application, questions=questions).typed())
        typed = dict(self.typed())
        return [
            (question.label, saved.get(question.label, ""))
            for question in questions
            if saved.get(question.label) != typed.get(question.label)
        ]

    def typed(self) -> list[tuple[str, str]]:
        found = [
            (question.label, typed_text(question, self[name]))
            for name, question in self.questions.items()
            if question.kind != QuestionKind.FILE
        ]
        return [(label, text) for label, text in found if text]


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
LINE_FIELDS = COLUMNS


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
            # Not compared with what is saved: a line saved meanwhile as it was typed would count
            # as unchanged, and fall away.
            self.lines = LineFormSet(data, **options)
            for line, row in zip(self.lines.initial_forms, saved, strict=False):
                line.initial["total"] = row["total"]

    def is_valid(self):
        lines_are_valid = self.lines.is_valid()
        return super().is_valid() and lines_are_valid

    def with_empty_line(self, application: Application) -> "BudgetForm":
        """The same page, all that was typed still there, one more line at the end."""
        data = self.data.copy()
        total = self.lines.total_form_count()
        data["lines-TOTAL_FORMS"] = str(min(total + 1, MOST_LINES))
        return BudgetForm(data, application=application)

    @classmethod
    def from_lines(
        cls, lines: list[dict[str, str]], *, application: Application, version: int
    ) -> "BudgetForm":
        """The form as if ``lines`` had been typed over those of the ``version``."""
        data = {
            "version": str(version),
            "lines-TOTAL_FORMS": str(len(lines)),
            "lines-INITIAL_FORMS": "0",
        }
        for n, line in enumerate(lines):
            data |= {f"lines-{n}-{name}": value for name, value in line.items()}
        return cls(data, application=application)

    def cleaned_lines(self) -> list[dict]:
        return [
            {name: form.cleaned_data[name] for name in LINE_FIELDS}
            for form in self.lines.forms
            if form.is_filled_in() and not form.cleaned_data.get("DELETE")
        ]

    def saved_elsewhere(self, application: Application) -> list[tuple[str, str]]:
        return BudgetForm(application=application).typed()

    def typed(self) -> list[tuple[str, str]]:
        found = []
        for form in self.lines.forms:
            line = {name: as_typed(form[name].value()) for name in LINE_FIELDS}
            is_blank = not any(line[name] for name in ("item", "quantity", "unit_cost", "note"))
            if is_blank or form["DELETE"].value():
                continue
            quantity = f"{line['quantity']} {line['unit']}".strip()
            words = [
                dict(BudgetCategory.choices).get(line["category"], line["category"]),
                f"{quantity} × {line['unit_cost']} × {line['times']}",
                line["note"],
            ]
            found.append((line["item"], "\n".join(str(part) for part in words if part)))
        return found


class SheetForm(forms.Form):
    """A spreadsheet to bring in over the lines that stand on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput({"id": "id_sheet_version"}))
    sheet = UploadField(label=gettext_lazy("Spreadsheet"), help_text="")


class SubmitForm(forms.Form):
    """The key makes two clicks one submission. ``findings`` are confirmed or taken out."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    confirm = forms.BooleanField(
        label=gettext_lazy("It is nobody's personal data. Send it as it is."), required=False
    )

    def __init__(self, *args, findings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["confirm"].required = bool(findings)
