"""Forms of an invitation: the typed code, and the account that is made with it."""

from django import forms
from django.contrib.auth import get_user_model, password_validation
from django.utils.translation import gettext_lazy as _

from lms.fields import PhoneOrEmailField


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_("The twelve letters and digits on your paper, such as BCDF-2345-GHJK."),
    )


class AcceptForm(forms.Form):
    contact = PhoneOrEmailField(
        help_text=_("You sign in with it. A phone number is enough; no email is needed.")
    )
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 8 characters, and not a common word."),
    )

    def clean(self):
        cleaned = super().clean()
        if "contact" in cleaned and "password" in cleaned:
            user = get_user_model()(**cleaned["contact"])
            try:
                password_validation.validate_password(cleaned["password"], user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned
