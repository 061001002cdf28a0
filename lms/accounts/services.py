"""Making accounts."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from lms.roles import Role


def sign_up(*, contact: dict[str, str], password: str, language: str):
    """Make a trainee's account for a phone number or an email address.

    Returns the new account, or ``None`` where one exists already: the caller answers both alike,
    so that nobody learns who has an account.
    """
    users = get_user_model().objects
    try:
        with transaction.atomic():
            user = users.create_user(**contact, password=password, language=language)
            user.groups.add(Group.objects.get_or_create(name=Role.TRAINEE)[0])
    except IntegrityError:
        return None
    return user
