"""Forms to sign in and to make an account: one line for a phone number or an email address."""

from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms
from django.contrib.auth import get_user_model, password_validation
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm as WagtailUserCreationForm
from wagtail.users.forms import UserEditForm as WagtailUserEditForm

from lms.fields import PhoneField, PhoneOrEmailField


class SignInForm(AllauthLoginForm):
    """allauth's form with a label instead of a placeholder."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("Phone number or email address")
        login.widget.attrs = {"autocomplete": "username", "autocapitalize": "none"}
        password = self.fields["password"]
        password.widget.attrs.pop("placeholder", None)
        password.help_text = ""


class SignUpForm(forms.Form):
    """One line to be known by, and a password. Names are asked once, with the first enrolment."""

    contact = PhoneOrEmailField()
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


class _AccountFields(forms.Form):
    """What the Wagtail admin's account forms need: no user name, a phone number, no forced email."""

    separate_username_field = False
    email = forms.EmailField(label=_("Email"), required=False)
    phone = PhoneField(label=_("Phone number"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["username"]
        self.fields["first_name"].label = _("Given name")
        self.fields["first_name"].required = False
        self.fields["last_name"].label = _("Family name")

    def clean_email(self):
        return self.cleaned_data["email"].lower() or None

    def clean_phone(self):
        return self.cleaned_data["phone"] or None

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not (cleaned.get("email") or cleaned.get("phone")):
            raise forms.ValidationError(
                _("Give an email address or a phone number to sign in with.")
            )
        return cleaned


class UserCreationForm(_AccountFields, WagtailUserCreationForm):
    class Meta(WagtailUserCreationForm.Meta):
        fields = WagtailUserCreationForm.Meta.fields | {"phone", "language"}


class UserEditForm(_AccountFields, WagtailUserEditForm):
    class Meta(WagtailUserEditForm.Meta):
        fields = WagtailUserEditForm.Meta.fields | {"phone", "language"}
