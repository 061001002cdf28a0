"""Amounts, counts and dates as people type them, and forms that save unfinished work."""

import hashlib
import json
from decimal import Decimal
from uuid import uuid4

from django import forms

from lms.fields import DecimalField, IntegerField, KhmerDigitsMixin


class AmountField(DecimalField):
    """Money or a quantity: ``1,234.50`` in either script."""

    def __init__(self, **kwargs):
        defaults = {"max_digits": 12, "decimal_places": 2, "min_value": 0}
        super().__init__(**defaults | kwargs)

    def prepare_value(self, value):
        """``30`` and ``1.50``: nobody types a fraction of nought."""
        is_whole = isinstance(value, Decimal) and value == value.to_integral_value()
        return int(value) if is_whole else value


class CountField(IntegerField):
    """A whole number; thousands may be grouped with commas."""

    def __init__(self, **kwargs):
        defaults = {"min_value": 0, "max_value": 10_000_000}
        super().__init__(**defaults | kwargs)


class DateField(KhmerDigitsMixin, forms.DateField):
    def __init__(self, **kwargs):
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(**{"widget": widget} | kwargs)


class DateTimeField(KhmerDigitsMixin, forms.DateTimeField):
    """Wall-clock time in Phnom Penh."""

    def __init__(self, **kwargs):
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        super().__init__(**{"widget": widget} | kwargs)


def new_key() -> str:
    return uuid4().hex


class OnceForm(forms.Form):
    """A form of which two clicks are one: each page shows it with a key of its own."""

    # Several stand on one page: no id, which would be there twice.
    key = forms.CharField(
        max_length=64,
        required=False,
        initial=new_key,
        widget=forms.HiddenInput(attrs={"id": False}),
    )

    def clean(self):
        cleaned = super().clean()
        self.sent_key = cleaned.pop("key", "")
        return cleaned

    def mark(self) -> str:
        """The key with what was typed: a form that was sent, and is then sent with other words
        from the page before, is another. Empty when it came without a key."""
        if not self.sent_key:
            return ""
        typed = [(name, self.data.get(self.add_prefix(name))) for name in self.fields]
        text = json.dumps([self.sent_key, type(self).__name__, typed])
        return hashlib.sha256(text.encode()).hexdigest()


def as_typed(value) -> str:
    """Browsers send lines as they like."""
    return "" if value is None else "\n".join(str(value).splitlines()).strip()


class UnfinishedForm(forms.Form):
    """A form that may be saved unfinished and says which fields will be needed in the end."""

    use_required_attribute = False
    always_needed: tuple[str, ...] = ()

    def full_clean(self):
        needed = {name: field.required for name, field in self.fields.items()}
        for name, field in self.fields.items():
            field.required = name in self.always_needed
        super().full_clean()
        for name, field in self.fields.items():
            field.required = needed[name]


class DraftForm(UnfinishedForm):
    """``version`` is that of the draft the page was made from."""

    always_needed = ("version",)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def is_older_than(self, version: int) -> bool:
        """Made from an older draft than that of ``version``; also where other fields are wrong."""
        return self.cleaned_data.get("version") not in (None, version)

    def typed(self) -> list[tuple[str, str]]:
        """The words in each field as they were typed, right or wrong; of an empty form, what is
        saved. Files and questions back to the writer are left out."""
        found = [
            (str(self[name].label), as_typed(self[name].value()))
            for name, field in self.fields.items()
            if not isinstance(field, (forms.FileField, forms.BooleanField))
            and not self[name].is_hidden
        ]
        return [(label, text) for label, text in found if text]

    def rebase(self, version: int) -> None:
        """Let what was typed be saved over the draft's newest version, once the writer has seen it."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(version)
