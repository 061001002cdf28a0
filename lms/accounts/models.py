"""The account a person signs in with."""

import uuid

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from lms.fields import site_languages


def generate_username() -> str:
    return uuid.uuid4().hex


class AccountManager(UserManager):
    """Makes accounts from an email address or a phone number; the user name is internal."""

    @classmethod
    def normalize_email(cls, email):
        """No address is ``None``, so that any number of accounts may lack one."""
        return super().normalize_email(email) or None

    def create_user(self, username=None, email=None, password=None, **fields):
        return super().create_user(username or generate_username(), email, password, **fields)

    def create_superuser(self, username=None, email=None, password=None, **fields):
        return super().create_superuser(username or generate_username(), email, password, **fields)


class User(AbstractUser):
    """An account: one email address or phone number (E.164), or both, and a password.

    ``username`` is random and never shown: people sign in with what they know by heart.
    """

    username = models.CharField(max_length=150, unique=True, default=generate_username)
    email = models.EmailField(_("email address"), unique=True, null=True, blank=True)
    phone = PhoneNumberField(_("phone number"), unique=True, null=True, blank=True)
    phone_verified = models.BooleanField(default=False)
    language = models.CharField(
        _("preferred language"), max_length=5, choices=site_languages, default="km"
    )

    objects = AccountManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email__isnull=False) | models.Q(phone__isnull=False),
                name="account_has_email_or_phone",
            )
        ]

    def __str__(self):
        return self.get_full_name() or self.email or str(self.phone)

    def get_username(self):
        """What the admin calls an account without a given name; the internal name says nothing."""
        return str(self)

    def natural_key(self):
        return (self.username,)

    def clean(self):
        # Not Django's, which would write what ``get_username`` shows into ``username``.
        self.email = type(self).objects.normalize_email(self.email)

    def get_full_name(self):
        """Family name first, as names are written in Cambodia."""
        return f"{self.last_name} {self.first_name}".strip()
