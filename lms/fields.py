"""What fields of several apps share: languages, private files, Khmer search, digits and phones."""

from django import forms
from django.conf import settings
from django.core.files.storage import storages
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from lms.khmer import fold, fold_digits


def site_languages() -> list[tuple[str, str]]:
    """Choices of a language field: named by the host's settings, so no migration depends on them."""
    return settings.LANGUAGES


def private_storage():
    """Files that only views which ask who asks may serve; a callable, so no migration names it."""
    return storages["private"]


class FoldedTextField(models.TextField):
    """A search column: the folded text of the model's other fields, written on every save.

    ``sources`` names attributes of the model. ``bulk_create`` fills the column too; an
    ``update()`` that changes a source must write it with :func:`lms.khmer.fold` itself.
    """

    def __init__(self, *args, sources: tuple[str, ...] = (), **kwargs):
        self.sources = tuple(sources)
        super().__init__(*args, **{"editable": False, "blank": True, "default": ""} | kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"sources": self.sources}

    def pre_save(self, model_instance, add):
        values = (getattr(model_instance, source) for source in self.sources)
        folded = fold(" ".join(str(value) for value in values if value))
        setattr(model_instance, self.attname, folded)
        return folded


class KhmerDigitsMixin:
    """A form field that reads ០-៩ as 0-9 before it checks anything."""

    def to_python(self, value):
        return super().to_python(fold_digits(value) if isinstance(value, str) else value)


class IntegerField(KhmerDigitsMixin, forms.IntegerField):
    """``forms.IntegerField`` for either script; thousands may be grouped with commas.

    A text box with a number pad: a browser's own number box refuses Khmer digits.
    """

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value):
        return super().to_python(value.replace(",", "") if isinstance(value, str) else value)


class DecimalField(KhmerDigitsMixin, forms.DecimalField):
    """``forms.DecimalField`` for either script; thousands may be grouped with commas."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value):
        return super().to_python(value.replace(",", "") if isinstance(value, str) else value)


class PhoneField(KhmerDigitsMixin, PhoneNumberField):
    """A phone number as people write it in Cambodia (012 345 678, +855…, ០១២…); cleans to E.164 text."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"region": "KH"} | kwargs)

    def clean(self, value):
        number = super().clean(value)
        return number.as_e164 if number else ""


class PhoneOrEmailField(forms.CharField):
    """Cleans to ``{"phone": E.164}`` or ``{"email": lower-case address}``."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Phone number or email address"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "username"}))
        super().__init__(max_length=254, **kwargs)

    def clean(self, value):
        value = super().clean(value)
        if "@" in value:
            validate_email(value)
            return {"email": value.lower()}
        try:
            return {"phone": PhoneField().clean(value)}
        except forms.ValidationError:
            raise forms.ValidationError(
                _("Enter a phone number such as 012 345 678, or an email address.")
            ) from None
