"""Forms of the Wagtail admin: numbers and dates in either script, an account by its address."""

import re

from django import forms
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from phonenumber_field.phonenumber import to_python as read_phone
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.panels import InlinePanel
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from lms.fields import IntegerField, KhmerDigitsMixin
from lms.khmer import fold_digits
from lms.records.models import Person
from lms.records.services.people import link_account


class DateField(KhmerDigitsMixin, forms.DateField):
    pass


class DateTimeField(KhmerDigitsMixin, forms.DateTimeField):
    pass


# The forms of inline rows are made by Wagtail, so the digits are taught to the fields themselves.
register_form_field_override(
    models.IntegerField,
    override={
        "form_class": IntegerField,
        "widget": forms.TextInput(attrs={"inputmode": "numeric"}),
    },
)
register_form_field_override(
    models.DateField, override={"form_class": DateField, "widget": AdminDateInput}
)
register_form_field_override(
    models.DateTimeField, override={"form_class": DateTimeField, "widget": AdminDateTimeInput}
)


def find_account(address: str):
    """The account with this email address or phone number, or ``None``."""
    users = get_user_model().objects
    if "@" in address:
        return users.filter(email__iexact=address).first()
    phone = read_phone(fold_digits(address))
    return users.filter(phone=phone).first() if phone and phone.is_valid() else None


# What Telegram allows: 5 to 32 Latin letters, digits and underscores, a letter first.
TELEGRAM_NAME = re.compile(r"[a-z][a-z0-9_]{4,31}", re.IGNORECASE)


def read_telegram(typed: str) -> str:
    """A Telegram name as ``@name``, from a name, with or without @, or a link to it."""
    name = re.sub(r"^(https?://)?(www\.)?(t|telegram)\.me/", "", typed.strip())
    name = fold_digits(name.strip("@/ "))
    if not name:
        return ""
    if not TELEGRAM_NAME.fullmatch(name):
        raise forms.ValidationError(
            _("Write the Telegram name, such as @sophea: Latin letters, digits and _, at least 5.")
        )
    return f"@{name.lower()}"


class PersonForm(WagtailAdminModelForm):
    account = forms.CharField(
        label=_("Account"),
        required=False,
        help_text=_("The email address or phone number this person signs in with."),
    )

    # A pasted link is longer than the name that is kept of it.
    telegram = forms.CharField(
        label=_("Telegram name"),
        max_length=100,
        required=False,
        help_text=_("Such as @sophea; not the phone number."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = self.instance.user
        if user:
            self.initial["account"] = user.email or str(user.phone)

    def clean_account(self):
        address = self.cleaned_data["account"].strip()
        if not address:
            return None
        user = find_account(address)
        if user is None:
            raise forms.ValidationError(
                _("There is no account with this address. Invite the person first.")
            )
        taken = Person.objects.filter(user=user).exclude(pk=self.instance.pk).first()
        if taken:
            raise forms.ValidationError(
                _("This account already belongs to %(person)s (%(number)s).")
                % {"person": taken, "number": taken.number}
            )
        return user

    def clean_telegram(self):
        return read_telegram(self.cleaned_data["telegram"])

    def clean(self):
        data = super().clean()
        names = ("family_name", "given_name", "family_name_km", "given_name_km")
        if not any(data.get(name) for name in names):
            self.add_error("family_name", _("Write at least one name, in Khmer or Latin letters."))
        return data

    def save(self, commit=True):
        user = self.cleaned_data["account"]
        if user is None:
            self.instance.user = None
        person = super().save(commit)
        if user and commit and person.user_id != user.pk:
            person.user = None
            link_account(person=person, user=user)
        return person


class AffiliationFormSet(BaseChildFormSet):
    """Each post ends after it starts; said beside the date, before the database says no."""

    def clean(self):
        super().clean()
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            begun, ended = data.get("started_on"), data.get("ended_on")
            if begun and ended and ended < begun:
                form.add_error("ended_on", _("This is before the day the post began."))


class RowsPanel(InlinePanel):
    """An inline panel whose rows are checked together by ``formset``."""

    def __init__(self, *args, formset, **kwargs):
        super().__init__(*args, **kwargs)
        self.formset = formset

    def clone_kwargs(self):
        return super().clone_kwargs() | {"formset": self.formset}

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = self.formset
        return options
